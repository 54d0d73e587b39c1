"""Recognise text of the encodings used before Unicode, and UTF-8 that was read as Western text.

Old documents set in .VnTime (TCVN 5712:1993, third set) or VNI fonts give junk when copied:
"KÕ ho¹ch" and "Keá hoaïch" for "Kế hoạch". An import must refuse such text with a clear message;
``decode_legacy`` gives the probable reading for that message, never for silent use.
"""

import re
import unicodedata
from enum import StrEnum

from core.vietnamese.syllables import is_syllable


class LegacyEncoding(StrEnum):
    TCVN3 = "tcvn3"
    VNI = "vni"
    UTF8_AS_WESTERN = "utf8-as-western"


# TCVN 5712:1993 VN3 from 0xA1; "." marks bytes without a letter. Capitals with a tone use the
# codes of the small letters in another font (.VnTimeH).
_TCVN3_LETTERS = (
    "ĂÂÊÔƠƯĐăâêôơưđ"  # A1-AE
    "......àảãáạ.ằẳẵắ"  # AF-BE
    ".......ặầẩẫấậè.ẻẽ"  # BF-CF
    "éẹềểễếệìỉ...ĩíịò"  # D0-DF
    ".ỏõóọồổỗốộờởỡớợù"  # E0-EF
    ".ủũúụừửữứựỳỷỹýỵ"  # F0-FE
)
_TCVN3 = {code: letter for code, letter in enumerate(_TCVN3_LETTERS, start=0xA1) if letter != "."}

# VNI writes a vowel and then a mark, each as one Western letter.
_VNI_TONES = {"ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ù": "\u0301", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "á": "\u0301"}
_VNI_CIRCUMFLEX["ä"] = "\u0323"
_VNI_BREVE = {"ê": "", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "é": "\u0301", "ë": "\u0323"}
_VNI_SINGLE = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư"}


def _vni_pairs() -> dict[str, str]:
    """``{"aù": "á", ...}`` in both cases, single letters included."""
    pairs = dict(_VNI_SINGLE)
    for vowel, letter in zip("aeouyôö", "aeouyơư", strict=True):
        pairs |= {vowel + mark: letter + tone for mark, tone in _VNI_TONES.items()}
    for vowel in "aeo":
        pairs |= {vowel + m: f"{vowel}\u0302{tone}" for m, tone in _VNI_CIRCUMFLEX.items()}
    pairs |= {"a" + mark: f"a\u0306{tone}" for mark, tone in _VNI_BREVE.items()}
    pairs = {junk: unicodedata.normalize("NFC", good) for junk, good in pairs.items()}
    capitals = {junk.upper(): good.upper() for junk, good in pairs.items()}
    titles = {junk[0].upper() + junk[1:]: good.upper() for junk, good in pairs.items()}
    return pairs | titles | capitals


_VNI = _vni_pairs()
_VNI_PATTERN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

_WESTERN_BYTES = {chr(byte): byte for byte in range(256)} | {
    bytes([byte]).decode("cp1252"): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~0-9–—“”‘’…]+")


def decode_legacy(text: str, encoding: LegacyEncoding) -> str:
    """The text read in that encoding, NFC. Characters outside the encoding stay as they are."""
    if encoding is LegacyEncoding.TCVN3:
        return text.translate(_TCVN3)
    if encoding is LegacyEncoding.VNI:
        return _VNI_PATTERN.sub(lambda match: _VNI[match[0]], text)
    try:
        return bytes(_WESTERN_BYTES[character] for character in text).decode()
    except (KeyError, UnicodeDecodeError):
        return text


def detect_legacy_encoding(text: str) -> LegacyEncoding | None:
    """The encoding the text was really in, or None for good Unicode (and for plain ASCII).

    Compares how many words outside ASCII are Vietnamese syllables as they stand and after each
    decoding. Needs two such words, or one that holds a sign no word has ("ho¹ch"). Give it the
    raw text, before ``nfc``.
    """
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    best: LegacyEncoding | None = None
    best_count = sum(map(is_syllable, words))
    for encoding in LegacyEncoding:
        decoded = [word for word in _words_outside_ascii(text, encoding) if is_syllable(word)]
        certain = len(decoded) > 1 or (len(decoded) == 1 and _has_sign_inside(words))
        if certain and len(decoded) > best_count and 2 * len(decoded) > len(words):
            best, best_count = encoding, len(decoded)
    return best


def _words_outside_ascii(text: str, encoding: LegacyEncoding) -> list[str]:
    if encoding is LegacyEncoding.UTF8_AS_WESTERN:
        # One letter became several signs, some of them spaces: decode first, split later.
        decoded = decode_legacy(text, encoding)
        return [] if decoded == text else [w for w in _WORD.findall(decoded) if not w.isascii()]
    words = (decode_legacy(word, encoding) for word in _WORD.findall(text) if not word.isascii())
    return [word for word in words if not word.isascii()]


def _has_sign_inside(words: list[str]) -> bool:
    return any(len(word) > 1 and not word.isalpha() for word in words)
