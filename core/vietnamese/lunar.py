"""The Vietnamese lunar calendar: conversion, names of months and years, next anniversaries.

Days begin at midnight of UTC+7, by Hồ Ngọc Đức's rules as implemented in lunar-vn. The Chinese
calendar is reckoned at UTC+8 and gives another month or day in some years (Tết 1985, 2007, 2030).
Years 1900 to 2100; before 1968 Viet Nam's printed calendars did not always follow UTC+7.
"""

import datetime
from dataclasses import dataclass

from lunar_vn import convert_lunar_to_solar, convert_solar_to_lunar

from core.vietnamese.dates import local_date

UTC_OFFSET_HOURS = 7.0

_STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
_BRANCHES = (
    "Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi",
)  # fmt: skip
_MONTH_NAMES = {1: "Giêng", 11: "Một", 12: "Chạp"}
_MONTH_DAYS = 30


@dataclass(frozen=True, order=True)
class LunarDate:
    """A day of the lunar calendar; ``leap`` marks the second of two months of one number."""

    year: int
    month: int
    leap: bool
    day: int


def solar_to_lunar(value: datetime.date) -> LunarDate:
    """The lunar date of a day in Viet Nam."""
    day = local_date(value)
    lunar = convert_solar_to_lunar(day.day, day.month, day.year, UTC_OFFSET_HOURS)
    return LunarDate(year=lunar.year, month=lunar.month, leap=lunar.leap, day=lunar.day)


def lunar_to_solar(day: int, month: int, year: int, leap: bool = False) -> datetime.date:
    """The civil date of a lunar one; ``year`` is the lunar year, which begins at Tết.

    Raises ValueError when the year has no such day or no such leap month.
    """
    solar = convert_lunar_to_solar(day, month, year, int(leap), UTC_OFFSET_HOURS)
    # The library accepts day 30 of a short month and a leap month in any year: check by return.
    if solar_to_lunar(solar) != LunarDate(year, month, leap, day):
        name = f"{day}/{month}{' (leap)' if leap else ''}/{year}"
        raise ValueError(f"no such day in the lunar calendar: {name}")
    return solar


def next_occurrence(day: int, month: int, on_or_after: datetime.date) -> datetime.date:
    """The next civil date of a yearly lunar day, the given day included.

    Feasts are kept in the ordinary month, not in its leap double. In a year whose month has only
    29 days, day 30 falls on the 29th, as New Year's Eve does.
    """
    start = local_date(on_or_after)
    year = solar_to_lunar(start).year
    for candidate in (year, year + 1):
        solar = _solar_or_month_end(day, month, candidate)
        if solar >= start:
            return solar
    raise ValueError(f"no lunar day {day}/{month} on or after {start}")


def nearest_occurrence(day: int, month: int, to: datetime.date) -> datetime.date:
    """The civil date of a yearly lunar day that is nearest to the given one, before or after it.

    As `next_occurrence` counts them; ValueError when the calendar has no such day near it.
    """
    around = local_date(to)
    try:
        year = solar_to_lunar(around).year
    except OverflowError as error:
        raise ValueError(f"no lunar calendar near {around}") from error
    found = []
    for candidate in (year - 1, year, year + 1):
        try:
            found.append(_solar_or_month_end(day, month, candidate))
        except (ValueError, OverflowError):  # Beyond an end of the calendar, or never.
            continue
    if not found:
        raise ValueError(f"no lunar day {day}/{month} near {around}")
    return min(found, key=lambda solar: abs(solar - around))


def _solar_or_month_end(day: int, month: int, year: int) -> datetime.date:
    try:
        return lunar_to_solar(day, month, year)
    except ValueError:
        if day != _MONTH_DAYS:
            raise
        return lunar_to_solar(day - 1, month, year)


def month_name(month: int, leap: bool = False) -> str:
    """``tháng Giêng`` (1), ``tháng Một`` (11), ``tháng Chạp`` (12), else ``tháng 3``."""
    if not 1 <= month <= 12:
        raise ValueError(f"no such lunar month: {month}")
    return f"tháng {_MONTH_NAMES.get(month, month)}{' nhuận' if leap else ''}"


def year_name(year: int) -> str:
    """The sexagenary name of a lunar year: 2026 is ``Bính Ngọ``."""
    return f"{_STEMS[(year - 4) % 10]} {_BRANCHES[(year - 4) % 12]}"


def format_lunar(day: int, month: int, leap: bool = False, year: int | None = None) -> str:
    """``16 tháng Giêng (âm lịch)``; days 1 to 10 as ``mùng 10 tháng 3 (âm lịch)``.

    With a year: ``16 tháng Giêng năm Bính Ngọ (âm lịch)``.
    """
    lead = f"mùng {day}" if day <= 10 else str(day)
    named_year = f" năm {year_name(year)}" if year is not None else ""
    return f"{lead} {month_name(month, leap)}{named_year} (âm lịch)"


def format_lunar_english(day: int, month: int, leap: bool = False) -> str:
    """``16th day of the 1st lunar month``."""
    kind = "leap lunar month" if leap else "lunar month"
    return f"{_ordinal(day)} day of the {_ordinal(month)} {kind}"


def _ordinal(number: int) -> str:
    if 10 < number < 14:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
