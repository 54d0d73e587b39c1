"""Dates, times and weekdays as written in Vietnamese state papers, and in English.

Rule of the official form: Decree 30/2020/NĐ-CP, appendix I: two digits for days below 10 and for
months 1 and 2. A datetime with a time zone is first brought to Asia/Ho_Chi_Minh; one without is
taken as local time.
"""

import datetime
import re
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_WEEKDAYS = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_NUMERIC = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")


def in_zone(moment: datetime.datetime, zone: datetime.tzinfo) -> datetime.datetime:
    """An aware moment on the clock of this zone. Beyond the calendar's ends (the first and the last
    hours that a database can hold) it is the end of the calendar.
    """
    try:
        return moment.astimezone(zone)
    except OverflowError:
        end = datetime.datetime.min if moment.year == 1 else datetime.datetime.max
        return end.replace(tzinfo=zone)


def local_date(value: datetime.date) -> datetime.date:
    """The calendar day in Viet Nam of a date or datetime."""
    if isinstance(value, datetime.datetime):
        return (in_zone(value, VIETNAM) if value.tzinfo else value).date()
    return value


def day_after(day: datetime.date) -> datetime.date:
    """The next one; of the calendar's last day, itself."""
    return day if day == datetime.date.max else day + datetime.timedelta(days=1)


def official_date(value: datetime.date) -> str:
    """``ngày 05 tháng 01 năm 2026``; no zero from month 3 on: ``ngày 05 tháng 3 năm 2026``."""
    day = local_date(value)
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(value: datetime.date) -> str:
    """``05/01/2026``. Vietnamese pages only: an English reader may take it for 1 May."""
    day = local_date(value)
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def english_date(value: datetime.date) -> str:
    """``5 January 2026``, whatever the active language."""
    day = local_date(value)
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"


def official_time(value: datetime.time | datetime.datetime) -> str:
    """``14 giờ 30``, on the 24-hour clock. A datetime with a time zone is given in Viet Nam's."""
    if isinstance(value, datetime.datetime) and value.tzinfo:
        value = in_zone(value, VIETNAM)
    return f"{value.hour} giờ {value.minute:02d}"


def weekday_name(value: datetime.date, language: str = "vi") -> str:
    """``Thứ Hai`` (Monday) to ``Chủ Nhật`` (Sunday); English names for ``language="en"``."""
    return _WEEKDAYS[language][local_date(value).weekday()]


def parse_date(text: str) -> datetime.date:
    """Date of ``dd/mm/yyyy`` or ``dd-mm-yyyy``; the day always comes first, zeros are optional.

    Raises ValueError for anything else, also for years of two digits.
    """
    match = _NUMERIC.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a date of the form dd/mm/yyyy or dd-mm-yyyy: {text!r}")
    day, _, month, year = match.groups()
    return datetime.date(int(year), int(month), int(day))
