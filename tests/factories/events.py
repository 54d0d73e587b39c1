"""Events."""

import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from wagtail.models import Page

from events.models import EventIndexPage, EventPage
from tests.factories.tree import add

_numbers = count(1)


def at(text: str, zone: str = "Asia/Ho_Chi_Minh") -> datetime.datetime:
    """The aware moment of "2026-03-05 08:00" on the clock of a zone."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def make_event_index(home: Page) -> EventIndexPage:
    index: EventIndexPage = add(home, EventIndexPage(title="Sự kiện", slug="su-kien"))
    return index


def make_event(index: Page, title: str = "", topics: Any = (), **fields: Any) -> EventPage:
    number = next(_numbers)
    fields = {"kind": "fair", "start": at("2026-03-05 08:00"), **fields}
    page: EventPage = add(
        index,
        EventPage(title=title or f"Sự kiện {number}", slug=f"su-kien-{number}", **fields),
        topics=topics,
    )
    return page
