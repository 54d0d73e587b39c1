"""Secrecy stamps: in a name, and in the lines of a text of any encoding.

State secrets must not be on a connected computer at all (Law 117/2025/QH15), so a marked file is
refused, not hidden. How the lines of a file are found: `core.files`.
"""

import re

from core.vietnamese.fold import fold
from core.vietnamese.legacy import LegacyEncoding, decode_legacy
from core.vietnamese.text import nfc

_MAX_STAMP = 80  # Characters at the end of a line in which a stamp is looked for.
_MAX_LINE = 200
# "mật" in any encoding, so that few lines are read in each of them.
_MAY_END_A_STAMP = re.compile(r"[mM][^mMtT\n]{1,12}[tT][\W_]*\Z")
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_GAP = re.compile(r"\t| {3,}")  # Two columns on one line.


def _spaced(word: str) -> str:
    """Letters drawn apart: "M Ậ T"."""
    return r"[\W_]*".join(word)


_SECRET = _spaced("mật")
# A stamp stands alone on its line, perhaps after "Độ mật:"; the word in a sentence is none.
_STAMP = re.compile(
    rf"[\W_]*(?:(?:mức\s+)?độ\s+mật[\W_]+|(?-i:TÀI\s+LIỆU)\s+)?"
    rf"((?:{_spaced('tuyệt')}[\W_]*|{_spaced('tối')}[\W_]*)?{_SECRET})[\W_]*",
    re.IGNORECASE,
)
_STAMP_IN_NAME = re.compile(
    r"(?:^|[\W_])(tuyệt[\W_]*mật|tối[\W_]*mật|mật|tuyet[\W_]*mat|toi[\W_]*mat)(?:[\W_]|$)",
    re.IGNORECASE,
)
# Honey, density, molasses, passwords, friendliness ... are no secrets.
_AFTER = "ong|độ|mía|hoa|khẩu|thư|thiết|mã|ngọt|gấu|tông|danh"
_BEFORE = r"bí|bảo|thân|túi|sỏi|đường|ngọt|chuối|dứa|cam|khoai[\W_]+lang|khoai"
_NOT_A_STAMP = re.compile(
    rf"mật[\W_]+(?:{_AFTER})(?![^\W_])|(?<![^\W_])(?:{_BEFORE})[\W_]+mật", re.IGNORECASE
)
# The same words where a narrow column breaks them in two. In capitals only those after which no
# line of an official document begins ("DANH SÁCH", "THƯ MỜI", "ĐỘ KHẨN").
_NEXT_LINE = re.compile(rf"\s*(?:(?:{_AFTER})|ONG|MÍA|KHẨU|ĐỘ(?!\s+(?:KHẨN|MẬT)))(?!\w)")
_LINE_BEFORE = re.compile(rf"(?:^|.*\W)(?:{_BEFORE})\s*", re.IGNORECASE)
_LINE_BEFORE_ALONE = re.compile(rf"\s*(?:{_BEFORE})\s*", re.IGNORECASE)


def mark_in_name(text: str) -> str:
    """The stamp in a file name or a title, in any Unicode form, also typed without marks."""
    found = _STAMP_IN_NAME.search(_NOT_A_STAMP.sub(" ", nfc(_UNSEEN.sub("", text))))
    return found.group(1) if found else ""


def mark_in_text(text: str) -> str:
    """The stamp that stands alone on a line, as it is written there.

    Lines are read as they are and as TCVN3 ("MËT"), VNI ("MAÄT") and UTF-8 taken for Western text:
    give the raw text.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    return _mark_in_lines(lines) or (
        _mark_in_lines([piece for line in lines for piece in _GAP.split(line)])
        if _GAP.search(text)
        else ""
    )


def _mark_in_lines(lines: list[str]) -> str:
    for number, line in enumerate(lines):
        if line.isascii() or not _MAY_END_A_STAMP.search(line.rstrip()[-_MAX_STAMP:]):
            continue
        for encoding in (None, *LegacyEncoding):
            found = _STAMP.fullmatch(_read(line, encoding))
            if not found:
                continue
            before = _read(lines[number - 1], encoding) if number else ""
            after = _read(lines[number + 1], encoding) if number + 1 < len(lines) else ""
            if not _is_broken_word(before, found.group(1), after):
                return found.group(1)
    return ""


def _read(line: str, encoding: LegacyEncoding | None) -> str:
    line = line.strip()[:_MAX_LINE]
    return nfc(_UNSEEN.sub("", decode_legacy(line, encoding) if encoding else line))


def level(mark: str) -> str:
    """The level that a mark means, as stamps have it: ``toi-mat`` is ``TỐI MẬT``."""
    letters = re.sub(r"[\W_]", "", fold(mark))
    return {"tuyetmat": "TUYỆT MẬT", "toimat": "TỐI MẬT"}.get(letters, "MẬT")


def _is_broken_word(before: str, mark: str, after: str) -> bool:
    if mark.islower():
        return bool(_NEXT_LINE.match(after) or _LINE_BEFORE.fullmatch(before))
    if mark.isupper():
        is_after = _NEXT_LINE.match(after) and after[:1].isupper()
        return bool(is_after or _LINE_BEFORE_ALONE.fullmatch(before))
    return bool(_NEXT_LINE.match(after) and after[:1].islower())
