"""What others may ask about events: public ones only, those that come first."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from catalog.listing import listed
from core.images import attach_covers
from events.choices import EventKind, Recurrence

if TYPE_CHECKING:
    from events.models import EventPage

_LONGEST_DAYS = 2  # More than any difference of time zones.


def public_events(language_code: str) -> PageQuerySet[Any]:
    # By name: events.models asks here for what its pages show.
    pages = listed(apps.get_model("events.EventPage").objects.all(), language_code)
    return pages.defer_streamfields().select_related("locale").order_by("start", "pk")


def events_below(page: Page) -> PageQuerySet[Any]:
    """Public events under an index page, by their first day."""
    return public_events(page.locale.language_code).descendant_of(page)


def upcoming(events: "Iterable[EventPage]", today: datetime.date) -> "list[EventPage]":
    """Those that go on or come, by the day they come next; recurring ones once."""
    coming = [(event.next_occurrence(today), event) for event in events]
    ordered = [(one.start, event.pk, event) for one, event in coming if one is not None]
    return [event for _start, _pk, event in sorted(ordered, key=lambda entry: entry[:2])]


def past(events: "Iterable[EventPage]", today: datetime.date) -> "list[EventPage]":
    """Those that are over, the last one first."""
    over = [event for event in events if event.next_occurrence(today) is None]
    return sorted(over, key=lambda event: (event.start, event.pk), reverse=True)


def upcoming_events(language_code: str, count: int) -> "list[EventPage]":
    """The next ``count`` events in this language, with covers.

    The next festival is always among them: what a guest comes for is not crowded out by meetings.
    """
    today = timezone.localdate()
    since = timezone.now() - datetime.timedelta(days=_LONGEST_DAYS)
    not_over = (
        ~Q(recurrence=Recurrence.NONE) | Q(end__gte=since) | Q(end__isnull=True, start__gte=since)
    )
    events = public_events(language_code).filter(not_over)
    coming = upcoming(events, today)
    found = coming[:count]
    festival = next((event for event in coming if event.kind == EventKind.FESTIVAL), None)
    if festival and festival not in found:
        found[-1] = festival
    attach_covers(found)
    return found
