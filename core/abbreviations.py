"""Abbreviations in texts say what they mean, to whoever points at them or has the page read out."""

import re
from collections.abc import Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.models import Abbreviation
from core.sitewide import remembered

_TAG = re.compile(r"(<[^>]*>)")


def meanings() -> dict[str, str]:
    """Short form → meaning, in the active language; those without a name in it are left out."""
    language = get_language() or ""

    def asked() -> dict[str, str]:
        found = ((one.short, one.name.in_language(language)) for one in Abbreviation.objects.all())
        return {short: meaning for short, meaning in found if meaning}

    return remembered(f"abbreviations|{language}", asked)


def spelled_out(html: str, known: Mapping[str, str]) -> SafeString:
    """HTML in which each abbreviation is an ``abbr`` where it first occurs.

    Not within a document's number (149/KH-UBND), nor where it is explained already.
    """
    left = dict(known)
    parts = _TAG.split(html)
    depth = 0  # Within how many elements that say what they mean themselves.
    for place, part in enumerate(parts):
        if not left:
            break
        if part.startswith("<"):
            depth += part.startswith(("<abbr", "<code")) - part.startswith(("</abbr", "</code"))
        elif part.strip() and not depth:
            parts[place] = _in_text(part, left)
    return mark_safe("".join(parts))  # Of what was HTML before, and escaped meanings.


def _in_text(text: str, left: dict[str, str]) -> str:
    shorts = "|".join(re.escape(one) for one in sorted(left, key=len, reverse=True))

    def expanded(match: re.Match[str]) -> str:
        short = match.group()
        if (meaning := left.pop(short, None)) is None:
            return short
        return f'<abbr title="{escape(meaning)}">{short}</abbr>'

    return re.sub(rf"(?<![\w/.-])(?:{shorts})(?![\w/-]|\.\w)", expanded, text)
