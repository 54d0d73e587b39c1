"""Dates, times, weekdays, numbers, the lunar calendar."""

import datetime
from decimal import Decimal

import pytest

from core.vietnamese import dates, lunar, numbers


@pytest.mark.parametrize(
    ("day", "official"),
    [
        (datetime.date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (datetime.date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (datetime.date(2026, 3, 4), "ngày 04 tháng 3 năm 2026"),
        (datetime.date(2022, 4, 6), "ngày 06 tháng 4 năm 2022"),
        (datetime.date(2025, 12, 10), "ngày 10 tháng 12 năm 2025"),
    ],
)
def test_official_date(day: datetime.date, official: str) -> None:
    assert dates.official_date(day) == official


def test_dates_of_instants_are_those_of_viet_nam() -> None:
    instant = datetime.datetime(2026, 1, 4, 18, 30, tzinfo=datetime.UTC)
    assert dates.english_date(instant) == "5 January 2026"
    assert dates.short_date(instant) == "05/01/2026"
    assert dates.weekday_name(instant) == "Thứ Hai"
    assert dates.official_time(instant) == "1 giờ 30"


@pytest.mark.parametrize(
    ("time", "text"), [((14, 30), "14 giờ 30"), ((8, 5), "8 giờ 05"), ((7, 0), "7 giờ 00")]
)
def test_official_time(time: tuple[int, int], text: str) -> None:
    assert dates.official_time(datetime.time(*time)) == text


def test_weekdays() -> None:
    week = [datetime.date(2026, 1, 5) + datetime.timedelta(days=n) for n in range(7)]
    names = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"]
    assert [dates.weekday_name(day) for day in week] == names
    assert dates.weekday_name(week[6], "en") == "Sunday"


@pytest.mark.parametrize("text", ["03/04/2026", "3/4/2026", "3-4-2026", " 03-04-2026 "])
def test_parse_date_reads_the_day_first(text: str) -> None:
    assert dates.parse_date(text) == datetime.date(2026, 4, 3)


@pytest.mark.parametrize(
    "text", ["", "2026-04-03", "03/04/26", "31/02/2026", "04/13/2026", "3/4-2026", "٣/4/2026"]
)
def test_parse_date_refuses_the_rest(text: str) -> None:
    with pytest.raises(ValueError):
        dates.parse_date(text)


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (1234567.5, "1.234.567,5", "1,234,567.5"),
        (1300, "1.300", "1,300"),
        (Decimal("0.50"), "0,5", "0.5"),
        (-1234, "-1.234", "-1,234"),
        (100, "100", "100"),
        (Decimal("1E+3"), "1.000", "1,000"),
    ],
)
def test_numbers_both_ways(value: float, vi: str, en: str) -> None:
    assert numbers.format_number(value) == vi
    assert numbers.format_number(value, language="en") == en
    assert numbers.parse_number(vi, "vi") == Decimal(str(value))
    assert numbers.parse_number(en, "en") == Decimal(str(value))


def test_rounding_money_and_units() -> None:
    assert numbers.format_number(2.345, 2) == "2,35"
    assert numbers.format_number(2, 2) == "2,00"
    assert numbers.format_money(125000) == "125.000\u00a0đồng"
    assert numbers.format_money(125000, "en") == "125,000\u00a0VND"
    assert numbers.format_quantity(1.5, "ha") == "1,5\u00a0ha"
    with pytest.raises(ValueError):
        numbers.format_number(float("nan"))


def test_same_text_is_two_numbers() -> None:
    assert numbers.parse_number("1.300", "vi") == 1300
    assert numbers.parse_number("1.300", "en") == Decimal("1.3")


@pytest.mark.parametrize(
    "text", ["1.3", "1.30", "0.300", "1.2345", "1,", ",5", "1.234.56", "", "a"]
)
def test_parse_number_refuses_doubtful_text(text: str) -> None:
    with pytest.raises(ValueError):
        numbers.parse_number(text, "vi")


# Tết of Viet Nam; 1985, 2007 and 2030 are years in which UTC+8 gives another day.
@pytest.mark.parametrize(
    "tet",
    [(1968, 1, 29), (1985, 1, 21), (2007, 2, 17), (2025, 1, 29), (2026, 2, 17), (2030, 2, 2)],
)
def test_tet(tet: tuple[int, int, int]) -> None:
    assert lunar.lunar_to_solar(1, 1, tet[0]) == datetime.date(*tet)


def test_festival_of_ha_in_2026() -> None:
    day = lunar.lunar_to_solar(16, 1, 2026)
    assert day == datetime.date(2026, 3, 4)
    assert lunar.solar_to_lunar(day) == lunar.LunarDate(2026, 1, False, 16)
    assert lunar.format_lunar(16, 1) == "16 tháng Giêng (âm lịch)"
    assert lunar.format_lunar(16, 1, year=2026) == "16 tháng Giêng năm Bính Ngọ (âm lịch)"


def test_leap_month() -> None:
    # 2025 had two sixth months; the second began on 25 July.
    assert lunar.lunar_to_solar(1, 6, 2025, leap=True) == datetime.date(2025, 7, 25)
    assert lunar.solar_to_lunar(datetime.date(2025, 7, 25)).leap
    assert lunar.format_lunar(15, 6, leap=True) == "15 tháng 6 nhuận (âm lịch)"


@pytest.mark.parametrize(
    "wrong", [(30, 12, 2025, False), (1, 6, 2026, True), (31, 1, 2026, False), (1, 13, 2026, False)]
)
def test_days_that_do_not_exist_are_refused(wrong: tuple[int, int, int, bool]) -> None:
    with pytest.raises(ValueError):
        lunar.lunar_to_solar(*wrong)


def test_instants_take_the_day_of_viet_nam() -> None:
    evening = datetime.datetime(2026, 2, 16, 17, 0, tzinfo=datetime.UTC)  # Midnight in Viet Nam.
    assert lunar.solar_to_lunar(evening) == lunar.LunarDate(2026, 1, False, 1)


def test_every_day_of_40_years_goes_there_and_back() -> None:
    start = datetime.date(1995, 1, 1)
    for offset in range(365 * 40):
        day = start + datetime.timedelta(days=offset)
        there = lunar.solar_to_lunar(day)
        assert lunar.lunar_to_solar(there.day, there.month, there.year, there.leap) == day


@pytest.mark.parametrize(
    ("start", "found"),
    [
        (datetime.date(2026, 3, 4), datetime.date(2026, 3, 4)),
        (datetime.date(2026, 3, 5), datetime.date(2027, 2, 21)),
        (datetime.date(2026, 1, 1), datetime.date(2026, 3, 4)),
    ],
)
def test_next_festival(start: datetime.date, found: datetime.date) -> None:
    assert lunar.next_occurrence(16, 1, start) == found


def test_new_years_eve_of_a_short_month_is_the_29th() -> None:
    eve = lunar.next_occurrence(30, 12, datetime.date(2026, 1, 20))
    assert eve == datetime.date(2026, 2, 16)
    assert lunar.solar_to_lunar(eve).day == 29
    with pytest.raises(ValueError):
        lunar.next_occurrence(31, 1, eve)


def test_lunar_names() -> None:
    assert [lunar.month_name(month) for month in (1, 3, 11, 12)] == [
        "tháng Giêng", "tháng 3", "tháng Một", "tháng Chạp",
    ]  # fmt: skip
    assert lunar.format_lunar(10, 3) == "mùng 10 tháng 3 (âm lịch)"
    assert lunar.year_name(1985) == "Ất Sửu"
    assert lunar.format_lunar_english(16, 1) == "16th day of the 1st lunar month"
    assert lunar.format_lunar_english(21, 12) == "21st day of the 12th lunar month"
    assert lunar.format_lunar_english(2, 6, leap=True) == "2nd day of the 6th leap lunar month"
    with pytest.raises(ValueError):
        lunar.month_name(13)
