"""Finding a document by its number in any spelling, or by words of its title and abstract."""

import re

from django.db.models import Q

from core.vietnamese.doc_numbers import document_number_key
from core.vietnamese.fold import fold

_WORD = re.compile(r"\w+")


def folded_words(*texts: str) -> str:
    """Words without marks between single spaces, one before and one after them all."""
    words = _WORD.findall(fold(" ".join(texts)))
    return f" {' '.join(words)} "


def matches(text: str) -> Q:
    """Condition on ``number_key`` and ``folded_text``; nothing matches a text without any word.

    Every word must begin a word of title or abstract, figures being whole; or the text must be
    the number from its beginning: 57 finds 57-KL/TW and 57/KH-UBND, not 5768/BTTTT-TTĐN.
    """
    words = folded_words(text).split()
    if not words:
        return Q(pk__in=[])
    by_words = Q()
    for word in words:
        by_words &= Q(folded_text__contains=f" {word} " if word.isdigit() else f" {word}")
    key = document_number_key(text)
    if not any(character.isdigit() for character in key):
        return by_words
    end = "([^0-9]|$)" if key[-1].isdigit() else ""
    return by_words | Q(number_key__regex=f"^{re.escape(key)}{end}")
