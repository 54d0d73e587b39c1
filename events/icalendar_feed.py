"""Events as iCalendar (RFC 5545), to be opened once or subscribed to."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event

from core.vietnamese.dates import day_after
from core.vietnamese.lunar import solar_to_lunar
from events.choices import Recurrence
from events.recurrence import Occurrence

if TYPE_CHECKING:
    from events.models import EventPage

LUNAR_YEARS_AHEAD = 5
_LEAP_DAY = (2, 29)


def calendar_response(events: "Iterable[EventPage]", name: str, file_name: str) -> HttpResponse:
    """A ``text/calendar`` answer with these events, which must be public; ``name`` is shown."""
    calendar = Calendar()
    calendar.add("prodid", "-//portal//events//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for event in events:
        for entry in _entries(event):
            calendar.add_component(entry)
    calendar.add_missing_timezones()
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}.ics"'
    return response


def _entries(event: "EventPage") -> list[Event]:
    """One entry, with a rule for a yearly event; a lunar one has an entry for each year.

    No rule of iCalendar that programs know can say a lunar date.
    """
    schedule = event.schedule
    if schedule is None:
        return []
    key = f"{event.translation_key}-{event.locale.language_code}"
    if event.recurrence != Recurrence.LUNAR_YEARLY:
        entry = _entry(event, schedule.first, key)
        if event.recurrence == Recurrence.YEARLY:
            entry.add("rrule", _yearly_rule(schedule.first.first_day))
        return [entry]
    today = timezone.localdate()
    horizon = today + datetime.timedelta(days=366 * LUNAR_YEARS_AHEAD)
    return [
        # The lunar year, not the place in the list: the identifier must stay when years pass.
        _entry(event, one, f"{key}-{solar_to_lunar(one.first_day).year}")
        for one in event.occurrences(today, horizon)[:LUNAR_YEARS_AHEAD]
    ]


def _yearly_rule(first: datetime.date) -> dict[str, Any]:
    if (first.month, first.day) == _LEAP_DAY:
        return {"freq": "yearly", "bymonth": 2, "bymonthday": -1}
    return {"freq": "yearly"}


def _entry(event: "EventPage", one: Occurrence, uid: str) -> Event:
    changed = event.last_published_at or event.first_published_at or one.start
    entry = Event()
    entry.add("uid", uid)
    entry.add("dtstamp", changed.astimezone(datetime.UTC))
    entry.add("last-modified", changed.astimezone(datetime.UTC))
    entry.add("summary", event.title)
    if one.is_all_day:
        entry.add("dtstart", one.first_day)
        entry.add("dtend", day_after(one.last_day))  # The end is the first day after.
    else:
        entry.add("dtstart", one.start)
        if one.end is not None and one.end > one.start:
            entry.add("dtend", one.end)
    for name, value in (("description", event.summary), ("location", event.venue)):
        if value:
            entry.add(name, value)
    entry.add("url", event.full_url)
    entry.add("categories", [str(event.get_kind_display())])
    return entry
