"""Proving that a copy is exact, and mending it where it is not.

The portal tells the number of live items and the XOR of their digests, by type and locale. The copy
computes the same from what it really holds: each digest anew from the item, none believed.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from portal_mirror.canonical import combined, digest_of
from portal_mirror.client import Change, Portal, Status
from portal_mirror.errors import ProblemError
from portal_mirror.store import Store

Group = tuple[str, str | None]  # type and locale


@dataclass(frozen=True)
class Difference:
    """``held`` items against ``live`` ones; with equal numbers the digests differ."""

    type: str
    locale: str | None
    live: int
    held: int

    def __str__(self) -> str:
        what = f"{self.held} held, {self.live} live"
        return f"{self.type} {self.locale or '-'}: " + (
            what if self.held != self.live else f"{what}, of other content"
        )


@dataclass(frozen=True)
class Audit:
    """``damaged``: ids of rows that contradict themselves, whatever the portal says."""

    count: int
    differences: list[Difference] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    @property
    def is_exact(self) -> bool:
        return not self.differences and not self.damaged


@dataclass(frozen=True)
class _Held:
    """A row, with the digest that its data really has; empty when the row contradicts itself."""

    id: str
    group: Group
    rev: int
    digest: str


def _held(row: tuple[Any, ...]) -> _Held:
    item_id, kind, locale, url, rev, digest, text = row
    columns = {"id": item_id, "type": kind, "locale": locale, "url": url, "rev": rev,
               "digest": digest}  # fmt: skip
    try:
        data = json.loads(text)
        computed = digest_of(data)
        is_sound = computed == digest and all(data[name] == columns[name] for name in columns)
    except (ValueError, KeyError, TypeError, AttributeError):
        is_sound = False
    return _Held(item_id, (kind, locale), rev, digest if is_sound else "")


def compare(store: Store, status: Status, types: Sequence[str], locale: str) -> Audit:
    """What the store holds against ``status``, as far as the copy's selection goes."""
    groups: dict[Group, list[str]] = {}
    damaged = []
    for row in map(_held, store.rows()):
        groups.setdefault(row.group, []).append(row.digest or "0")
        if not row.digest:
            damaged.append(row.id)
    live = {
        (total.type, total.locale): (total.live_count, total.live_digest)
        for total in status.totals
        if (not types or total.type in types) and (not locale or total.locale == locale)
    }
    differences = []
    for group in sorted(live.keys() | groups.keys(), key=str):
        count, digest = live.get(group, (0, combined(())))
        digests = groups.get(group, [])
        if (len(digests), combined(digests)) != (count, digest):
            differences.append(Difference(*group, live=count, held=len(digests)))
    return Audit(store.count(), differences, sorted(damaged))


def mend(store: Store, portal: Portal, types: Sequence[str], locale: str, generation: int) -> None:
    """Make the store hold what the manifest lists.

    What changes meanwhile comes with the next page of the log, as the cursor is not touched.
    """
    live = {entry.id: entry for entry in portal.manifest(types, locale)}
    held = {row.id: row for row in map(_held, store.rows())}
    changes = [
        _fetched(portal, entry.id, entry.type, entry.locale)
        for entry in live.values()
        if entry.id not in held
        or (held[entry.id].digest, held[entry.id].rev) != (entry.digest, entry.rev)
    ]
    changes += [Change("delete", row.id, *row.group) for row in held.values() if row.id not in live]
    with store.transaction():
        store.apply(changes, generation)


def _fetched(portal: Portal, item_id: str, kind: str, locale: str | None) -> Change:
    try:
        return Change.of_item(portal.item(item_id).body)
    except ProblemError as problem:
        if problem.status != 404:
            raise
        return Change("delete", item_id, kind, locale)
