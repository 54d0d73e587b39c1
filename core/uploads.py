"""What an officer may upload: only what it says it is, and nothing under a secrecy stamp."""

import zipfile
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from core.images import without_metadata
from core.secrecy import mark_in_name, secrecy_mark
from core.vietnamese.filenames import safe_file_name

_SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",), "xlsx": (b"PK\x03\x04",), "pptx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",), "ods": (b"PK\x03\x04",),
    "rtf": (b"{\\rtf",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2"),
    "vtt": (b"WEBVTT", b"\xef\xbb\xbfWEBVTT"),
}  # fmt: skip
# Any zip archive begins alike; these entries make it the office file that it says it is.
_ENTRIES = {
    "docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml",
    "odt": "content.xml", "ods": "content.xml",
}  # fmt: skip
_PROGRAMS = (b"MZ", b"#!", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_MARKUP = (b"<!doctype html", b"<html", b"<script", b"<svg")
_TEXT = {"txt", "csv", "rtf", "vtt"}
_HEAD = 4096


def _is_no_document() -> ValidationError:
    return ValidationError(_("This is a web page or a program. Upload a document instead."))


def _is_not(extension: str) -> ValidationError:
    return ValidationError(
        _("The content of this file is not %(extension)s. Save it again in that format."),
        params={"extension": extension.upper()},
    )


def check_is_what_it_says(name: str, file: Any) -> None:
    """ValidationError when the content does not fit the extension, or is a web page or program."""
    extension = name.rsplit(".", 1)[-1].lower()
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip().lower()
    if head.startswith(_PROGRAMS) or start.startswith((*_MARKUP, b"<?xml")) or b"<script" in start:
        raise _is_no_document()
    if extension in _TEXT and any(tag in start for tag in _MARKUP):
        raise _is_no_document()
    expected = _SIGNATURES.get(extension)
    if expected and not head.startswith(expected):
        raise _is_not(extension)
    if extension == "mp4" and head[4:8] != b"ftyp":
        raise _is_not(extension)
    if extension in _ENTRIES:
        _check_office_file(extension, file)


def _check_office_file(extension: str, file: Any) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile as broken:
        raise ValidationError(
            _("This file is damaged or locked. Open it, save it again and upload it.")
        ) from broken
    finally:
        file.seek(0)
    if _ENTRIES[extension] not in names:
        raise _is_not(extension)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _is_no_document()  # Macros.


def _refuse(mark: str) -> None:
    if mark:
        raise ValidationError(
            _(
                "This file bears the stamp “%(mark)s”. Documents with state secrets must not "
                "be put on a computer that is connected to the Internet. The file was not kept."
            ),
            params={"mark": mark.upper()},
        )


class PortalDocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        uploaded = self.cleaned_data.get("file")
        if not uploaded or "file" not in self.changed_data:
            return uploaded
        check_is_what_it_says(uploaded.name, uploaded)
        _refuse(secrecy_mark(uploaded.name, uploaded))
        uploaded.name = safe_file_name(uploaded.name)
        return uploaded


def _damage_named(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def to_python(data: Any) -> Any:
        try:
            return convert(data)
        except (OSError, ValueError, SyntaxError) as broken:
            raise _is_damaged() from broken

    return to_python


def _is_damaged() -> ValidationError:
    return ValidationError(_("This picture is damaged. Open it, save it again and upload it."))


class PortalImageForm(BaseImageForm):
    """Strips a picture before anything is stored, also what waits for its licence or title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            # Wagtail's own check opens the picture and lets Pillow's error through: a 500.
            self.fields["file"].to_python = _damage_named(self.fields["file"].to_python)

    def clean_file(self) -> Any:
        uploaded = self.cleaned_data.get("file")
        if not uploaded or "file" not in self.changed_data:
            return uploaded
        _refuse(mark_in_name(uploaded.name.rsplit(".", 1)[0]))
        uploaded.seek(0)
        content = uploaded.read()
        try:
            clean = without_metadata(content)
        except Exception as broken:  # A damaged picture raises whatever its damage breaks.
            raise _is_damaged() from broken
        if clean is not None:
            # The same file object is stored by every kind of upload view: change what it holds.
            uploaded.file.seek(0)
            uploaded.file.truncate()
            uploaded.file.write(clean)
            uploaded.file.flush()
            uploaded.size = len(clean)
        uploaded.seek(0)
        uploaded.name = safe_file_name(uploaded.name)
        return uploaded
