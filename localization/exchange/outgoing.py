"""A job as files: XLIFF 1.2 or PO, all pages in one or a ZIP with one a page."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from django.conf import settings
from translate.storage import pypo, xliff

from core.vietnamese.slugs import vn_slugify
from localization.exchange.inline import XLIFF, fill
from localization.exchange.models import ExchangeJob, FileFormat
from localization.exchange.parcels import OutgoingPage, OutgoingText, pages_of

_SKELETON = (
    f'<?xml version="1.0" encoding="utf-8"?>\n<xliff version="1.2" xmlns="{XLIFF}">'
    '<file original="NoName" source-language="vi" datatype="html"><body></body></file></xliff>'
)


class _Unit(xliff.xliffunit):  # type: ignore[misc]
    namespace = XLIFF


class _File(xliff.xlifffile):  # type: ignore[misc,type-arg]
    """The toolkit writes version 1.1 by itself, which newer programs refuse."""

    UnitClass = _Unit
    namespace = XLIFF
    XMLskeleton = _SKELETON


def file_of(job: ExchangeJob) -> tuple[str, str, bytes]:
    """``(file name, media type, content)`` of everything that is to be translated."""
    write, extension, media_type = _WRITERS[FileFormat(job.file_format)]
    name = f"{vn_slugify(job.title) or 'ban-dich'}-{job.locale.language_code}"
    pages = [page for page in pages_of(job) if page.texts]
    if not job.is_split:
        return f"{name}.{extension}", media_type, write(job, pages)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, page in enumerate(pages, 1):
            file_name = f"{number:03d}-{vn_slugify(page.title)[:60]}.{extension}"
            archive.writestr(file_name, write(job, [page]))
    return f"{name}.zip", "application/zip", packed.getvalue()


def _xliff(job: ExchangeJob, pages: list[OutgoingPage]) -> bytes:
    store: Any = _File()
    store.setsourcelanguage(settings.LANGUAGE_CODE)
    store.settargetlanguage(job.locale.language_code)
    for page in pages:
        store.switchfile(page.uuid, createifmissing=True)
        store.getfilenode(page.uuid).set("datatype", "html")
        store.getfilenode(page.uuid).set("product-name", page.title)
        for text in page.texts:
            _add_unit(store, page, text)
    return bytes(store)


def _add_unit(store: Any, page: OutgoingPage, text: OutgoingText) -> None:
    unit = store.UnitClass("")
    store.addunit(unit)
    unit.setid(text.key)
    unit.xmlelement.set("resname", text.label)
    fill(unit.source_dom, text.source)
    if text.target:
        unit.target = ""
        unit.target_dom.set(
            "state", "needs-review-translation" if text.is_machine else "translated"
        )
        fill(unit.target_dom, text.target)
    unit.addnote(f"{page.title} — {text.label}", origin="developer")
    for term in text.terms:
        unit.addnote(term, origin="developer")


def _po(job: ExchangeJob, pages: list[OutgoingPage]) -> bytes:
    store: Any = pypo.pofile()
    store.updateheader(
        add=True, Content_Type="text/plain; charset=UTF-8", Language=job.locale.language_code,
        Project_Id_Version=job.title, POT_Creation_Date=f"{job.created_at:%Y-%m-%d %H:%M%z}",
    )  # fmt: skip
    for page in pages:
        for text in page.texts:
            unit = store.addsourceunit(text.source)
            unit.setcontext(f"{page.uuid}:{text.path}")
            unit.target = text.target
            unit.markfuzzy(text.is_machine)
            unit.addnote(f"{page.title} — {text.label}", origin="developer")
            for term in text.terms:
                unit.addnote(term, origin="developer")
    return bytes(store)


_WRITERS: dict[FileFormat, tuple[Callable[[ExchangeJob, list[OutgoingPage]], bytes], str, str]] = {
    FileFormat.XLIFF: (_xliff, "xlf", "application/xliff+xml"),
    FileFormat.PO: (_po, "po", "text/x-gettext-translation; charset=utf-8"),
}
