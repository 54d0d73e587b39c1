"""Numbers on packages and customs papers, and months in season."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from products.choices import Month
from products.fields import ChoiceListField
from products.seasons import month_ranges, season_mask, season_text, season_wheel
from products.validators import compact_gtin, validate_gtin, validate_hs_code

DIGITS = st.text("0123456789", min_size=12, max_size=12)
MONTHS = st.sets(st.integers(1, 12))


def check_digit(twelve: str) -> str:
    """GS1 General Specifications, 7.9: weights 1 and 3 from the left of a 13-digit number."""
    total = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(twelve))
    return str(-total % 10)


@given(DIGITS)
def test_exactly_one_last_digit_fits(twelve: str) -> None:
    right = check_digit(twelve)
    validate_gtin(twelve + right)
    for digit in set("0123456789") - {right}:
        with pytest.raises(ValidationError) as refused:
            validate_gtin(twelve + digit)
        assert refused.value.code == "gtin_checksum"


@given(st.text(max_size=20).filter(lambda text: not any(c.isdigit() for c in text)))
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_gtin(text)
    assert refused.value.code == "gtin_format"


def test_spaces_of_the_package_are_dropped() -> None:
    assert compact_gtin(" 893 6012-345674 ") == "8936012345674"
    assert compact_gtin("") == ""


@pytest.mark.parametrize("code", ["081090", "0810.90", "0810.90.10", "08109010", "0810.90.10.00"])
def test_hs_codes(code: str) -> None:
    validate_hs_code(code)


@pytest.mark.parametrize(
    "code", ["0810", "0810.9", "081.090", "0810.90.1", "vải", "0810 90", "٠٨١٠٩٠"]
)
def test_what_is_no_hs_code(code: str) -> None:
    with pytest.raises(ValidationError):
        validate_hs_code(code)


@given(MONTHS)
def test_runs_of_months_name_each_month_once(months: set[int]) -> None:
    named = []
    for first, last in month_ranges(months):
        named += (
            range(first, last + 1) if first <= last else [*range(first, 13), *range(1, last + 1)]
        )
    assert sorted(named) == sorted(months)
    assert season_mask(months) == sum(1 << (m - 1) for m in months)


def test_a_season_passes_the_turn_of_the_year() -> None:
    assert month_ranges([11, 12, 1, 5]) == [(5, 5), (11, 1)]


def test_season_in_words() -> None:
    with translation.override("en"):
        assert season_text([5, 6, 7]) == "May – July"
        assert season_text([12]) == "December"
        assert season_text(range(1, 13)) == "all year"
        assert season_text([]) == ""


def test_the_strip_has_all_months_or_is_left_out() -> None:
    assert [m.number for m in season_wheel([6]) if m.in_season] == [6]
    assert len(season_wheel([6])) == 12
    assert season_wheel([]) == []


def test_a_list_of_choices_is_ordered_and_closed() -> None:
    field = ChoiceListField(options=Month.choices)
    assert field.clean([7, 5, 7], None) == [5, 7]
    for wrong in ([13], ["5"], "5", [None]):
        with pytest.raises(ValidationError):
            field.clean(wrong, None)
