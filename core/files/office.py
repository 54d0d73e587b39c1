"""Documents of Word, Excel, PowerPoint and OpenDocument: what they say and what they carry.

Sources: ECMA-376 (Office Open XML) parts 1 and 2, OASIS OpenDocument 1.3.
"""

import posixpath
import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO

from core.files.active import is_remote, is_script, runs_programs
from core.files.package import OLE, ZIP, Package, part_name
from core.files.report import Reason, RefusedError
from core.files.xml_text import Part, parsed

# The usual name of the main part, and the word for its vocabulary in content types.
_OOXML = {
    "docx": ("word/document.xml", "wordprocessingml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml"),
    "pptx": ("ppt/presentation.xml", "presentationml"),
}
_ODF = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
EXTENSIONS = frozenset({*_OOXML, *_ODF})

_ACTIVE_TYPES = re.compile(r"vbaproject|macro|activex", re.IGNORECASE)
_FETCHED = re.compile(r"/(?:attachedTemplate|oleObject|frame|subDocument|aFChunk|control)$", re.I)
_FETCHED_IN_ODF = {
    "template", "section-source", "object", "object-ole", "floating-frame", "plugin", "applet",
}  # fmt: skip
_ACTIVE_ELEMENTS = {"ddeLink", "dde-source", "dde-connection-decl", "applet"}
# OpenDocument lists its libraries of macros also where there are none.
_LISTS_OF_MACROS = ("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml")
_VBA, _PACKED_FILE, _ENCRYPTED = (
    name.encode("utf-16-le") for name in ("_VBA_PROJECT", "\x01Ole10Native", "EncryptedPackage")
)
_PROPERTIES = re.compile(r"docprops/|meta\.xml$")
_MAY_BE_UNTIDY = re.compile(r"\.(?:vml|html?|mht|svg)$")  # Excel writes VML with open <br>.
_PATTERNS = re.compile(r"(?:layouts|masters)/")  # "Click to edit the title"
_PICTURE = re.compile(r"(?:media|pictures)/[^/]+$")
# Excel's codes in headers and footers: font, size, colour, left, centre, right ...
_HEADER_CODES = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-Fa-f]{6}|[A-Z&+-])')
_LETTERS = re.compile(r"[^\W\d_]")
_FEW_LETTERS = 20
_MAX_DEPTH = 2


@dataclass
class OfficeText:
    """Lines of the document itself, and lines of its properties (title, keywords ...)."""

    texts: list[str] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    letters: int = 0
    has_pictures: bool = False

    @property
    def is_only_pictures(self) -> bool:
        return self.has_pictures and self.letters < _FEW_LETTERS


def read_office(file: IO[bytes], extension: str) -> OfficeText:
    """RefusedError: another format, damaged or locked, macros, what is fetched, too large."""
    head = file.read(8)
    if head == OLE:
        is_locked = _ENCRYPTED in file.read(1_000_000)
        raise RefusedError(Reason.DAMAGED if is_locked else Reason.OTHER_FORMAT)
    if not head.startswith(ZIP):
        raise RefusedError(Reason.OTHER_FORMAT)
    package = Package(file)
    if extension in _OOXML:
        main = _main_part(package, *_OOXML[extension])
    else:
        main = _check_odf(package, _ODF[extension])
    found = OfficeText()
    _read_parts(package, main, found, _MAX_DEPTH)
    return found


def _main_part(package: Package, usual: str, vocabulary: str) -> str:
    """Where the package's relationships say the document begins: Word Online has document2.xml."""
    main = usual
    for kind, link in _links(package, "_rels/.rels"):
        if kind == "Relationship" and link.get("Type", "").endswith("/officeDocument"):
            main = part_name(posixpath.normpath(link["Target"]))
    if main not in package.by_name:
        raise RefusedError(Reason.OTHER_FORMAT)
    types = {
        part_name(link.get("PartName", "")): link["ContentType"]
        for kind, link in _links(package, "[content_types].xml")
        if kind == "Override"
    }
    if vocabulary not in types.get(main, vocabulary).lower():
        raise RefusedError(Reason.OTHER_FORMAT)
    return main


def _links(package: Package, name: str) -> list[tuple[str, dict[str, str]]]:
    content = package.named(name)
    return parsed(content).links if content else []


def _check_odf(package: Package, media_type: str) -> str:
    declared = package.named("mimetype").decode("ascii", "replace").strip() or media_type
    if "content.xml" not in package.by_name or not declared.startswith(media_type):
        raise RefusedError(Reason.OTHER_FORMAT)
    manifest = package.named("META-INF/manifest.xml")
    if manifest and "encryption-data" in parsed(manifest).names:
        raise RefusedError(Reason.DAMAGED)
    return "content.xml"


def _read_parts(package: Package, main: str, found: OfficeText, depth: int) -> None:
    for name in package.by_name:
        _check_name(name)
        found.has_pictures = found.has_pictures or bool(_PICTURE.search(name))
    for name, content in package.readable():
        if content.startswith(OLE):
            _check_ole(content)
        elif content.startswith(ZIP):
            if not depth:
                raise RefusedError(Reason.TOO_LARGE)
            inner = Package(BytesIO(content), package.unread)
            _read_parts(inner, "", found, depth - 1)
            package.unread = inner.unread
        else:
            _read_xml(name, content, found, is_main=name == main)


def _check_name(name: str) -> None:
    in_library = name.startswith("basic/") and not name.endswith(_LISTS_OF_MACROS)
    if in_library or name.startswith("scripts/") or name.endswith("vbaproject.bin"):
        raise RefusedError(Reason.MACROS)


def _check_ole(content: bytes) -> None:
    """Equations and charts of old programs are OLE files too; programs and macros are not taken."""
    if _VBA in content or _PACKED_FILE in content:
        raise RefusedError(Reason.MACROS)


def _read_xml(name: str, content: bytes, found: OfficeText, is_main: bool) -> None:
    is_properties = bool(_PROPERTIES.search(name))
    part = parsed(content, is_properties, is_strict=is_main or not _MAY_BE_UNTIDY.search(name))
    _check_active(part)
    if is_properties:
        found.properties.append(part.text)
    else:
        if not _PATTERNS.search(name):
            found.letters += len(_LETTERS.findall(part.story[:10_000]))
        found.texts.append(_HEADER_CODES.sub("\n", part.text) if "&" in part.text else part.text)


def _check_active(part: Part) -> None:
    if part.names & _ACTIVE_ELEMENTS or runs_programs("".join(part.instructions)):
        raise RefusedError(Reason.MACROS)
    for kind, link in part.links:
        target = link.get("Target") or link.get("href", "")
        if is_script(target) or _ACTIVE_TYPES.search(link.get("ContentType", "")):
            raise RefusedError(Reason.MACROS)
        if _ACTIVE_TYPES.search(link.get("Type", "").rpartition("/")[2]):
            raise RefusedError(Reason.MACROS)
        is_fetched = _FETCHED.search(link.get("Type", "")) or kind in _FETCHED_IN_ODF
        if is_fetched and is_remote(target):
            raise RefusedError(Reason.REMOTE)
