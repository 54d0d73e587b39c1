"""When an event takes place: once, every year, or every lunar year.

Days are days in the event's own time zone. The lunar calendar is Viet Nam's (UTC+7).
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from zoneinfo import ZoneInfo

from core.vietnamese import dates, lunar
from events.choices import Recurrence

_ONE_DAY = datetime.timedelta(days=1)
_LEAP_DAY = (2, 29)


@dataclass(frozen=True, order=True)
class Occurrence:
    """One time that an event takes place.

    ``start`` and ``end`` are aware, in the event's time zone; ``end`` is None where it is not
    known. Of an all-day occurrence only the days count, and the last one is included.
    """

    start: datetime.datetime
    end: datetime.datetime | None = None
    is_all_day: bool = False

    @property
    def first_day(self) -> datetime.date:
        return self.start.date()

    @property
    def last_day(self) -> datetime.date:
        if self.end is None or self.end <= self.start:
            return self.first_day
        if self.is_all_day:
            return self.end.date()
        # What ends at midnight does not take place on the day that begins then.
        return (self.end - datetime.timedelta(microseconds=1)).date()

    def on(self, day: datetime.date) -> "Occurrence":
        """The same clock times and length in days, beginning on another day."""
        end = None
        if self.end is not None:
            last = day + (self.end.date() - self.start.date())
            end = datetime.datetime.combine(last, self.end.timetz())
        return Occurrence(datetime.datetime.combine(day, self.start.timetz()), end, self.is_all_day)


@dataclass(frozen=True)
class Schedule:
    """The first occurrence of an event and the rule by which it comes again.

    ``lunar_day`` (1 to 30) and ``lunar_month`` (1 to 12) are those of the first day; obligatory
    for a lunar recurrence, ignored for any other.
    """

    first: Occurrence
    recurrence: str = Recurrence.NONE
    lunar_day: int | None = None
    lunar_month: int | None = None

    def occurrences(self, start: datetime.date, end: datetime.date) -> list[Occurrence]:
        """Those that touch the days from ``start`` to ``end``, both included, in order."""
        return list(takewhile(lambda one: one.first_day <= end, self._from(start)))

    def next_occurrence(self, today: datetime.date) -> Occurrence | None:
        """The one that is going on or comes next; None when the event is over."""
        return next(self._from(today), None)

    def _from(self, day: datetime.date) -> Iterator[Occurrence]:
        """All that end on this day or later, in order; endless for a recurring event."""
        length = self.first.last_day - self.first.first_day
        next_day = self._next_day()
        try:
            # Days between, not a day before: what began in the year 1 may last until the year 9999.
            is_on = day - self.first.first_day <= length
            beginning = next_day(self.first.first_day if is_on else day - length)
            while beginning is not None:
                yield self.first.on(beginning)
                beginning = next_day(beginning + _ONE_DAY)
        except (ValueError, OverflowError):
            # The end of the calendars: lunar dates are known until 2100, others until 9999.
            return

    def _next_day(self) -> Callable[[datetime.date], datetime.date | None]:
        if self.recurrence == Recurrence.YEARLY:
            return self._next_yearly
        if self.recurrence == Recurrence.LUNAR_YEARLY:
            return self._next_lunar
        first = self.first.first_day
        return lambda day: first if day <= first else None

    def _next_yearly(self, day: datetime.date) -> datetime.date:
        this_year = self._anniversary(day.year)
        return this_year if this_year >= day else self._anniversary(day.year + 1)

    def _anniversary(self, year: int) -> datetime.date:
        first = self.first.first_day
        if (first.month, first.day) == _LEAP_DAY:
            # The last day of February, as iCalendar's BYMONTHDAY=-1 says it.
            return datetime.date(year, 3, 1) - _ONE_DAY
        return first.replace(year=year)

    def _next_lunar(self, day: datetime.date) -> datetime.date:
        if self.lunar_day is None or self.lunar_month is None:
            raise ValueError("A lunar recurrence has a lunar day and month.")
        return lunar.next_occurrence(self.lunar_day, self.lunar_month, day)


def in_zone(moment: datetime.datetime, time_zone: str) -> datetime.datetime:
    """An aware moment on the clock of this zone; a naive one is taken for a time of that clock."""
    zone = ZoneInfo(time_zone)
    return dates.in_zone(moment, zone) if moment.tzinfo else moment.replace(tzinfo=zone)
