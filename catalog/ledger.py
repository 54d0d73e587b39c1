"""One chunk's changes of the catalog, written together when it is closed."""

import datetime
import uuid
from collections import defaultdict
from types import TracebackType
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from catalog import addresses, epoch
from catalog.built import Built
from catalog.canonical import canonical, digest_of, finished
from catalog.identity import item_id
from catalog.models import (
    MEDIA_KINDS,
    CatalogDependency,
    CatalogFacet,
    CatalogItem,
    CatalogState,
    CatalogTotal,
    DirtyMark,
)
from catalog.scopes import in_batches
from catalog.signals import catalog_changed, catalog_written

State = CatalogItem.State
# A dependency of this form names pages that show this item without being asked: see Built.touches.
TOUCH = "touch:"
_BOOKKEEPING = (
    "translation_key", "parent", "section", "tree_path", "source_path", "url", "title", "summary",
    "sort_title", "date", "end_date", "published_at", "updated_at", "latitude", "longitude",
    "is_featured", "expires_at", "recheck_at", "exact_text", "folded_text",
)  # fmt: skip
_Facet = tuple[uuid.UUID, str, str]  # item, name, value
_BLANK = {name: getattr(CatalogItem(), name) for name in _BOOKKEEPING}
_WRITTEN = (
    "state",
    "seq",
    "stamp",
    "rev",
    "digest",
    "changed_at",
    "card",
    "payload",
    *_BOOKKEEPING,
)


def xor(one: str, other: str) -> str:
    """Two digests of 64 hexadecimal digits, combined so that order does not matter."""
    return f"{int(one or '0', 16) ^ int(other or '0', 16):064x}"


class Ledger:
    """Use as a context manager inside the transaction that holds the lock on ``state``."""

    def __init__(self, state: CatalogState, sources: list[str]) -> None:
        self.state = state
        self.changed = 0
        self.gone = 0
        self.now = timezone.now()
        self._sources = sources
        self._held = {row.source: row for row in CatalogItem.objects.filter(source__in=sources)}
        self._dirty: dict[str, CatalogItem] = {}
        self._links: dict[uuid.UUID, tuple[set[tuple[str, str]], set[str]]] = {}
        self._marks: set[tuple[str, str]] = set()
        self._faces: set[str] = set()
        self._announced: list[tuple[uuid.UUID, str]] = []
        self._totals: dict[tuple[str, str], tuple[int, str]] = defaultdict(lambda: (0, ""))

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._close()

    def withdraw(self, source: str) -> None:
        """Not public any more. Nothing but the identity is kept, and no reason."""
        row = self._held.get(source)
        if row is None or row.state == State.GONE:
            return
        self._total(row, -1)
        self._marks |= {(DirtyMark.Scope.DEPENDENTS, group) for group in _groups(row)}
        row.state = State.GONE
        row.digest = row.card = row.payload = ""
        key = row.translation_key
        for name in _BOOKKEEPING:
            setattr(row, name, _BLANK[name])
        row.translation_key = key
        self._number(row)
        self._links[row.id] = (set(), set())
        self.gone += 1

    def upsert(self, source: str, built: Built) -> None:
        """The item as it is now; gives it a number only if what the public sees has changed."""
        digest = digest_of(built.payload)
        row = self._held.get(source) or self._new(source, built)
        was_live = row.state == State.LIVE and row.seq is not None
        face = (row.url, row.title) if was_live else None
        is_changed = not was_live or row.digest != digest
        if is_changed and was_live:
            self._total(row, -1)
        dated = row.date
        before = [row.card, *(getattr(row, name) for name in _BOOKKEEPING)]
        row.card = canonical(built.card)
        for name in _BOOKKEEPING:
            setattr(row, name, getattr(built, name))
        # Lists are paged by it, so there must be one.
        row.date = built.date or built.published_at or dated or self.now
        row.recheck_at = built.recheck_at if (built.recheck_at or self.now) > self.now else None
        if face != (row.url, row.title):
            self._faces |= _groups(row)
        self._links[row.id] = (built.facets, built.dependencies | _touches(built))
        if is_changed:
            self._publish(row, built, digest)
        elif before != [row.card, *(getattr(row, name) for name in _BOOKKEEPING)]:
            self._dirty[row.source] = row

    def _new(self, source: str, built: Built) -> CatalogItem:
        kind, _colon, pk = source.partition(":")
        return CatalogItem(
            id=item_id(self.state.namespace, source),
            source=source,
            page_id=int(pk) if kind == "page" else None,
            kind=built.kind,
            locale=built.locale,
            state=State.LIVE,
            rev=0,
        )

    def _publish(self, row: CatalogItem, built: Built, digest: str) -> None:
        row.state = State.LIVE
        row.digest = digest
        self._number(row)
        row.payload = finished(built.payload, row.rev, row.changed_at)
        self._total(row, +1)
        self.changed += 1

    def _number(self, row: CatalogItem) -> None:
        self.state.max_seq += 1
        row.seq = self.state.max_seq
        row.rev += 1
        row.changed_at = self.now
        self._dirty[row.source] = row
        self._announced.append((row.id, row.kind))

    def _total(self, row: CatalogItem, sign: int) -> None:
        count, digest = self._totals[row.kind, row.locale]
        self._totals[row.kind, row.locale] = (count + sign, xor(digest, row.digest))

    def _close(self) -> None:
        held = self._held_facets()
        if self._dirty:
            for row in self._dirty.values():
                self.state.max_stamp += 1
                row.stamp = self.state.max_stamp
            CatalogItem.objects.bulk_create(
                self._dirty.values(), update_conflicts=True, unique_fields=["id"],
                update_fields=_WRITTEN, batch_size=50,
            )  # fmt: skip
            addresses.note((row.id, row.url) for row in self._dirty.values())
        self._write_facets(held)
        self._write_dependencies()
        if self._marks:
            DirtyMark.objects.bulk_create(
                DirtyMark(scope=scope, target=target) for scope, target in sorted(self._marks)
            )
        self._write_totals()
        self.state.due_at = _earliest()
        self.state.refreshed_at = self.now
        self.state.save()
        if self._announced:
            catalog_changed.send_robust(
                sender=type(self), epoch=self.state.epoch, max_seq=self.state.max_seq,
                items=self._announced,
            )  # fmt: skip
            transaction.on_commit(lambda: epoch.note(self.state), robust=True)
        if self._dirty:
            catalog_written.send_robust(sender=type(self))

    def _held_facets(self) -> dict[_Facet, int]:
        """Facets as they are, with their keys. An item whose facets differ is written as well."""
        facets = CatalogFacet.objects.filter(item__in=list(self._links))
        rows = facets.values_list("pk", "item_id", "name", "value")
        held = {(item, name, value): pk for pk, item, name, value in rows}
        differing = {key[0] for key in self._wanted_facets().symmetric_difference(held)}
        for row in self._held.values():
            if row.id in differing:
                self._dirty[row.source] = row
        return held

    def _wanted_facets(self) -> set[_Facet]:
        return {(i, *facet) for i, (given, _d) in self._links.items() for facet in given}

    def _write_facets(self, held: dict[_Facet, int]) -> None:
        """Only the rows that differ are touched."""
        wanted = self._wanted_facets()
        _drop(CatalogFacet, [pk for key, pk in held.items() if key not in wanted])
        CatalogFacet.objects.bulk_create(
            CatalogFacet(item_id=i, name=n, value=v) for i, n, v in sorted(wanted - held.keys())
        )

    def _write_dependencies(self) -> None:
        ids = list(self._links)
        rows = CatalogDependency.objects.filter(item__in=ids).values_list("pk", "item_id", "target")
        needs = {(i, target) for i, (_f, targets) in self._links.items() for target in targets}
        has = {(item, target): pk for pk, item, target in rows}
        _drop(CatalogDependency, [pk for key, pk in has.items() if key not in needs])
        CatalogDependency.objects.bulk_create(
            CatalogDependency(item_id=i, target=t) for i, t in sorted(needs - has.keys())
        )
        self._mark_related(needs, has.keys())
        self._mark_dependents()

    def _mark_dependents(self) -> None:
        """Who names a page with another address or title is built again, but for what this chunk
        built: that saw the page as it is, unless it was changed while the chunk was being read.
        """
        is_item = Q(scope=DirtyMark.Scope.ITEM)
        changed = DirtyMark.objects.filter(~is_item | Q(target__in=self._sources))
        seen = [] if not self._faces or changed.exists() else list(self._links)
        for batch in in_batches(sorted(self._faces)):
            rows = CatalogDependency.objects.filter(target__in=batch).exclude(item__in=seen)
            found = rows.values_list("item__source", flat=True)
            self._marks.update((DirtyMark.Scope.ITEM, source) for source in found)

    def _mark_related(self, needs: set[tuple[uuid.UUID, str]], has: Any) -> None:
        """Media that were or are shown by a page; pages that show a changed item by themselves."""
        for _item, target in needs.symmetric_difference(has):
            if target.partition(":")[0] in MEDIA_KINDS:
                self._marks.add((DirtyMark.Scope.ITEM, target))
        announced = {item for item, _kind in self._announced}
        touched = {
            target.removeprefix(TOUCH)
            for item, target in needs.union(has)
            if item in announced and target.startswith(TOUCH)
        }
        if touched:
            shown = CatalogItem.objects.filter(state=State.LIVE, translation_key__in=touched)
            sources = shown.values_list("source", flat=True)
            self._marks.update((DirtyMark.Scope.ITEM, source) for source in sources)

    def _write_totals(self) -> None:
        for (kind, locale), (count, digest) in self._totals.items():
            total, _created = CatalogTotal.objects.get_or_create(kind=kind, locale=locale)
            total.live_count += count
            total.live_digest = xor(total.live_digest, digest)
            total.save()


def _groups(row: CatalogItem) -> set[str]:
    """The key by which others name this page; none for pictures and files."""
    is_named = row.translation_key and row.kind not in MEDIA_KINDS
    return {f"group:{row.translation_key}"} if is_named else set()


def _earliest() -> datetime.datetime | None:
    """When the next item expires or has to be looked at; gone items have neither moment."""
    found: list[datetime.datetime] = []
    for name in ("expires_at", "recheck_at"):
        dated = CatalogItem.objects.filter(**{f"{name}__isnull": False}).order_by(name)
        found += dated.values_list(name, flat=True)[:1]
    return min(found, default=None)


def _touches(built: Built) -> set[str]:
    return {TOUCH + key.removeprefix("group:") for key in built.touches}


def _drop(model: Any, ids: list[int]) -> None:
    if ids:
        model.objects.filter(pk__in=ids).delete()
