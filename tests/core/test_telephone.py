"""Telephone numbers as officers write them: one form that can be dialled from abroad."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.telephone import tel_uri, telephone_link


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0204 385 6156", "tel:+842043856156"),
        ("(0204) 3.856.156", "tel:+842043856156"),
        ("0204-3856156", "tel:+842043856156"),
        ("0912 345 678", "tel:+84912345678"),
        ("+84 204 385 6156", "tel:+842043856156"),
        ("+84 (0)204 385 6156", "tel:+842043856156"),
        ("0084 204 385 6156", "tel:+842043856156"),
        ("84 912 345 678", "tel:+84912345678"),
        ("+81 3 1234 5678", "tel:+81312345678"),
        ("1900 1234", "tel:19001234"),
        ("18001166", "tel:18001166"),
        ("113", "tel:113"),
        ("0204 385 6156 máy lẻ 12", "tel:+842043856156;ext=12"),
        ("0204 385 6156 (ext. 12)", "tel:+842043856156;ext=12"),
        ("0204 385 6156 - 0912 345 678", "tel:+842043856156"),
        ("0204 385 6156 / 0912 345 678", "tel:+842043856156"),
        ("0204 385 6156; 0912 345 678", "tel:+842043856156"),
        ("0204 385 6156 hoặc 0912 345 678", "tel:+842043856156"),
        ("", ""),
        ("đang cập nhật", ""),
        ("12", ""),
        ("12345678901234567890", ""),
    ],
)
def test_a_number_can_be_dialled(written: str, expected: str) -> None:
    assert tel_uri(written) == expected


def test_what_is_no_number_is_text_and_nothing_is_markup() -> None:
    assert telephone_link("<b>") == "&lt;b&gt;"
    assert telephone_link("113 <b>") == '<a href="tel:113">113 &lt;b&gt;</a>'


@given(st.text(alphabet="0123456789+()-./; ext²٣", max_size=40))
def test_whatever_was_written_makes_a_sound_address(written: str) -> None:
    assert re.fullmatch(r"|tel:\+?[0-9]{1,17}(;ext=[0-9]{1,6})?", tel_uri(written))
