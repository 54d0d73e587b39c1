"""Reading a file that came back: nothing in it is resolved, fetched or unpacked to disk."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree
from translate.storage import pypo, xliff
from wagtail_localize.models import String, TranslationContext

from localization.exchange.inline import BrokenTagsError, html_of
from localization.exchange.parcels import key_of

MAX_UPLOAD = 10 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
MAX_FILES = 500
MAX_TEXTS = 50_000


class UnreadableError(ValueError):
    """The file cannot be used at all; the message is for the officer."""


@dataclass(frozen=True)
class Entry:
    """One translated text of a file. ``problem`` says why it cannot be used, if it cannot."""

    uuid: str
    key: str
    source: str
    target: str
    is_unfinished: bool = False
    problem: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def read(name: str, content: bytes) -> list[Entry]:
    """All texts of an XLIFF file, a PO file or a ZIP of them. UnreadableError when it is none."""
    entries: list[Entry] = []
    for member, data in _files(name, content):
        entries += _read_one(member, data)
        if len(entries) > MAX_TEXTS:
            raise UnreadableError(
                _("There are more than %(number)s texts.") % {"number": MAX_TEXTS}
            )
    if not entries:
        raise UnreadableError(_("There is no text in the file."))
    return entries


def _files(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    if len(content) > MAX_UPLOAD:
        raise UnreadableError(
            _("The file is larger than %(size)s MB.") % {"size": MAX_UPLOAD // 1024**2}
        )
    if not content.startswith(b"PK"):
        yield name, content
        return
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [m for m in archive.infolist() if _is_wanted(m.filename)]
            if len(members) > MAX_FILES:
                raise UnreadableError(
                    _("There are more than %(number)s files in the ZIP.") % {"number": MAX_FILES}
                )
            for member in members:
                # The size in the directory may lie: never more than this is unpacked.
                with archive.open(member) as packed:
                    data = packed.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise UnreadableError(_("The ZIP holds too much to be a translation."))
                yield member.filename, data
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise UnreadableError(_("The ZIP cannot be opened: %(error)s") % {"error": error}) from None


def _is_wanted(name: str) -> bool:
    """Neither folders nor what macOS puts beside files."""
    base = name.rsplit("/", 1)[-1]
    return name.lower().endswith((".xlf", ".xliff", ".po")) and not base.startswith(".")


def _read_one(name: str, data: bytes) -> list[Entry]:
    if name.lower().endswith(".po"):
        return list(_read_po(name, data))
    if name.lower().endswith((".xlf", ".xliff")):
        return list(_read_xliff(name, data))
    raise UnreadableError(
        _("“%(name)s” is no translation file: .xlf, .xliff, .po or .zip is expected.")
        % {"name": name}
    )


def _read_xliff(name: str, data: bytes) -> Iterator[Entry]:
    store = xliff.xlifffile.parsestring(_safe_xml(name, data))
    for unit in store.units:
        file_node = next(unit.xmlelement.iterancestors("{*}file"), None)
        uuid = file_node.get("original") or "" if file_node is not None else ""
        key = str(unit.xmlelement.get("id") or "")
        target, problem = "", ""
        node = unit.target_dom
        if node is not None:
            try:
                target = html_of(node).strip()
            except BrokenTagsError as error:
                target, problem = "".join(node.itertext()), str(error)
        state = node.get("state") or "" if node is not None else ""
        yield Entry(uuid, key, unit.source or "", target, state in ("new", "needs-translation"),
                    problem)  # fmt: skip


def _safe_xml(name: str, data: bytes) -> bytes:
    """The document again, as UTF-8, when it has no document type: entities begin there."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        text = _("“%(name)s” is no well-formed XLIFF: %(error)s")
        raise UnreadableError(text % {"name": name, "error": error}) from None
    if root.getroottree().docinfo.doctype:
        raise UnreadableError(
            _("“%(name)s” has a document type, which is refused.") % {"name": name}
        )
    if etree.QName(root).localname != "xliff":
        raise UnreadableError(_("“%(name)s” is XML, but no XLIFF.") % {"name": name})
    if str(root.get("version", "")).startswith("2"):
        text = _("“%(name)s” is XLIFF 2. Save it as XLIFF 1.2, as it was sent.")
        raise UnreadableError(text % {"name": name})
    if root.find("{*}file") is None:
        raise UnreadableError(_("There is no text in the file."))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _read_po(name: str, data: bytes) -> Iterator[Entry]:
    try:
        data.decode("utf-8")
        store = pypo.pofile.parsestring(data)
    except (ValueError, UnicodeDecodeError) as error:
        text = _("“%(name)s” is no PO file in UTF-8: %(error)s")
        raise UnreadableError(text % {"name": name, "error": error}) from None
    for unit in store.units:
        if unit.isheader() or unit.isobsolete():
            continue
        source = str(unit.source)
        uuid, _colon, path = str(unit.getcontext()).partition(":")
        key = key_of(TranslationContext._get_path_id(path), String._get_data_hash(source))
        yield Entry(uuid, key, source, str(unit.target or "").strip(), bool(unit.isfuzzy()))
