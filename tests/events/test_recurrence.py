"""When events take place: examples from the calendar, and what holds for all of them."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.vietnamese.lunar import lunar_to_solar, solar_to_lunar
from events.choices import Recurrence
from events.recurrence import Occurrence, Schedule, in_zone
from tests.factories.events import at

D = datetime.date
DAY = datetime.timedelta(days=1)


def lunar(
    day: int, month: int, start: datetime.datetime, end: datetime.datetime | None = None
) -> Schedule:
    return Schedule(Occurrence(start, end), Recurrence.LUNAR_YEARLY, day, month)


def test_once() -> None:
    schedule = Schedule(Occurrence(at("2026-03-05 08:00"), at("2026-03-07 17:00")))
    assert schedule.occurrences(D(2026, 3, 7), D(2030, 1, 1)) == [schedule.first]
    assert schedule.occurrences(D(2026, 3, 8), D(2030, 1, 1)) == []
    assert schedule.next_occurrence(D(2020, 1, 1)) == schedule.first
    assert schedule.next_occurrence(D(2026, 3, 7)) == schedule.first
    assert schedule.next_occurrence(D(2026, 3, 8)) is None


def test_what_ends_at_midnight_is_not_on_the_next_day() -> None:
    one = Occurrence(at("2026-03-05 20:00"), at("2026-03-06 00:00"))
    assert one.last_day == D(2026, 3, 5)
    all_day = Occurrence(at("2026-03-05 00:00"), at("2026-03-06 00:00"), is_all_day=True)
    assert all_day.last_day == D(2026, 3, 6)


def test_the_first_full_moon_festival() -> None:
    """16th day of the first month: 4 March 2026, 21 February 2027, 10 February 2028."""
    schedule = lunar(16, 1, at("2026-03-04 07:00"), at("2026-03-05 17:00"))
    found = schedule.occurrences(D(2026, 1, 1), D(2028, 12, 31))
    assert [one.first_day for one in found] == [D(2026, 3, 4), D(2027, 2, 21), D(2028, 2, 10)]
    assert {one.start.time() for one in found} == {datetime.time(7)}
    assert {one.last_day - one.first_day for one in found} == {DAY}


def test_a_month_of_29_days_has_its_last_day_for_the_thirtieth() -> None:
    schedule = lunar(30, 12, at("2024-02-09 20:00"))
    days = [one.first_day for one in schedule.occurrences(D(2024, 1, 1), D(2026, 12, 31))]
    # New Year's Eve is the day before Tết, whether it is the 29th or the 30th.
    assert [day + DAY for day in days] == [
        lunar_to_solar(1, 1, year) for year in (2024, 2025, 2026)
    ]


def test_the_29th_of_february() -> None:
    schedule = Schedule(Occurrence(at("2024-02-29 08:00")), Recurrence.YEARLY)
    days = [one.first_day for one in schedule.occurrences(D(2024, 1, 1), D(2028, 12, 31))]
    assert days == [D(2024, 2, 29), D(2025, 2, 28), D(2026, 2, 28), D(2027, 2, 28), D(2028, 2, 29)]


def test_a_festival_over_new_year_is_found_from_its_second_half() -> None:
    schedule = Schedule(
        Occurrence(at("2025-12-30 08:00"), at("2026-01-02 17:00")), Recurrence.YEARLY
    )
    found = schedule.occurrences(D(2027, 1, 2), D(2027, 1, 2))
    assert [one.first_day for one in found] == [D(2026, 12, 30)]


def test_the_clock_of_the_place_counts_through_summer_time() -> None:
    start = at("2026-01-15 09:00", "Europe/Paris")
    schedule = lunar(*_lunar_of(start.date()), start)
    hours = {one.start.hour for one in schedule.occurrences(D(2026, 1, 1), D(2040, 1, 1))}
    assert hours == {9}
    assert in_zone(at("2026-07-01 14:00"), "Europe/Paris").hour == 9


def test_the_end_of_the_lunar_calendar_is_no_error() -> None:
    schedule = lunar(16, 1, at("2026-03-04 07:00"))
    assert schedule.occurrences(D(2095, 1, 1), D(2300, 1, 1))[-1].first_day.year <= 2101
    assert schedule.next_occurrence(D(2400, 1, 1)) is None


def test_the_end_of_the_calendar_is_no_error() -> None:
    schedule = Schedule(Occurrence(at("2026-03-04 07:00")), Recurrence.YEARLY)
    assert schedule.next_occurrence(D(9999, 12, 31)) is None


def _lunar_of(day: datetime.date) -> tuple[int, int]:
    value = solar_to_lunar(day)
    return value.day, value.month


days = st.dates(D(1970, 1, 1), D(2060, 12, 31))
lengths = st.timedeltas(datetime.timedelta(0), datetime.timedelta(days=20))
zones = st.sampled_from(["Asia/Ho_Chi_Minh", "Asia/Tokyo", "Europe/Paris", "America/New_York"])


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    first_day = draw(days)
    zone = ZoneInfo(draw(zones))
    start = datetime.datetime.combine(first_day, draw(st.times()), zone)
    end = draw(st.none() | lengths.map(lambda length: start + length))
    recurrence = draw(st.sampled_from(list(Recurrence)))
    value = solar_to_lunar(first_day)
    if value.leap:
        recurrence = Recurrence.YEARLY
    first = Occurrence(start, end, draw(st.booleans()))
    return Schedule(first, recurrence, value.day, value.month)


@settings(max_examples=150, deadline=None)
@given(schedule=schedules(), beginning=days, length=st.integers(0, 1500))
def test_what_holds_for_every_window(
    schedule: Schedule, beginning: datetime.date, length: int
) -> None:
    end = beginning + datetime.timedelta(days=length)
    found = schedule.occurrences(beginning, end)
    assert found == sorted(found, key=lambda one: one.first_day)
    assert len({one.first_day for one in found}) == len(found)
    for one in found:
        assert one.last_day >= beginning
        assert one.first_day <= end
        assert one.first_day >= schedule.first.first_day
        assert one.start.timetz() == schedule.first.start.timetz()
        if schedule.recurrence == Recurrence.LUNAR_YEARLY:
            value = solar_to_lunar(one.first_day)
            assert value.month == schedule.lunar_month
            assert value.day == schedule.lunar_day or (value.day, schedule.lunar_day) == (29, 30)
    following = schedule.next_occurrence(beginning)
    assert found[:1] == ([following] if following and following.first_day <= end else [])


@settings(max_examples=60, deadline=None)
@given(schedule=schedules(), beginning=days, cut=st.integers(1, 700))
def test_two_windows_side_by_side_find_what_one_finds(
    schedule: Schedule, beginning: datetime.date, cut: int
) -> None:
    middle = beginning + datetime.timedelta(days=cut)
    end = middle + datetime.timedelta(days=700)
    whole = schedule.occurrences(beginning, end)
    parts = schedule.occurrences(beginning, middle) + schedule.occurrences(middle + DAY, end)
    # One that goes on over the cut is in both.
    assert list(dict.fromkeys(parts)) == whole


@pytest.mark.parametrize("recurrence", [Recurrence.YEARLY, Recurrence.LUNAR_YEARLY])
def test_once_in_every_year(recurrence: Recurrence) -> None:
    start = at("2000-02-20 08:00")  # 16th day of the first month.
    schedule = Schedule(Occurrence(start), recurrence, 16, 1)
    found = schedule.occurrences(D(2000, 1, 1), D(2050, 12, 31))
    assert [one.first_day.year for one in found] == list(range(2000, 2051))
