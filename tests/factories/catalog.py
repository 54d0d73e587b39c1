"""Rows of the catalog as the refresh would write them, for tests of what reads them."""

import datetime
import itertools
import uuid
from typing import Any

from django.db.models import Max
from django.utils import timezone

from catalog import addresses
from catalog.canonical import canonical, digest_of, finished
from catalog.models import MEDIA_KINDS, CatalogFacet, CatalogItem, CatalogState, CatalogTotal
from catalog.schemas import moment_text
from core.vietnamese.fold import fold, match_key

_numbers = itertools.count(1)
BASE = "http://127.0.0.1:8000"


def state() -> CatalogState:
    return CatalogState.objects.get_or_create(pk=1)[0]


def next_seq() -> int:
    """Number a change; the state always holds the last number."""
    row = state()
    row.max_seq = max(row.max_seq, CatalogItem.objects.aggregate(m=Max("seq"))["m"] or 0) + 1
    row.max_stamp += 1
    row.save()
    return row.max_seq


def make_item(
    title: str = "Vải sớm vào vụ",
    kind: str = "page",
    locale: str = "vi",
    *,
    facets: Any = (),
    data: dict[str, Any] | None = None,
    path: str = "",
    **fields: Any,
) -> CatalogItem:
    """A live page; ``facets``: ``(name, value)`` pairs; other fields are those of the row."""
    number = next(_numbers)
    item = fields.pop("id", None) or uuid.uuid5(uuid.NAMESPACE_URL, f"item-{number}")
    path = path or f"/{'' if locale == 'vi' else locale + '/'}trang-{number}/"
    moment = timezone.now().replace(microsecond=0)
    values: dict[str, Any] = {
        "id": item,
        "source": f"page:{number}",
        "page_id": number,
        "kind": kind,
        "locale": locale,
        "state": CatalogItem.State.LIVE,
        "url": BASE + path,
        "title": title,
        "sort_title": fold(title),
        "translation_key": uuid.uuid5(uuid.NAMESPACE_URL, f"key-{number}"),
        "date": moment - datetime.timedelta(minutes=number),
        "published_at": moment,
        "updated_at": moment,
        "changed_at": moment,
        "exact_text": match_key(title),
        "folded_text": fold(title),
        **fields,
    }
    row = CatalogItem(**values)
    write(row, facets=facets, data=data)
    return row


def write(row: CatalogItem, facets: Any = None, data: dict[str, Any] | None = None) -> None:
    """Give a row its texts, number and total, as after a change."""
    row.seq = next_seq()
    row.stamp = state().max_stamp
    row.card = canonical(_card(row))
    payload = _payload(row, data)
    row.digest = digest_of(payload)
    row.payload = finished(payload, row.rev, row.changed_at)
    row.save()
    if facets is not None:
        row.facets.all().delete()
        CatalogFacet.objects.bulk_create(
            [CatalogFacet(item=row, name=name, value=value) for name, value in facets]
        )
    addresses.note([(row.pk, row.url)])
    count_totals()


def withdraw(row: CatalogItem) -> None:
    """What is left of an item that is not public any more."""
    kept = {"id", "source", "kind", "locale", "rev", "changed_at"}
    for field in CatalogItem._meta.fields:
        if field.name not in kept:
            setattr(row, field.name, field.get_default())
    row.state, row.seq = CatalogItem.State.GONE, next_seq()
    row.stamp = state().max_stamp
    row.facets.all().delete()
    row.save()
    count_totals()


def count_totals() -> None:
    CatalogTotal.objects.all().delete()
    totals: dict[tuple[str, str], list[int]] = {}
    for row in CatalogItem.objects.filter(state="live"):
        total = totals.setdefault((row.kind, row.locale), [0, 0])
        total[0] += 1
        total[1] ^= int(row.digest, 16)
    CatalogTotal.objects.bulk_create(
        [
            CatalogTotal(kind=kind, locale=locale, live_count=count, live_digest=f"{digest:064x}")
            for (kind, locale), (count, digest) in totals.items()
        ]
    )


def _moment(value: datetime.datetime | None) -> str | None:
    return moment_text(value) if value else None


def _card(row: CatalogItem) -> dict[str, Any]:
    if row.kind in MEDIA_KINDS:
        extra = {"presets", "file_hash", "created_at"} if row.kind == "image" else set()
        return {name: v for name, v in _payload(row, None).items() if name not in extra}
    return {
        "id": str(row.id), "type": row.kind, "locale": row.locale or None,
        "translation_key": str(row.translation_key or ""), "url": row.url, "title": row.title,
        "summary": row.summary, "date": _moment(row.date), "updated_at": _moment(row.updated_at),
        "is_illustrative": False, "section": None, "image": None, "facts": {},
    }  # fmt: skip


def _payload(row: CatalogItem, data: dict[str, Any] | None) -> dict[str, Any]:
    if row.kind == "file":
        return {
            "id": str(row.id), "type": "file", "locale": None, "url": row.url, "title": row.title,
            "media_type": "application/pdf", "size": 12, "sha1": "0" * 40, "extension": "pdf",
            "created_at": _moment(row.date),
        }  # fmt: skip
    if row.kind == "image":
        return {
            "id": str(row.id), "type": "image", "locale": None, "url": row.url, "width": 640,
            "height": 480, "alt": {"vi": row.title}, "caption": {}, "credit": {}, "licence": "own",
            "is_illustrative": False, "presets": {}, "file_hash": "0" * 40,
            "created_at": _moment(row.date),
        }  # fmt: skip
    return {
        **{name: value for name, value in _card(row).items() if name != "facts"},
        "published_at": _moment(row.published_at), "parent": None, "breadcrumbs": [],
        "translations": [],
        "translation_state": "source", "outdated_since": None, "topics": [], "locality": None,
        "promoted_level": "",
        "information_kind": "", "body": {"html": "<p>Đồi vải.</p>", "blocks": []},
        "data": data or {}, "dublin_core": {"title": row.title}, "json_ld": {"@type": "WebPage"},
        "national_portal": None,
    }  # fmt: skip


def make_media(kind: str = "image", title: str = "Đồi vải", **fields: Any) -> CatalogItem:
    number = next(_numbers)
    return make_item(
        title, kind, "", source=f"{kind}:{number}", page_id=None, translation_key=None,
        path=f"/media/{number}.avif", **fields,
    )  # fmt: skip
