"""The one reader of files: what may be taken, the stamp in it, and what to keep."""

from collections.abc import Iterable
from typing import IO

from core.files import media, office, plain, rtf
from core.files.report import Reason, RefusedError, Report
from core.secrecy import mark_in_name, mark_in_text

_PROGRAMS = (b"MZ", b"#!", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_MARKUP = (b"<!doctype html", b"<html", b"<script", b"<svg")
_TEXT = {"txt", "csv", "rtf", "vtt"}
_HEAD = 4096


def read(extension: str, file: IO[bytes]) -> Report:
    """Read a file whose name has that extension (lower case); it stays open, anywhere.

    Never raises because of the file: whatever its damage breaks is the report's ``refused``.
    """
    try:
        _check_head(extension, file)
        file.seek(0)
        return _read(extension, file)
    except RefusedError as refused:
        return Report(refused=refused.reason)
    except MemoryError:
        return Report(refused=Reason.TOO_LARGE)
    except Exception:
        return Report(refused=Reason.DAMAGED)


def _check_head(extension: str, file: IO[bytes]) -> None:
    """RefusedError when it is a web page or a program, whatever it is called."""
    file.seek(0)
    head = file.read(_HEAD)
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip().lower()
    if head.startswith(_PROGRAMS) or start.startswith((*_MARKUP, b"<?xml")) or b"<script" in start:
        raise RefusedError(Reason.PROGRAM)
    if extension in _TEXT and any(tag in start for tag in _MARKUP):
        raise RefusedError(Reason.PROGRAM)


def _read(extension: str, file: IO[bytes]) -> Report:
    if extension == "pdf":
        from core.files.pdf import read_pdf  # Its libraries take longer to load than most files.

        pdf = read_pdf(file)
        return Report(None, _mark(pdf.texts, pdf.properties), pdf.is_unread, pdf.clean)
    if extension in office.EXTENSIONS:
        found = office.read_office(file, extension)
        return Report(None, _mark(found.texts, found.properties), found.is_only_pictures)
    if extension == "rtf":
        _expect(file.read(5) == b"{\\rtf")
        file.seek(0)
        return Report(None, _mark(rtf.texts_of(file)))
    if extension in {"txt", "csv", "vtt"}:
        if extension == "vtt":
            _expect(file.read(9).removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"))
            file.seek(0)
        return Report(None, _mark(plain.texts_of(file, extension)))
    _expect(media.is_mp4(file) if extension == "mp4" else media.is_mp3(file))
    return Report()


def _expect(fits: bool) -> None:
    if not fits:
        raise RefusedError(Reason.OTHER_FORMAT)


def _mark(texts: Iterable[str], properties: Iterable[str] = ()) -> str:
    """Properties are short, like names: there the stamp need not stand alone."""
    in_properties = (mark_in_name(line) for text in properties for line in text.splitlines())
    return next((mark for mark in in_properties if mark), "") or next(
        (mark for text in texts if (mark := mark_in_text(text))), ""
    )
