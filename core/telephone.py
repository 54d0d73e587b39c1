"""Telephone numbers as officers write them, as addresses that every telephone can dial.

RFC 3966 and ITU-T E.164; the trunk prefix 0 and the short numbers (113, 1900 1234), which are
dialled in Viet Nam only, follow Circular 22/2014/TT-BTTTT.
"""

import re

from django.utils.html import escape, format_html

COUNTRY = "84"
_TRUNK, _SHORTEST, _LONGEST = "0", 8, 15  # Digits: the last two after the country's code.
_NEXT_NUMBER = re.compile(r"\s[-–]\s|[/;,]|\s(?:hoặc|or|và|and)\s")
_EXTENSION = re.compile(r"(?:máy lẻ|máy nhánh|ext\.?|extension)\D{0,3}(\d{1,6})", re.IGNORECASE)


def tel_uri(text: str) -> str:
    """Such as ``tel:+842043856156`` of "(0204) 3.856.156"; of several numbers the first.

    Empty where there is no number.
    """
    extension = _EXTENSION.search(text)
    first = _NEXT_NUMBER.split(_EXTENSION.sub("", text))[0].replace("(0)", "").strip()
    digits = "".join(char for char in first if char in "0123456789")
    if not 3 <= len(digits) <= _LONGEST:
        return ""
    number = _dialled(digits, is_international=first.lstrip("( ").startswith("+"))
    return f"tel:{number}" + (f";ext={extension[1]}" if extension else "")


def telephone_link(text: str) -> str:
    """HTML: the number as it was written, as a link where it is one."""
    uri = tel_uri(text)
    return format_html('<a href="{}">{}</a>', uri, text) if uri else escape(text)


def _dialled(digits: str, *, is_international: bool) -> str:
    if is_international:
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    national = digits.removeprefix(_TRUNK)
    if national != digits and len(national) >= _SHORTEST:
        return f"+{COUNTRY}{national}"
    if digits.startswith(COUNTRY) and len(digits) > _SHORTEST + len(COUNTRY):
        return f"+{digits}"
    return digits
