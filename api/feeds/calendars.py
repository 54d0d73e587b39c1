"""The events of a language as iCalendar (RFC 5545), to subscribe to.

The identifiers are those of the files that event pages offer, so that a program which has both
shows an event once.
"""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from api.feeds.channels import Channel
from api.feeds.entries import Entry
from core.vietnamese.lunar import solar_to_lunar

CONTENT_TYPE = "text/calendar; charset=utf-8"
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
    """One, with a rule for a yearly event; a lunar one has one for each date that is known.

    No rule of iCalendar that programs know can say a lunar date.
    """
    data = entry.data
    if not data.get("start"):
        return []
    uid = f"{entry.payload['translation_key']}-{entry.locale}"
    recurrence = _code(data.get("recurrence"))
    if recurrence == "lunar_yearly":
        return [
            _component(entry, one, f"{uid}-{solar_to_lunar(_moment(one['start'], data)).year}")
            for one in data.get("occurrences") or [data]
        ]
    found = _component(entry, data, uid)
    if recurrence == "yearly":
        first = _moment(data["start"], data)
        leap = (first.month, first.day) == _LEAP_DAY
        days = {"bymonth": 2, "bymonthday": -1} if leap else {}
        found.add("rrule", {"freq": "yearly", **days})
    return [found]


def _component(entry: Entry, times: dict[str, Any], uid: str) -> Event:
    data = entry.data
    start = _moment(times["start"], data)
    end = _moment(times["end"], data) if times.get("end") else None
    changed = entry.changed_at.astimezone(datetime.UTC)
    found = Event()
    found.add("uid", uid)
    found.add("dtstamp", changed)
    found.add("last-modified", changed)
    found.add("summary", entry.title)
    if data.get("is_all_day"):
        last = end.date() if end and end > start else start.date()
        found.add("dtstart", start.date())
        found.add("dtend", last + _ONE_DAY)  # The end is the first day after.
    else:
        found.add("dtstart", start)
        if end and end > start:
            found.add("dtend", end)
    for name, value in (("description", entry.summary), ("location", data.get("venue"))):
        if value:
            found.add(name, value)
    found.add("url", entry.url)
    kind = data.get("kind")
    if isinstance(kind, dict):
        found.add("categories", [kind["label"]])
    return found


def _moment(text: str, data: dict[str, Any]) -> datetime.datetime:
    """On the clock of the event."""
    zone = ZoneInfo(data.get("time_zone") or "Asia/Ho_Chi_Minh")
    return datetime.datetime.fromisoformat(text).astimezone(zone)


def _code(choice: Any) -> str:
    return str(choice["code"]) if isinstance(choice, dict) else str(choice or "")
