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

    Not within a document's number (149/KH-UBND).
    """
    left = dict(known)
    shorts = "|".join(re.escape(one) for one in sorted(left, key=len, reverse=True))
    word = re.compile(rf"(?<![\w/.-])(?:{shorts})(?![\w/-]|\.\w)")

    def expanded(match: re.Match[str]) -> str:
        short = match.group()
        if (meaning := left.pop(short, None)) is None:
            return short
        return f'<abbr title="{escape(meaning)}">{short}</abbr>'

    parts = _TAG.split(html)
    if left:
        parts[::2] = [word.sub(expanded, text) for text in parts[::2]]
    return mark_safe("".join(parts))  # Of what was HTML before, and escaped meanings.
