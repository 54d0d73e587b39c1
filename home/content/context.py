"""What the readers of values need to know about the place they read from."""

import datetime
import uuid
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from home.content.errors import ContentError, Place, Problems
from home.content.references import References


@dataclass
class Reading:
    """One file being read in one language.

    lines: where each block of a stream and each field was written, for errors found later.
    """

    references: References
    place: Place
    language: str
    source_language: str
    languages: list[str]
    owner: uuid.UUID
    problems: Problems
    zone: datetime.tzinfo = field(default_factory=timezone.get_default_timezone)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def is_translation(self) -> bool:
        return self.language != self.source_language

    def at(self, value: Any, default: int = 0) -> Place:
        """Where a value was written, as far as it knows; else the given line."""
        return self.place.at(getattr(value, "line", 0) or default)

    def line_of(self, trail: str) -> int:
        """The line of the innermost known part of a content path such as ``body.<id>.title``."""
        parts = trail.split(".")
        for part in reversed(parts):
            if part in self.lines:
                return self.lines[part]
        return 0


def zone_named(name: Any, place: Place) -> datetime.tzinfo:
    if not name:
        return timezone.get_default_timezone()
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError):
        raise ContentError(place, f'there is no time zone "{name}"') from None


def read_moment(value: Any, zone: datetime.tzinfo, place: Place) -> datetime.datetime:
    """A date or a date and time; without an offset it is local time of ``zone``."""
    try:
        moment = datetime.datetime.fromisoformat(str(value).strip())
    except ValueError:
        message = f'"{value}" is not a date and time; write 2026-03-05 or 2026-03-05 08:30'
        raise ContentError(place, message) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def write_moment(moment: datetime.datetime, zone: datetime.tzinfo) -> str:
    """The shortest form that ``read_moment`` reads as the same moment."""
    local = moment.astimezone(zone)
    if local.time() == datetime.time():
        return local.date().isoformat()
    if (local.second, local.microsecond) == (0, 0):
        return local.strftime("%Y-%m-%d %H:%M")
    return local.replace(tzinfo=None).isoformat(sep=" ")
