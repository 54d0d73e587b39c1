"""Words of a text in one spelling each, for search: what is equal here is found by each other.

A token is a run of letters or a number without leading zeros. ``149KH`` and ``149 KH`` are the same
two tokens, and so are ``kỹ thuật`` and ``kĩ thuật``, which dictionaries spell both ways.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from core.vietnamese.fold import fold, normalise_tone_style
from core.vietnamese.text import nfc

MAX_LENGTH = 60
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_LOOSE_MARKS = re.compile("[\u0300-\u036f]+")
# y alone after these onsets is also written i: hy, kỹ, lý, mỹ, quý, sỹ, tỷ, vỹ.
_FINAL_Y = re.compile(r"(?P<onset>h|k|l|m|s|t|v|qu)(?P<vowel>[yỳýỷỹỵ])")
_I = dict(zip("yỳýỷỹỵ", "iìíỉĩị", strict=True))


def tokens(text: str) -> list[str]:
    """Tokens with their marks, in order: ``Lý Thường Kiệt`` gives ``lí``, ``thường``, ``kiệt``."""
    return [token for token, _start, _end in spans(composed(text))]


def composed(text: str) -> str:
    """The text in NFC, without marks that compose with nothing and would cut a word in two."""
    return _LOOSE_MARKS.sub("", nfc(text))


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Tokens of a composed text, and where they stand in it."""
    for match in _TOKEN.finditer(text):
        yield _key(match[0]), match.start(), match.end()


@lru_cache(maxsize=20_000)
def folded(token: str) -> str:
    """The token without marks."""
    return fold(token) or token


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    if word[0].isdecimal():
        return (word.lstrip("0") or "0")[:MAX_LENGTH]
    token = normalise_tone_style(word.casefold())
    match = _FINAL_Y.fullmatch(token)
    return match["onset"] + _I[match["vowel"]] if match else token[:MAX_LENGTH]
