"""The log for harvesters: every change of what is public, in the order it became visible.

One row an item. A change gives it a new, larger number; a reader asks for all above the number it
has. What changes while it reads just comes again later, so no page needs a snapshot.
"""

from typing import Any
from uuid import UUID

from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field

from api.cursors import fingerprint, sign, unsign
from api.openapi import DOCUMENTED_ERRORS, SYNC_ERRORS, UNKEPT_ERRORS
from api.parameters import Cursor, KindCode, LocaleCode, Parameters, whole
from api.problems import CURSOR_FILTER_MISMATCH, INCOMPLETE, RESYNC_REQUIRED, Problem
from api.reading import Read, item_list, quoted
from api.shapes import ManifestShape, ProblemShape, StatusShape, SyncShape
from catalog.canonical import change_text
from catalog.freshness import Freshness, bring_up_to_date
from catalog.models import CatalogItem, CatalogState, CatalogTotal
from catalog.schemas import moment_text

router = Router(tags=["sync"])

PAGE_BYTES = 4 * 1024 * 1024
RETRY = "5"
_LIVE = CatalogItem.State.LIVE


class Filters(Parameters):
    """Only what never changes in an item: else it could leave the selection unnoticed."""

    type: list[KindCode] = Field(  # type: ignore[valid-type]
        default_factory=list, max_length=40, description=_("Kind; may be repeated.")
    )
    locale: LocaleCode | None = Field(
        None, description=_("One language; pictures and files, which have none, are left out.")
    )

    @property
    def name(self) -> str:
        return fingerprint(sorted(set(self.type)), self.locale)

    def applied(self) -> Any:
        rows = CatalogItem.objects.all()
        if self.type:
            rows = rows.filter(kind__in=sorted(set(self.type)))
        return rows.filter(locale=self.locale) if self.locale else rows


class SyncParameters(Filters):
    cursor: Cursor | None = Field(
        None, description=_("next_cursor of the last answer; without it everything is sent.")
    )
    limit: whole(1, 500) = Field(  # type: ignore[valid-type]
        100, description=_("Items a page; it may be fewer, only has_more counts.")
    )


class ManifestParameters(Filters):
    cursor: Cursor | None = Field(None, description=_("next of the page before."))
    limit: whole(1, 1000) = Field(1000, description=_("Items a page."))  # type: ignore[valid-type]


def _start(asked: SyncParameters, state: Freshness) -> int:
    """The number the client has; Problem 410 of another history, 400 of other filters."""
    if not asked.cursor:
        return 0
    epoch, seq, filters = unsign("sync", asked.cursor, 3)
    if epoch != state.epoch.hex or seq > state.max_seq:
        raise Problem(RESYNC_REQUIRED)
    if filters != asked.name:
        raise Problem(CURSOR_FILTER_MISMATCH, parameter="cursor")
    return seq


@router.get(
    "/sync",
    response={200: SyncShape, **DOCUMENTED_ERRORS, **SYNC_ERRORS},
    operation_id="sync",
    summary=_("Changes since a cursor, or everything"),
    description=_(
        "Repeat with `next_cursor` until `has_more` is false, then from time to time. Applying a "
        "page twice does no harm. Only after a run without cursor that reached `has_more` false "
        "may a client delete what it was not sent."
    ),
)
def sync(request: HttpRequest, asked: Query[SyncParameters]) -> HttpResponse:
    read = Read(request)
    start = _start(asked, read.freshness)
    if (same := read.unchanged) is not None:
        return same
    rows = list(
        asked.applied()
        .filter(seq__gt=start)
        .order_by("seq")
        .values_list("seq", "id", "kind", "locale", "state", "expires_at", "url", "rev", "digest",
                     "changed_at", "payload")[: asked.limit + 1]
    )  # fmt: skip
    entries: list[bytes] = []
    size, last = 0, start
    now = timezone.now()
    for row in rows[: asked.limit]:
        entry = _entry(row, now)
        size += len(entry)
        if entries and size > PAGE_BYTES:
            break
        entries.append(entry)
        last = row[0]
    has_more = last != (rows[-1][0] if rows else start)
    if not has_more:
        if not read.freshness.is_complete:
            raise Problem(INCOMPLETE, headers={"Retry-After": RETRY})
        # All up to this number were there to be read: with filters most are of no interest.
        last = max(last, read.freshness.max_seq)
    cursor = sign("sync", [read.freshness.epoch.hex, last, asked.name])
    rest = (
        f'"next_cursor":{quoted(cursor)},"has_more":{quoted(has_more)},'
        f'"caught_up_to":{quoted(None if has_more else last)}'
    )
    return read.answer(item_list(entries, rest), next_cursor=cursor if has_more else None)


def _entry(row: tuple[Any, ...], now: Any) -> bytes:
    _seq, item, kind, locale, state, expires, url, rev, digest, changed, payload = row
    language = f'"{locale}"' if locale else "null"
    if state != _LIVE or (expires is not None and expires <= now):
        return f'{{"op":"delete","id":"{item}","type":"{kind}","locale":{language}}}'.encode()
    envelope = (
        f'{{"op":"upsert","id":"{item}","type":"{kind}","locale":{language},"url":{quoted(url)},'
        f'"rev":{rev},"digest":"{digest}","changed_at":"{change_text(changed)}","data":'
    )
    return envelope.encode() + payload.encode() + b"}"


@router.get(
    "/sync/status",
    response={200: StatusShape, 503: ProblemShape, **UNKEPT_ERRORS},
    operation_id="syncStatus",
    summary=_("Number and digest of all live items"),
    description=_(
        "Lets a harvester prove that its copy is exact: compare the XOR of the digests it holds."
    ),
)
def status(request: HttpRequest) -> HttpResponse:
    if not bring_up_to_date().is_complete:
        raise Problem(INCOMPLETE, headers={"Retry-After": RETRY})
    state, totals = _at_one_moment()
    digest = 0
    for total in totals:
        digest ^= int(total.live_digest, 16)
    gone = CatalogItem.objects.filter(state=CatalogItem.State.GONE)
    oldest = gone.aggregate(oldest=Min("changed_at"))["oldest"]
    shown = {
        "epoch": str(state.epoch),
        "max_seq": state.max_seq,
        "live_count": sum(total.live_count for total in totals),
        "live_digest": f"{digest:064x}",
        "totals": [
            {"type": total.kind, "locale": total.locale or None, "live_count": total.live_count,
             "live_digest": total.live_digest}
            for total in totals
        ],
        "oldest_tombstone": moment_text(oldest) if oldest else None,
        "last_reconcile": moment_text(state.reconciled_at) if state.reconciled_at else None,
    }  # fmt: skip
    response = HttpResponse(quoted(shown), content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response


def _at_one_moment() -> tuple[CatalogState, list[CatalogTotal]]:
    """The state and the totals that belong to it, though a refresh may run meanwhile."""
    while True:
        state = CatalogState.objects.get(pk=1)
        totals = list(CatalogTotal.objects.filter(live_count__gt=0).order_by("kind", "locale"))
        if CatalogState.objects.filter(pk=1, max_seq=state.max_seq).exists():
            return state, totals


@router.get(
    "/sync/manifest",
    response={200: ManifestShape, **DOCUMENTED_ERRORS, **SYNC_ERRORS},
    operation_id="syncManifest",
    summary=_("Ids and digests of all live items"),
    description=_(
        "In the order of ids. For finding what differs; changes while reading come by `sync`."
    ),
)
def manifest(request: HttpRequest, asked: Query[ManifestParameters]) -> HttpResponse:
    read = Read(request)
    if (same := read.unchanged) is not None:
        return same
    rows = asked.applied().filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()), state=_LIVE
    )
    if asked.cursor:
        epoch, item, filters = unsign("manifest", asked.cursor, 3)
        if epoch != read.freshness.epoch.hex:
            raise Problem(RESYNC_REQUIRED)
        if filters != asked.name:
            raise Problem(CURSOR_FILTER_MISMATCH, parameter="cursor")
        rows = rows.filter(pk__gt=UUID(item))
    columns = ("id", "kind", "locale", "rev", "digest")
    found = list(rows.order_by("pk").values_list(*columns)[: asked.limit + 1])
    shown = [
        {"id": str(item), "type": kind, "locale": locale or None, "rev": rev, "digest": digest}
        for item, kind, locale, rev, digest in found[: asked.limit]
    ]
    cursor = None
    if len(found) <= asked.limit and not read.freshness.is_complete:
        raise Problem(INCOMPLETE, headers={"Retry-After": RETRY})
    if len(found) > asked.limit:
        last = found[asked.limit - 1][0].hex
        cursor = sign("manifest", [read.freshness.epoch.hex, last, asked.name])
    body = quoted({"items": shown, "next": cursor, "max_seq": read.freshness.max_seq})
    return read.answer(body, next_cursor=cursor)
