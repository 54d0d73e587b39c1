"""PDF: what it says, what in it may run, and who wrote it. Source: ISO 32000-2."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO, cast

import pikepdf
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject

from core.files.plain import western
from core.files.report import Reason, RefusedError

_HEADER_WITHIN = 1024  # Bytes that may stand before %PDF-.
_END_WITHIN = 2048
_TEXT_PAGES = 30  # A stamp is on the first pages, and repeated.
_SCANNED_PAGES = 3
_MAX_DRAWING = 3_000_000  # Bytes of drawing operators read; a page of text has a few thousand.
_FEW_LETTERS = 20
_SOME_DRAWING = 1_000  # Bytes; letters drawn as curves take more.
_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/GoToR", "/GoToE", "/RichMediaExecute"}
_ACTIVE_KEYS = ("/JS", "/JavaScript", "/AA", "/EF", "/EmbeddedFiles", "/AF", "/XFA")
_CARRIERS = {"/FileAttachment", "/RichMedia"}  # Notes on a page that hold a file.
_TEXT_KEYS = ("/Contents", "/V", "/TU", "/Title", "/Subj", "/RC")
_PEOPLE_IN_INFO = ("/Author", "/Manager", "/LastModifiedBy", "/LastSavedBy")
_PEOPLE_IN_XMP = {"creator", "author", "authors", "manager", "lastmodifiedby", "owner"}


@dataclass
class PdfText:
    """``clean`` is the document without what may run and without its author; None if it had none.

    ``properties``: values of the document's properties. ``is_unread``: one of the first pages
    shows something, but hardly any text.
    """

    texts: list[str] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    is_unread: bool = False
    clean: IO[bytes] | None = None


def read_pdf(file: IO[bytes]) -> PdfText:
    """RefusedError: another format, damaged or locked, active and not to be cleaned."""
    if b"%PDF-" not in file.read(_HEADER_WITHIN + 5):
        raise RefusedError(Reason.OTHER_FORMAT)
    if not _has_end(file):
        raise RefusedError(Reason.DAMAGED)
    file.seek(0)
    with pikepdf.open(cast(BinaryIO, file)) as pdf:
        items = list(_dictionaries(pdf))
        found = PdfText(texts=["\n".join(_strings(items))], properties=_properties(pdf))
        is_plain = not pdf.is_encrypted and not pdf.get_warnings()
        is_signed = any("/ByteRange" in item and "/Contents" in item for item in items)
        was_active = _make_harmless(pdf, items, is_signed)
        if not is_signed and (_forget_people(pdf) or was_active):
            found.clean = _saved(pdf)
        source = found.clean or (file if is_plain else _saved(pdf))
        _read_pages(PdfReader(source), found)
    if found.clean:
        found.clean.seek(0)
    return found


def _has_end(file: IO[bytes]) -> bool:
    """Whether the end is there: of a download that broke off, readers show what there is."""
    at = file.seek(0, 2)
    tail = b""
    while at and len(tail) < _END_WITHIN:  # Not counting zeros, with which some disks fill up.
        start = max(at - 65_536, 0)
        file.seek(start)
        tail = file.read(at - start).rstrip(b"\x00\r\n\t ") + tail
        at = start
    return b"startxref" in tail[-_END_WITHIN:]


def _saved(pdf: pikepdf.Pdf) -> IO[bytes]:
    out = tempfile.TemporaryFile()  # noqa: SIM115
    pdf.save(out, encryption=False)
    out.seek(0)
    return out


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and stream of the file, also those that stand within another object."""
    waiting: list[Any] = list(pdf.objects)
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Array):
            waiting += [inner for inner in item.as_list() if _is_within(inner)]
        elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            waiting += [inner for _key, inner in item.items() if _is_within(inner)]
            yield item


def _is_within(item: Any) -> bool:
    return isinstance(item, pikepdf.Array | pikepdf.Dictionary) and not item.is_indirect


def _make_harmless(pdf: pikepdf.Pdf, items: list[Any], is_signed: bool) -> bool:
    """Take out what runs and what is attached; whether there was any.

    RefusedError where that would break the document: a signature, a folder of files, a form that a
    program draws.
    """
    was_active = sum(_disarm(item) for item in items) > 0
    is_program = bool(pdf.Root.get("/NeedsRendering", False))
    if is_program or "/Collection" in pdf.Root or (was_active and is_signed):
        raise RefusedError(Reason.ACTIVE_PDF)
    return was_active


def _disarm(item: Any) -> int:
    """How much was taken out of one dictionary."""
    removed = [key for key in _ACTIVE_KEYS if key in item and not _is_font(item[key])]
    if str(item.get("/S", "")) in _ACTIONS:
        removed = [str(key) for key in item.keys()]  # noqa: SIM118
    for key in removed:
        del item[key]
    notes = item.get("/Annots")
    if isinstance(notes, pikepdf.Array):
        kept = [note for note in notes.as_list() if not _carries_a_file(note)]
        if len(kept) < len(notes):
            item["/Annots"] = pikepdf.Array(kept)
            return len(removed) + 1
    return len(removed)


def _is_font(value: Any) -> bool:
    """Fonts of a page are listed under names that their program chose, such as AA."""
    return isinstance(value, pikepdf.Dictionary) and value.get("/Type") == "/Font"


def _carries_a_file(note: Any) -> bool:
    is_note = isinstance(note, pikepdf.Dictionary)
    return is_note and str(note.get("/Subtype", "")) in _CARRIERS


def _forget_people(pdf: pikepdf.Pdf) -> bool:
    """Take out who wrote and saved it: names of officers are personal data (Law 91/2025/QH15)."""
    info: Any = pdf.trailer.get("/Info")
    named = [key for key in _PEOPLE_IN_INFO if info is not None and key in info]
    for key in named:
        del info[key]
    if "/Metadata" not in pdf.Root:
        return bool(named)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        people = [key for key in metadata if key.rpartition("}")[2].lower() in _PEOPLE_IN_XMP]
        for key in people:
            del metadata[key]
    return bool(named or people)


def _strings(items: list[Any]) -> Iterator[str]:
    """Notes, fields of forms and bookmarks."""
    for item in items:
        for key in _TEXT_KEYS:
            value = item.get(key)
            if isinstance(value, pikepdf.String):
                yield _said(value)


def _said(value: Any) -> str:
    """Some programs write bytes that are in no encoding of PDF."""
    try:
        return str(value)
    except UnicodeDecodeError:
        return western(bytes(value))


def _properties(pdf: pikepdf.Pdf) -> list[str]:
    info = pdf.trailer.get("/Info")
    values = [_said(value) for _key, value in info.items()] if info is not None else []
    if "/Metadata" in pdf.Root:
        # Without "with", which would write it back.
        values += [str(value) for value in pdf.open_metadata().values()]
    return values


def _read_pages(reader: PdfReader, found: PdfText) -> None:
    left = _MAX_DRAWING
    if not reader.pages:
        raise RefusedError(Reason.DAMAGED)
    for number in range(min(_TEXT_PAGES, len(reader.pages))):
        page = reader.pages[number]
        size = _drawing_size(page)
        text = page.extract_text() if size <= left else ""
        left -= size if size <= left else 0
        found.texts.append(text)
        letters = sum(character.isalpha() for character in text)
        if number < _SCANNED_PAGES and letters < _FEW_LETTERS:
            found.is_unread |= size > _SOME_DRAWING or bool(page.images.keys())


def _drawing_size(page: PageObject) -> int:
    contents = page.get("/Contents", ArrayObject()).get_object()
    streams = contents if isinstance(contents, ArrayObject) else [contents]
    return sum(len(stream.get_object().get_data()) for stream in streams)
