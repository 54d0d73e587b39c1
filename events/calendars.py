"""A month of events as a table of weeks."""

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.vietnamese.dates import weekday_name
from core.vietnamese.lunar import LunarDate, solar_to_lunar
from events.recurrence import Occurrence

if TYPE_CHECKING:
    from events.models import EventPage

# The lunar calendar is computed for 1900 to 2100; the first and last month reach beyond.
FIRST_YEAR, LAST_YEAR = 1901, 2099
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Of "2026-03"; ValueError for anything else and for years without a lunar calendar."""
        match = _MONTH.fullmatch(text)
        if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            raise ValueError(f"no such month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first_day(self) -> datetime.date:
        return datetime.date(self.year, self.number, 1)

    @property
    def previous(self) -> "Month | None":
        return self._neighbour(self.first_day - datetime.timedelta(days=1))

    @property
    def following(self) -> "Month | None":
        return self._neighbour(self.first_day + datetime.timedelta(days=31))

    @staticmethod
    def _neighbour(day: datetime.date) -> "Month | None":
        return Month(day.year, day.month) if FIRST_YEAR <= day.year <= LAST_YEAR else None


@dataclass(frozen=True)
class CalendarDay:
    """A cell of the table: the day, its lunar date, and what takes place on it."""

    date: datetime.date
    lunar: LunarDate
    is_in_month: bool
    is_today: bool
    entries: "list[tuple[Occurrence, EventPage]]" = field(default_factory=list)


def weekday_names(language: str) -> list[str]:
    """Monday to Sunday in Vietnamese or English."""
    monday = datetime.date(2024, 1, 1)
    code = "en" if language == "en" else "vi"
    return [weekday_name(monday + datetime.timedelta(days=n), code) for n in range(7)]


def month_table(
    month: Month, events: "Iterable[EventPage]", today: datetime.date
) -> list[list[CalendarDay]]:
    """The weeks of the month, Monday to Sunday, with each event on every day it takes place."""
    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(month.year, month.number)
    days = {
        day: CalendarDay(day, solar_to_lunar(day), day.month == month.number, day == today)
        for week in weeks
        for day in week
    }
    first, last = weeks[0][0], weeks[-1][-1]
    found = [(one, event) for event in events for one in event.occurrences(first, last)]
    for one, event in sorted(found, key=lambda entry: (entry[0].start, entry[1].pk)):
        day = max(one.first_day, first)
        while day <= min(one.last_day, last):
            days[day].entries.append((one, event))
            day += datetime.timedelta(days=1)
    return [[days[day] for day in week] for week in weeks]
