"""Pictures and files: as parts of pages, and as items of their own."""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects

from catalog.building.directory import Directory
from catalog.built import Built
from catalog.canonical import plain
from catalog.identity import source_key
from catalog.models import FILE, IMAGE
from catalog.schemas import moment_text
from core.models import PortalDocument, PortalImage
from core.renditions import ready
from core.vietnamese.fold import fold, match_key
from core.vietnamese.sorting import sort_key

#: Every picture is offered whole and cropped; a portrait only where an officer agrees to it.
SLOTS = ("card", "figure")
_MEDIA_TYPES = {
    "avif": "image/avif", "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg",
    "png": "image/png", "webp": "image/webp",
}  # fmt: skip


def presets_of(
    image: PortalImage, directory: Directory, slots: tuple[str, ...] = SLOTS
) -> dict[str, list[dict[str, Any]]]:
    """``{slot: [{url, width, height, type}]}``, small before large, without doubles.

    They are drawn beside the upload, and the catalog hears of it then (`catalog.marks`); a slot of
    which nothing is drawn is left out.
    """
    found = {slot: _sizes(image, slot, directory) for slot in slots}
    return {slot: sizes for slot, sizes in found.items() if sizes}


def _sizes(image: PortalImage, slot: str, directory: Directory) -> list[dict[str, Any]]:
    key = (image.pk, slot)
    if key not in directory.presets:
        # From the database, not from a cache that another process may have left behind.
        prefetch_related_objects([image], "renditions")
        sizes: dict[tuple[str, int, int], dict[str, Any]] = {}
        for one in ready(image, slot).values():
            suffix = PurePosixPath(one.file.name).suffix[1:].lower()
            kind = _MEDIA_TYPES.get(suffix, "application/octet-stream")
            size = {
                "url": directory.file_address(one.url),
                "width": one.width,
                "height": one.height,
            }
            sizes.setdefault((kind, one.width, one.height), {**size, "type": kind})
        directory.presets[key] = list(sizes.values())
    return directory.presets[key]


def best(presets: dict[str, list[dict[str, Any]]], *slots: str) -> dict[str, Any] | None:
    """The largest size of the first of these slots there is, in a format every program reads."""
    for slot in slots:
        sizes = presets.get(slot)
        if sizes:
            common = [size for size in sizes if size["type"] in ("image/jpeg", "image/png")]
            return max(common or sizes, key=lambda size: size["width"])
    return None


def file_facts(document: PortalDocument, directory: Directory) -> dict[str, Any]:
    """``{title, url, media_type, size, sha1, extension}``; reads the file only where it must."""
    return {
        "title": document.title,
        "url": directory.file_address(document.url),
        "media_type": document.content_type,
        "size": _size(document),
        "sha1": _sha1(document),
        "extension": document.file_extension.lower(),
    }


def _size(document: PortalDocument) -> int | None:
    if document.file_size is not None:
        return int(document.file_size)
    try:
        return int(document.file.size)
    except OSError:
        return None


def _sha1(document: PortalDocument) -> str:
    """Wagtail's own getter would save the row, which would be another change to take in."""
    if not document.file_hash:
        try:
            document._set_file_hash()
        except OSError:
            return ""
    return str(document.file_hash)


def is_restricted(thing: Any, directory: Directory) -> bool:
    """Whether a picture or file lies in a collection that not everybody may see into."""
    return thing.collection_id in directory.restricted_collections


def build_image(image: PortalImage, directory: Directory) -> Built | None:
    """A picture as an item: its texts in all languages, its ready sizes.

    None for one in a collection that not everybody may see into.
    """
    if is_restricted(image, directory):
        return None
    source = source_key(image)
    presets = presets_of(image, directory)
    size = best(presets, "figure", "card") or {"url": "", "width": 0, "height": 0}
    title = image.alt.in_language(settings.LANGUAGE_CODE) or str(image.alt) or image.title
    card = {
        "id": directory.id_of(source),
        "type": IMAGE,
        "locale": None,
        "url": size["url"],
        "width": size["width"],
        "height": size["height"],
        "alt": dict(image.alt),
        "caption": dict(image.caption),
        "credit": dict(image.credit),
        "licence": image.licence,
        "is_illustrative": image.is_illustrative,
    }
    payload = {
        **card,
        "presets": presets,
        "file_hash": image.file_hash,
        "created_at": moment_text(image.created_at),
    }
    words = [image.title, *image.alt.values(), *image.caption.values(), *image.credit.values()]
    exact, folded = search_texts(words)
    return Built(
        kind=IMAGE, locale="", url=size["url"], title=title, payload=plain(payload),
        card=plain(card), sort_title=sort_key(title)[:400], date=image.created_at,
        published_at=image.created_at,
        facets={("illustrative", str(image.is_illustrative).lower()), ("licence", image.licence)},
        dependencies={source}, exact_text=exact, folded_text=folded,
    )  # fmt: skip


def build_file(document: PortalDocument, directory: Directory) -> Built | None:
    """A file for download as an item; None in a collection that not everybody may see into."""
    if is_restricted(document, directory):
        return None
    source = source_key(document)
    payload = {
        "id": directory.id_of(source),
        "type": FILE,
        "locale": None,
        **file_facts(document, directory),
        "created_at": moment_text(document.created_at),
    }
    exact, folded = search_texts([document.title])
    return Built(
        kind=FILE, locale="", url=payload["url"], title=document.title, payload=plain(payload),
        card=plain(payload), sort_title=sort_key(document.title)[:400], date=document.created_at,
        published_at=document.created_at, facets={("extension", payload["extension"])},
        dependencies={source}, exact_text=exact, folded_text=folded,
    )  # fmt: skip


def search_texts(words: Iterable[str]) -> tuple[str, str]:
    """What search reads of these words: exact, and without diacritics."""
    exact = match_key(" ".join(word for word in words if word))
    return exact, fold(exact)
