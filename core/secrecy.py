"""Secrecy stamps in files: in the name, the text, the headers and the metadata.

State secrets must not be on a connected computer at all (Law 117/2025/QH15), so a marked file is
refused, not hidden. A page that is only a scan or a large drawing gives no text that could be
checked: the officer's confirmation covers it.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject

from core.vietnamese.text import nfc

# A stamp stands alone on its line, perhaps after "Độ mật:"; the word in a sentence is none.
# Spaces but no line ends around it: with them a long run of empty lines takes quadratic time.
_STAMP = re.compile(
    r"^[^\w\n]*(?:(?:độ|mức độ)[^\S\n]+mật[^\w\n]+)?(tuyệt\s+mật|tối\s+mật|mật)[^\w\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_STAMP_IN_NAME = re.compile(
    r"(?:^|[\W_])(tuyệt[\W_]*mật|tối[\W_]*mật|mật|tuyet[\W_]*mat|toi[\W_]*mat)(?:[\W_]|$)",
    re.IGNORECASE,
)
# Honey, density, molasses, passwords, friendliness ... are no secrets.
_NOT_A_STAMP = re.compile(
    r"mật[\W_]+(?:ong|độ|mía|hoa|khẩu|thư|thiết|mã|ngọt|gấu|tông|danh)(?![^\W_])"
    r"|(?<![^\W_])(?:bí|bảo|thân|túi|sỏi|đường|ngọt|chuối|dứa|cam|khoai[\W_]+lang|khoai)[\W_]+mật",
    re.IGNORECASE,
)
_TEXT_PAGES = 3  # A stamp is on the first pages.
_MAX_PAGE = 3_000_000  # Bytes of drawing operators; a page of text has a few thousand.
_MAX_ENTRIES = 5_000
_MAX_UNPACKED = 40_000_000
_PARTS_WITH_TEXT = re.compile(
    r"(?:word/(?:document|header\d*|footer\d*)|content|styles|meta|docProps/(?:core|custom)"
    r"|xl/sharedStrings|ppt/slides/slide\d+)\.xml"
)
_ENDS_OF_LINES = re.compile(r"</(?:w:p|text:p|text:h|a:p|si|dc:\w+|cp:\w+|meta:\w+|vt:\w+)>")


def mark_in_name(text: str) -> str:
    """The stamp in a file name or a title, in any Unicode form, also typed without marks."""
    found = _STAMP_IN_NAME.search(_NOT_A_STAMP.sub(" ", nfc(text)))
    return found.group(1) if found else ""


def mark_in_text(text: str) -> str:
    found = _STAMP.search(nfc(text))
    return found.group(1) if found else ""


def secrecy_mark(name: str, file: Any) -> str:
    """The stamp found in the file's name, metadata or text; empty when there is none.

    ValidationError when the file cannot be read, because then it cannot be checked either.
    """
    found = mark_in_name(name.rsplit(".", 1)[0])
    file.seek(0)
    try:
        return found or _mark_inside(name.rsplit(".", 1)[-1].lower(), file)
    finally:
        file.seek(0)


def _mark_inside(extension: str, file: Any) -> str:
    if extension == "pdf":
        return _mark_in_pdf(file)
    if extension in {"docx", "odt", "pptx", "xlsx", "ods"}:
        return next((mark for text in _parts(file) if (mark := mark_in_text(text))), "")
    if extension in {"txt", "csv", "rtf"}:
        return mark_in_text(file.read(200_000).decode("utf-8", "replace"))
    return ""


def _mark_in_pdf(file: Any) -> str:
    try:
        reader = PdfReader(file)
        for value in (reader.metadata or {}).values():
            if mark := mark_in_name(str(value)):
                return mark
        for number in range(min(_TEXT_PAGES, len(reader.pages))):
            page = reader.pages[number]
            if _size(page) <= _MAX_PAGE and (mark := mark_in_text(page.extract_text())):
                return mark
    except Exception as broken:  # A damaged PDF raises whatever its damage happens to break.
        raise ValidationError(
            _(
                "This PDF cannot be read: it is damaged or locked with a password. "
                "Save it again without a password and upload it."
            )
        ) from broken
    return ""


def _size(page: PageObject) -> int:
    contents = page.get("/Contents", ArrayObject()).get_object()
    streams = contents if isinstance(contents, ArrayObject) else [contents]
    return sum(len(stream.get_object().get_data()) for stream in streams)


def _parts(file: Any) -> Iterator[str]:
    """The text of the parts of an office file, a line for each paragraph."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            wanted = [entry for entry in entries if _PARTS_WITH_TEXT.fullmatch(entry.filename)]
            unpacked = sum(entry.file_size for entry in wanted)
            if len(entries) > _MAX_ENTRIES or unpacked > _MAX_UNPACKED:
                raise ValidationError(
                    _("This file is too large to be checked. Split it into smaller files.")
                )
            for entry in wanted:
                lines = _ENDS_OF_LINES.sub("\n", archive.read(entry).decode("utf-8", "replace"))
                yield re.sub(r"<[^>]+>", "", lines)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as broken:
        # RuntimeError: an entry locked with a password.
        raise ValidationError(
            _("This file is damaged or locked. Open it, save it again and upload it.")
        ) from broken
