"""One form for every Vietnamese letter: NFC, repaired.

The same word arrives in several forms: composed from most keyboards, decomposed (NFD) from macOS
file names and some PDF files, and with letters that only look like Đ. Unless all of them become
one form, equal words do not match, limits counted in characters fail and marks are lost.
"""

import re
import unicodedata

from core.vietnamese.legacy import LegacyEncoding, detect_legacy_encoding

__all__ = [
    "ALPHABET", "LETTERS", "TONES", "LegacyEncoding", "detect_legacy_encoding", "held_open",
    "is_blank", "nfc", "storable",
]  # fmt: skip

#: Combining mark of each tone, in the dictionary's order; the level tone has none.
TONES: dict[str, str] = {
    "ngang": "",
    "huyền": "\u0300",
    "hỏi": "\u0309",
    "ngã": "\u0303",
    "sắc": "\u0301",
    "nặng": "\u0323",
}

#: The 29 letters of the alphabet in order.
ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"

_VOWELS = "aăâeêioôơuưy"
_LOWER = "".join(
    unicodedata.normalize("NFC", vowel + mark) for vowel in _VOWELS for mark in TONES.values()
)

#: The 134 letters outside ASCII: 12 vowels by 6 tones and đ, less the 6 plain vowels, both cases.
LETTERS = "".join(c for c in _LOWER + "đ" if not c.isascii())
LETTERS += LETTERS.upper()

# Embeddings, overrides and isolates of the direction of writing: no language here needs them, and
# by them a title or a file's name shows other letters than it has (Unicode TR 36, 2.5).
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Eth and African D look like Đ in capitals, but lower() gives other letters and NFKC keeps them.
_REPLACED = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ", **dict.fromkeys(_DIRECTIONS)})
# Letters and signs by their category that show nothing.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}

# A tone typed before the circumflex or the breve: NFC composes the wrong pair and leaves the other.
_TONE_BEFORE_SHAPE = re.compile(
    "(?<=[AEOaeo])[\u0300\u0301\u0303\u0309]\u0302|(?<=[Aa])[\u0300\u0301\u0303\u0309]\u0306"
)

# What no database, XML document or reader can use: control characters but for tab and line ends,
# halves of characters that UTF-16 writes in two (an editor leaves one of an emoji), noncharacters,
# and the sign that a browser sends in the place of such a half.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd-\uffff]")


def storable(text: str) -> str:
    """The text without characters that cannot be stored or shown; the very object if it has none.

    Two halves that stand together become their character. Idempotent.
    """
    if not _UNSTORABLE.search(text):
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return _UNSTORABLE.sub("", whole)


def held_open(text: str) -> str:
    """The same, with U+FFFD in each place: where places are counted in characters (rich text)."""
    return _UNSTORABLE.sub("\ufffd", text)


def nfc(text: str) -> str:
    """The text in NFC, with look-alikes of Đ/đ replaced and marks in the wrong order repaired.

    Signs that turn the direction of writing are taken out. Idempotent. Not for passwords, nor for
    text whose offsets are counted elsewhere: the length may change. Recognise legacy encodings
    *before* calling this: TCVN3 uses ``Ð`` for ``é``.
    """
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text.translate(_REPLACED))
    if "\u0302" in text or "\u0306" in text:
        decomposed = unicodedata.normalize("NFD", text)
        repaired = _TONE_BEFORE_SHAPE.sub(lambda match: match[0][::-1], decomposed)
        text = unicodedata.normalize("NFC", repaired)
    return text


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen: spaces, joiners, marks without a letter."""
    return all(_shows_nothing(sign) for sign in text)


def _shows_nothing(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category in _UNSEEN or category.startswith("M") or sign in _BLANK
