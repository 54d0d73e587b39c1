"""Is this word a possible Vietnamese syllable? Used to recognise badly decoded text.

The test is one of spelling (onset, nucleus, coda, tone), not of a dictionary: "hoạch" and "khuỷnh"
pass, "ho¹ch", "café" and "kõ" do not.
"""

import re
import unicodedata

_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_STOP_CODAS = ("c", "ch", "p", "t")
_OPEN = (
    "a e ê i o ô ơ u ư y ia ua ưa ya oa oe uê uơ uy uya "
    "ai ao au ay âu ây eo êu iu oi ôi ơi ui ưi ưu "
    "iêu yêu uôi ươi ươu oai oay oao oeo uai uay uao uây uyu"
)
_CLOSED = "a ă â e ê i o ô ơ u ư y iê yê uô ươ oa oă oe oo ua uă uâ uê uy uyê ue ui uơ uyu"
_OPEN_NUCLEI = frozenset(_OPEN.split())
_CLOSED_NUCLEI = frozenset(_CLOSED.split())
_SYLLABLE = re.compile(
    "(?P<onset>ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    "(?P<nucleus>[aăâeêioôơuưy]+)"
    "(?P<coda>ch|ng|nh|[cmnpt])?"
)


def _onset_fits(onset: str, nucleus: str) -> bool:
    """k, gh and ngh stand before e, ê, i, y only; c, g and ng before the other vowels."""
    front = nucleus[0] in "eêiy"
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "ng") or (onset == "g" and nucleus[0] != "i"):
        return not front
    return True


def is_syllable(word: str) -> bool:
    """Whether the word (any case, NFC or NFD) is spelt as one Vietnamese syllable."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in decomposed if c in _TONE_MARKS]
    plain = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONE_MARKS))
    if len(tones) > 1:
        return False
    # "gi" is an onset before a vowel ("giá") and onset with vowel alone ("gì", "gìn").
    candidates = [plain, plain.replace("gi", "gii", 1)] if plain.startswith("gi") else [plain]
    return any(_fits(candidate, tones) for candidate in candidates)


def _fits(plain: str, tones: list[str]) -> bool:
    match = _SYLLABLE.fullmatch(plain)
    if match is None:
        return False
    onset, nucleus, coda = (match[name] or "" for name in ("onset", "nucleus", "coda"))
    if not _onset_fits(onset, nucleus):
        return False
    if not coda:
        return nucleus in _OPEN_NUCLEI
    if coda in _STOP_CODAS and tones not in (["\u0301"], ["\u0323"]):
        return False
    return nucleus in _CLOSED_NUCLEI
