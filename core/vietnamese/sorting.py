"""Sort keys in the order of the Vietnamese alphabet.

Letters are compared first over the whole text: a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u
ư v x y, with f j w z of foreign words at their Latin places. Tones only break ties: ngang, huyền,
hỏi, ngã, sắc, nặng. This is the order of CLDR ``vi``, that is of PostgreSQL's ``vi-x-icu``.

Keys are text, so that they can be stored in a column. Except for the original text at their end
they hold only ASCII digits and small letters, which every database collation orders alike.
"""

import unicodedata

from core.vietnamese.fold import normalise_tone_style
from core.vietnamese.text import TONES, nfc

# Second character of a letter's code: ă after a, â after ă.
_SHAPES = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}
_TONE_DIGITS = {mark: str(rank) for rank, mark in enumerate(TONES.values()) if mark}
_FOREIGN_MARK = "6"
_END, _SPACE, _DIGIT, _OTHER = "00", "01", "1", "zz"
_BASE = frozenset("abcdefghijklmnopqrstuvwxyz")


def _letter_code(character: str) -> tuple[str, str]:
    """Codes of one lower-case NFC character at the first and at the second level."""
    if character == "đ":
        return "d1", "0"
    decomposed = unicodedata.normalize("NFD", character)
    base, marks = decomposed[0], decomposed[1:]
    if base in _BASE:
        shape = "".join(_SHAPES.get(mark, "") for mark in marks)[:1] or "0"
        others = [mark for mark in marks if mark not in _SHAPES]
        tone = _TONE_DIGITS.get(others[0], _FOREIGN_MARK) if others else "0"
        return base + shape, tone
    if character.isascii() and character.isdigit():
        return _DIGIT + character, "0"
    if character.isalnum():
        return f"{_OTHER}{ord(character):06x}", "0"
    return "", ""


def _levels(text: str) -> str:
    """First level (letters), its end mark, then tones and cases, one digit for each letter."""
    first: list[str] = []
    tones: list[str] = []
    cases: list[str] = []
    pending_space = False
    for character in normalise_tone_style(text):
        if unicodedata.combining(character):
            continue  # A mark that composes with nothing is not a word boundary.
        lower = character.lower()
        code, tone = _letter_code(lower[0])
        if not code:
            # Signs and spaces between words all count as one space; at the ends as nothing.
            pending_space = bool(first)
            continue
        if pending_space:
            first.append(_SPACE)
            pending_space = False
        first.append(code)
        tones.append(tone)
        cases.append("0" if character == lower else "1")
    return "".join([*first, _END, *tones, *cases])


def sort_key(text: str) -> str:
    """Key whose order is the Vietnamese order: ``Dục Dung Dương Đan Đức``.

    Compare keys as plain text. Texts that differ only in signs, spacing or tone style come next
    to each other; the text itself is the last part, so two texts never share a key.
    """
    return _levels(text) + nfc(text)


def person_sort_key(full_name: str) -> str:
    """Key of a Vietnamese person's name: given name (the last word), then family, then middle.

    ``Trương Tiến Dũng`` files under Dũng. All of one given name stand together, tones included,
    before the family name is looked at. A reading in brackets is ignored.
    """
    name = nfc(full_name)
    words = name.partition("(")[0].split()
    given, family, middle = words[-1:], words[:-1][:1], words[1:-1]
    return "".join(_levels(" ".join(part)) for part in (given, family, middle)) + name
