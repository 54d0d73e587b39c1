"""Vietnamese words that were left standing in a translation. Names are fine, they keep marks."""

import re
from collections.abc import Iterable

from core.vietnamese.syllables import is_syllable
from core.vietnamese.text import LETTERS

_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile('“[^”]*”|"[^"]*"|‘[^’]*’')
_MARKED = frozenset(LETTERS)
_SHOWN = 5


def vietnamese_words(text: str, allowed: Iterable[str]) -> list[str]:
    """Vietnamese words in lower case or capitals, at most five; none of ``allowed`` phrases.

    "Đề Thám" and "Núi Dành" are names. "quan họ" is what the glossary says in English as well. What
    stands between quotation marks is quoted on purpose.
    """
    text = _QUOTED.sub(" ", text)
    phrases = "|".join(re.escape(p) for p in allowed if not _MARKED.isdisjoint(p)) or "(?!)"
    text = re.sub(rf"\b(?:{phrases})\b", " ", text, flags=re.IGNORECASE)
    found: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0]
        if _is_left(word) and word.lower() not in found:
            found.append(word.lower())
    return found[:_SHOWN]


def _is_left(word: str) -> bool:
    is_name = word[0].isupper() and not (len(word) > 1 and word.isupper())
    return not is_name and not _MARKED.isdisjoint(word) and is_syllable(word)
