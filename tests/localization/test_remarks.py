"""Figures and leftovers: what differs between a text and its translation."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vietnamese.dates import english_date, official_date, short_date
from core.vietnamese.numbers import format_number
from localization.checks.figures import ambiguous_dates, differing
from localization.checks.leftover import vietnamese_words

numbers = st.decimals(min_value=0, max_value=10**9, places=2)


@given(numbers)
def test_a_number_is_the_same_in_both_formats(number: Decimal) -> None:
    vi, en = (f"{format_number(number, language=code)} ha" for code in ("vi", "en"))
    assert differing(vi, en, "en") == ([], [])


@given(st.dates(datetime.date(1800, 1, 1)))
def test_a_date_is_the_same_in_both_formats(day: datetime.date) -> None:
    for written in (official_date(day), short_date(day)):
        assert differing(written, english_date(day), "en") == ([], [])


@given(st.dates(datetime.date(1800, 1, 1)), st.integers(1, 400))
def test_another_date_is_noticed(day: datetime.date, later: int) -> None:
    other = english_date(day + datetime.timedelta(days=later))
    missing, added = differing(short_date(day), other, "en")
    assert missing == [short_date(day)]
    assert added == [other]


@given(st.text(), st.text())
def test_any_text_is_read(source: str, target: str) -> None:
    for language in ("en", "lo"):
        differing(source, target, language)
    vietnamese_words(target, [source])


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("ba thôn", "3 villages"),
        ("3 thôn", "three villages"),
        ("thế kỷ XVII", "the seventeenth century"),
        ("khóa XII", "the 12th term"),
        ("1,5 triệu đồng", "1.5 million VND"),
        ("10 nghìn lượt", "10,000 visits"),
        ("7 giờ 30", "7:30 a.m."),
        ("8 giờ đến 11 giờ 30", "8.00 to 11.30"),
        ("14 giờ", "2 p.m."),
        ("rằm tháng Giêng", "the 15th of the first lunar month"),
        ("15-17/8/2024", "15–17 August 2024"),
        ("tháng 10 năm 2024", "October 2024"),
        ("Nghị định 30/2020/NĐ-CP", "Decree 30/2020/ND-CP"),
        ("0912.345.678", "0912 345 678"),
    ],
)
def test_the_same_said_otherwise(source: str, target: str) -> None:
    assert differing(source, target, "en") == ([], [])


def test_a_number_left_in_the_vietnamese_format() -> None:
    assert differing("1.300 hộ", "1.300 households", "en") == (["1.300"], ["1.300"])


def test_other_languages_are_compared_by_digits() -> None:
    assert differing("13/08/2024", "2024年8月13日", "zh") == ([], [])
    assert differing("13/08/2024", "2024年9月13日", "zh") == (["08"], ["9"])


def test_a_date_that_may_be_misread() -> None:
    assert ambiguous_dates("On 05/01/2026, not on 25/12/2026") == ["05/01/2026"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Đề Thám at Núi Dành, in Giữa village", []),
        ("The lễ hội of the village", ["lễ", "hội"]),
        ("THÔNG BÁO of the commune", ["thông", "báo"]),
        ("quan họ songs and ca trù", []),
        ("The “tế cờ” ceremony; café", []),
    ],
)
def test_vietnamese_left_standing(text: str, words: list[str]) -> None:
    assert vietnamese_words(text, ["quan họ", "ca trù", "GI"]) == words
