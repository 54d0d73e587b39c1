"""Numbers of official documents as keys, so that every way of writing one finds it.

Officers write ``149/KH-UBND``, ``149 kh ubnd`` and ``149KHUBND``; printed papers have misprints
such as ``1465/KHUBND``, ``07/CTTTg`` and ``33 -KH/HU``.
"""

import re

from core.vietnamese.fold import fold

_LEAD = re.compile(r"^\s*(?:so|no)\b[\s.:]*")
_PARTS = re.compile(r"[0-9]+|[a-z]+")


def document_number_key(number: str) -> str:
    """Key of ASCII capitals and digits: ``149/KH-UBND`` gives ``149KHUBND``.

    Case, spaces, hyphens, slashes, đ, a leading "Số" and zeros before a number do not count. Two
    numbers in a row keep a slash (``72/2015NDCP``): without it 1/12 and 11/2 would be equal.
    """
    parts = _PARTS.findall(_LEAD.sub("", fold(number)))
    key = ""
    for part in parts:
        if part.isdigit():
            part = part.lstrip("0") or "0"
            if key[-1:].isdigit():
                part = "/" + part
        key += part
    return key.upper()
