"""When an event takes place, in words of the active language."""

import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.vietnamese.dates import VIETNAM, english_date, official_date, official_time
from core.vietnamese.lunar import format_lunar
from events.recurrence import Occurrence

_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


def _day(value: datetime.date) -> str:
    return english_date(value) if _is_english() else official_date(value)


def _time(value: datetime.datetime) -> str:
    # The clock of the event, not of Viet Nam: hence the bare time.
    return f"{value:%H:%M}" if _is_english() else official_time(value.time())


def period(occurrence: Occurrence, time_zone: str = VIETNAM.key) -> str:
    """Such as "14 giờ 30, ngày 05 tháng 01 năm 2026" or "from 4 March 2026 to 6 March 2026"."""
    if occurrence.is_all_day:
        return _days(occurrence)
    start, end = occurrence.start, occurrence.end
    if end is None or end <= start:
        text = _("%(time)s, %(day)s") % {"time": _time(start), "day": _day(start.date())}
    elif start.date() == occurrence.last_day:
        text = _("%(start)s to %(end)s, %(day)s") % {
            "start": _time(start),
            "end": _time(end),
            "day": _day(start.date()),
        }
    else:
        text = _("from %(start_time)s, %(start_day)s to %(end_time)s, %(end_day)s") % {
            "start_time": _time(start),
            "start_day": _day(start.date()),
            "end_time": _time(end),
            "end_day": _day(end.date()),
        }
    if time_zone == VIETNAM.key:
        return text
    return _("%(period)s (local time, %(zone)s)") % {
        "period": text,
        "zone": time_zone.replace("_", " "),
    }


def _days(occurrence: Occurrence) -> str:
    first, last = occurrence.first_day, occurrence.last_day
    if first == last:
        return _day(first)
    return _("from %(start)s to %(end)s") % {"start": _day(first), "end": _day(last)}


def lunar_day(day: int, month: int) -> str:
    """As "16 tháng Giêng (âm lịch)", "16th day of the first lunar month"."""
    if not _is_english():
        return format_lunar(day, month)
    suffix = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix} day of the {_ORDINALS[month - 1]} lunar month"
