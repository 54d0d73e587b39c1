"""What an officer may upload: only what it says it is, and nothing under a secrecy stamp.

State secrets must not be on a connected computer at all (Law 117/2025/QH15), so a marked file is
refused, not hidden.
"""

import re
import unicodedata
import zipfile
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from wagtail.documents.forms import BaseDocumentForm

from core.vietnamese.filenames import safe_file_name

# A stamp stands alone on its line; the word "mật" in a sentence ("mật ong", honey) is none.
_STAMP = re.compile(r"^\W*(tuyệt\s+mật|tối\s+mật|mật)\W*$", re.IGNORECASE | re.MULTILINE)
_STAMP_IN_NAME = re.compile(r"(^|[\W_])(tuyệt[\W_]*mật|tối[\W_]*mật|mật|tuyet[-_ ]?mat|toi[-_ ]?mat)([\W_]|$)", re.I)
_NOT_A_STAMP = re.compile(r"mật[\W_]+(ong|độ|mía|hoa|khẩu|thư)|bí[\W_]+mật|bảo[\W_]+mật", re.I)
_SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",), "xlsx": (b"PK\x03\x04",), "pptx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",), "ods": (b"PK\x03\x04",),
    "rtf": (b"{\\rtf",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "vtt": (b"WEBVTT", b"\xef\xbb\xbfWEBVTT"),
}  # fmt: skip
_TEXT_PAGES = 3  # A stamp is on the first pages.


def check_is_what_it_says(name: str, head: bytes) -> None:
    """ValidationError when the content does not fit the extension, or is a web page or program."""
    extension = name.rsplit(".", 1)[-1].lower()
    start = head.lstrip()[:200].lower()
    markup = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml")
    if start.startswith(markup) or b"<script" in head.lower() or head[:2] in (b"MZ", b"#!"):
        raise ValidationError(_("This is a web page or a program. Upload a document instead."))
    if head[:4] == b"\x7fELF":
        raise ValidationError(_("This is a web page or a program. Upload a document instead."))
    expected = _SIGNATURES.get(extension)
    if expected and not head.startswith(expected):
        raise ValidationError(
            _("The content of this file is not %(extension)s. Save it again in that format."),
            params={"extension": extension.upper()},
        )
    if extension == "mp4" and head[4:8] != b"ftyp":
        raise ValidationError(
            _("The content of this file is not %(extension)s. Save it again in that format."),
            params={"extension": "MP4"},
        )


def secrecy_mark(name: str, file: Any) -> str:
    """The secrecy stamp found in the file's name, text or metadata; empty when there is none."""
    stem = unicodedata.normalize("NFC", name.rsplit(".", 1)[0])
    found = _STAMP_IN_NAME.search(_NOT_A_STAMP.sub(" ", stem))
    if found:
        return found.group(2)
    for text in _texts(name, file):
        hit = _STAMP.search(unicodedata.normalize("NFC", text))
        if hit:
            return hit.group(1)
    return ""


def _texts(name: str, file: Any) -> list[str]:
    extension = name.rsplit(".", 1)[-1].lower()
    file.seek(0)
    try:
        if extension == "pdf":
            return _pdf_texts(file)
        if extension in {"docx", "odt", "pptx", "xlsx", "ods"}:
            return _archive_texts(file)
        if extension in {"txt", "csv", "rtf"}:
            return [file.read(200_000).decode("utf-8", "replace")]
        return []
    finally:
        file.seek(0)


def _pdf_texts(file: Any) -> list[str]:
    try:
        reader = PdfReader(file)
        pages = [reader.pages[i].extract_text() for i in range(min(_TEXT_PAGES, len(reader.pages)))]
        return [*pages, *(str(value) for value in (reader.metadata or {}).values())]
    except (PyPdfError, ValueError, KeyError, OSError) as broken:
        raise ValidationError(_("This PDF cannot be read. Save it again and upload it.")) from broken


def _archive_texts(file: Any) -> list[str]:
    wanted = re.compile(r"^(word/(document|header\d*|footer\d*)|content|docProps/core|xl/sharedStrings|ppt/slides/slide\d+)\.xml$")  # fmt: skip
    texts = []
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                if wanted.match(entry.filename) and entry.file_size < 20_000_000:
                    xml = archive.read(entry).decode("utf-8", "replace")
                    lines = re.sub(r"</(w:p|text:p|a:p|si|dc:\w+|cp:\w+)>", "\n", xml)
                    texts.append(re.sub(r"<[^>]+>", "", lines))
    except zipfile.BadZipFile as broken:
        raise ValidationError(
            _("This file is damaged. Open it, save it again and upload it.")
        ) from broken
    return texts


class PortalDocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        uploaded = self.cleaned_data.get("file")
        if not uploaded or "file" not in self.changed_data:
            return uploaded
        head = uploaded.read(4096)
        uploaded.seek(0)
        check_is_what_it_says(uploaded.name, head)
        mark = secrecy_mark(uploaded.name, uploaded)
        if mark:
            raise ValidationError(
                _(
                    "This file bears the stamp “%(mark)s”. Documents with state secrets must not "
                    "be put on a computer that is connected to the Internet. The file was not kept."
                ),
                params={"mark": mark.upper()},
            )
        uploaded.name = safe_file_name(uploaded.name)
        return uploaded
