"""The events of a language as iCalendar (RFC 5545), to subscribe to.

The identifiers are those of the files that event pages offer, so that a program which has both
shows an event once.
"""

import datetime
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from api.feeds.channels import Channel
from api.feeds.entries import Entry
from core.vietnamese.dates import day_after, in_zone
from core.vietnamese.lunar import next_occurrence, solar_to_lunar

CONTENT_TYPE = "text/calendar; charset=utf-8"
LUNAR_YEARS_AHEAD = 5
Times = tuple[datetime.datetime, datetime.datetime | None]
_YEARLY, _LUNAR = "yearly", "lunar_yearly"
_ONE_DAY = datetime.timedelta(days=1)
_LEAP_DAY = (2, 29)


def calendar(channel: Channel) -> bytes:
    made = Calendar()
    made.add("prodid", f"-//portal//events//{channel.language.upper()}")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", channel.title)
    for entry in channel.entries:
        for component in _components(entry):
            made.add_component(component)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _components(entry: Entry) -> list[Event]:
    """One, with a rule for a yearly event; a lunar one has an entry for each of the next years.

    No rule of iCalendar that programs know can say a lunar date.
    """
    uid = f"{entry.payload['translation_key']}-{entry.locale}"
    zone = ZoneInfo(entry.data["time_zone"])
    recurrence = entry.data["recurrence"]["code"]
    if recurrence == _LUNAR:
        return [
            _component(entry, start, end, f"{uid}-{solar_to_lunar(start.date()).year}")
            for start, end in _lunar_times(entry, zone)
        ]
    start, end = _times(entry.data, zone)
    found = _component(entry, start, end, uid)
    if recurrence == _YEARLY:
        leap = (start.month, start.day) == _LEAP_DAY
        days = {"bymonth": 2, "bymonthday": -1} if leap else {}
        found.add("rrule", {"freq": "yearly", **days})
    return [found]


def _lunar_times(entry: Entry, zone: ZoneInfo) -> Iterator[Times]:
    """The occurrence that goes on or comes next, and those of the years after it."""
    start, end = _times(entry.data["occurrence"], zone)
    lunar, day = entry.data["lunar"], start.date()
    for _ in range(LUNAR_YEARS_AHEAD):
        yield _moved(start, day), end and _moved(end, end.date() + (day - start.date()))
        try:
            day = next_occurrence(lunar["day"], lunar["month"], day + _ONE_DAY)
        except (ValueError, OverflowError):  # Lunar dates are known until 2100.
            return


def _times(data: dict[str, Any], zone: ZoneInfo) -> Times:
    """On the clock of the event."""
    start, end = (
        in_zone(datetime.datetime.fromisoformat(data[name]), zone) if data[name] else None
        for name in ("start", "end")
    )
    if start is None:
        raise ValueError("A public event has a beginning.")
    return start, end


def _moved(moment: datetime.datetime, day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, moment.timetz())


def _component(
    entry: Entry, start: datetime.datetime, end: datetime.datetime | None, uid: str
) -> Event:
    data = entry.data
    changed = entry.changed_at.astimezone(datetime.UTC)
    found = Event()
    found.add("uid", uid)
    found.add("dtstamp", changed)
    found.add("last-modified", changed)
    found.add("summary", entry.title)
    if data["is_all_day"]:
        last = end.date() if end and end > start else start.date()
        found.add("dtstart", start.date())
        found.add("dtend", day_after(last))  # The end is the first day after.
    else:
        found.add("dtstart", start)
        if end and end > start:
            found.add("dtend", end)
    for name, value in (("description", entry.summary), ("location", data["venue"])):
        if value:
            found.add(name, value)
    found.add("url", entry.url)
    found.add("categories", [data["kind"]["label"]])
    return found
