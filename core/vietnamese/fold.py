"""Keys for matching: what counts as the same word in search, filters and de-duplication.

Keys are for comparing only. An editor's text and the names of people and places are shown as
they were written.
"""

import re
import unicodedata

from core.vietnamese.text import nfc

# The three rimes where the old style (hòa, khỏe, thủy) and the new one (hoà, khoẻ, thuỷ) differ:
# nothing may follow, no second mark either, and after q the u belongs to the onset (quý).
_NEW_STYLE = re.compile(
    r"(?<!q)(?:o[àảãáạèẻẽéẹ]|u[ỳỷỹýỵ])(?![\w\u0300-\u036f])",
    re.IGNORECASE,
)
_MARKS = re.compile("[\u0300-\u036f]+")
_SPACES = re.compile(r"\s+")


def _move_tone(match: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFD", match[0])  # vowel, vowel, tone
    return unicodedata.normalize("NFC", decomposed[0] + decomposed[2]) + decomposed[1]


def normalise_tone_style(text: str) -> str:
    """The text in NFC with the tone mark in the old style: ``hoà`` gives ``hòa``. Case is kept.

    For matching only. "quý", "toán" and "khuỷu" have one spelling in both styles and stay.
    """
    return _NEW_STYLE.sub(_move_tone, nfc(text))


def match_key(text: str) -> str:
    """Key under which texts are equal but for case, tone style, Unicode form and spacing.

    Marks are kept: ``đình`` and ``định`` differ. This is the *exact* field of search.
    """
    return _SPACES.sub(" ", normalise_tone_style(nfc(text).casefold())).strip()


def fold(text: str) -> str:
    """Lower case without marks, đ as d: ``Đình chùa Hả`` gives ``dinh chua ha``.

    Spacing and punctuation stay. This is the *folded* field of search. No Unicode form decomposes
    đ, hence the explicit replacement.
    """
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFD", nfc(text).casefold()))
    # Some letters fold to a capital's decomposition (İ, ΐ): fold case once more.
    return unicodedata.normalize("NFC", bare.casefold().replace("đ", "d"))
