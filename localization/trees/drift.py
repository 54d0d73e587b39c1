"""Where the trees of the other languages differ from what they should be. Only reads."""

import uuid
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.vietnamese.slugs import SLUG_MAX_LENGTH
from localization.trees.nodes import Node
from localization.trees.reading import Trees


class Kind(models.TextChoices):
    """Kinds of drift, in the order in which they are mended."""

    EXTRA = "extra", _("stand-in too much")
    ORIGINAL = "original", _("stand-in of another page")
    MISSING = "missing", _("counterpart is missing")
    PLACE = "place", _("in another place than its original")
    ORDER = "order", _("in another order than its original")
    SLUG = "slug", _("address differs from that of the original")
    TITLE = "title", _("title differs from that of the original")
    PRIVACY = "privacy", _("may be seen by others than the original")
    WITHDRAWN = "withdrawn", _("public though its original is withdrawn")
    LIVE = "live", _("stand-in public and original not, or the reverse")
    EXPIRY = "expiry", _("expires at another time than its original")


@dataclass(frozen=True)
class Drift:
    """One difference. ``page_id``: the page that is wrong; None where one is missing.

    ``source_id``: the page of the first language; None for a stand-in too much. ``wanted``: the
    slug, the id of the page before which it should stand (0: last) or the original's id.
    """

    kind: Kind
    key: uuid.UUID
    locale_id: int
    page_id: int | None
    source_id: int | None
    wanted: str | int | None = None


def find(trees: Trees) -> list[Drift]:
    """All differences among the pages read, in the order in which they must be mended."""
    found = [*_strangers(trees)]
    for key in trees.scope if trees.scope is not None else list(trees.versions):
        source = trees.source(key)
        if source is None or source.depth < 2:
            continue
        for locale_id in trees.languages.others:
            found += _of_version(trees, source, locale_id)
    children = trees.children()
    for locale_id in trees.languages.others:
        found += _wrong_slugs(trees, children, locale_id)
        found += _wrong_order(trees, children, locale_id)
    return sorted(found, key=lambda drift: _turn(trees, drift))


def _turn(trees: Trees, drift: Drift) -> tuple[int, str]:
    """By kind; what goes below another comes after it. The order found is kept otherwise."""
    from_above = drift.kind in {Kind.MISSING, Kind.PLACE} and drift.source_id
    path = trees.nodes[drift.source_id].path if from_above and drift.source_id else ""
    return list(Kind).index(drift.kind), path


def _strangers(trees: Trees) -> Iterator[Drift]:
    """Aliases that lead into another language and belong to no page of the first one."""
    for node in trees.nodes.values():
        if node.alias_of_id is None or node.locale_id not in trees.languages.others:
            continue
        if trees.source(node.key) is None:
            original = trees.nodes.get(node.alias_of_id)
            if original is not None and original.locale_id != node.locale_id:
                yield Drift(Kind.EXTRA, node.key, node.locale_id, node.pk, None)


def _of_version(trees: Trees, source: Node, locale_id: int) -> Iterator[Drift]:
    there = trees.version(source.key, locale_id)
    if there is None:
        yield Drift(Kind.MISSING, source.key, locale_id, None, source.pk)
        return

    base = Drift(Kind.PLACE, source.key, locale_id, there.pk, source.pk)
    parent = trees.parent(source)
    parent_there = trees.version(parent.key, locale_id) if parent and parent.depth > 1 else parent
    if parent_there is None or parent_there.path != there.above:
        yield base
    if _is_private_otherwise(trees, source, there):
        yield replace(base, kind=Kind.PRIVACY)
    if there.alias_of_id is not None:
        yield from _of_stand_in(there, trees.original(source, locale_id), base)
    elif source.alias_of_id != there.pk and there.pk not in trees.kept:
        # Else a page of the first language is itself the stand-in of what was written in another.
        if there.live and not source.live and source.first_published_at is not None:
            yield replace(base, kind=Kind.WITHDRAWN)
        if there.expire_at != source.expire_at:
            yield replace(base, kind=Kind.EXPIRY)


def _of_stand_in(there: Node, original: Node, base: Drift) -> Iterator[Drift]:
    if there.alias_of_id != original.pk:
        yield replace(base, kind=Kind.ORIGINAL, wanted=original.pk)
    if there.title != original.title:
        yield replace(base, kind=Kind.TITLE, wanted=original.pk)
    if there.live != original.live:
        yield replace(base, kind=Kind.LIVE, wanted=original.pk)
    if there.expire_at != original.expire_at:
        yield replace(base, kind=Kind.EXPIRY, wanted=original.pk)


def _is_private_otherwise(trees: Trees, source: Node, there: Node) -> bool:
    """A translation may be closed to more people than its original, never to fewer."""
    wanted = set(trees.restrictions.get(source.pk, ()))
    has = set(trees.restrictions.get(there.pk, ()))
    return wanted != has if there.alias_of_id else not wanted <= has


def wanted_slugs(trees: Trees, siblings: list[Node], locale_id: int) -> dict[int, str]:
    """``{page id: slug}`` of the stand-ins among siblings: the original's slug, if it is free."""
    own = [(n, s) for n in siblings if n.alias_of_id and (s := _mirrored(trees, n, locale_id))]
    stand_ins = {node.pk for node, _source in own}
    taken = {node.slug for node in siblings if node.pk not in stand_ins}
    wanted = {node.pk: source.slug for node, source in own if source.slug not in taken}
    taken |= set(wanted.values())
    for node, source in own:
        if node.pk not in wanted:
            wanted[node.pk] = free_slug(source.slug, taken)
            taken.add(wanted[node.pk])
    return wanted


def free_slug(slug: str, taken: set[str]) -> str:
    """The slug, or the first of ``slug-1``, ``slug-2`` ... that nothing beside it has."""
    number, candidate = 0, slug
    while candidate in taken:
        number += 1
        end = f"-{number}"
        candidate = slug[: SLUG_MAX_LENGTH - len(end)] + end
    return candidate


def _mirrored(trees: Trees, node: Node, locale_id: int) -> Node | None:
    source = trees.source(node.key)
    return source if source and node.locale_id == locale_id else None


def _families(
    trees: Trees, children: dict[str, list[Node]], locale_id: int
) -> Iterator[tuple[Node, list[Node]]]:
    """``(parent, children)`` in the language, below the home page's parent excepted."""
    for path in trees.families:
        parent = trees.by_path.get(path)
        if parent and parent.depth > 1 and parent.locale_id == locale_id:
            yield parent, children.get(path, [])


def _wrong_slugs(trees: Trees, children: dict[str, list[Node]], locale_id: int) -> Iterator[Drift]:
    for _parent, siblings in _families(trees, children, locale_id):
        wanted = wanted_slugs(trees, siblings, locale_id)
        for node in siblings:
            if node.pk in wanted and node.slug != wanted[node.pk]:
                source = trees.source(node.key)
                source_id = source.pk if source else None
                yield Drift(Kind.SLUG, node.key, locale_id, node.pk, source_id, wanted[node.pk])


def _wrong_order(trees: Trees, children: dict[str, list[Node]], locale_id: int) -> Iterator[Drift]:
    """The fewest pages that have to move so that all stand in the order of their originals."""
    for parent, siblings in _families(trees, children, locale_id):
        source_parent = trees.source(parent.key)
        if source_parent is None:
            continue
        ranks = {n.key: place for place, n in enumerate(children.get(source_parent.path, []))}
        mirrored = [node for node in siblings if node.key in ranks]
        staying = _longest_rising([ranks[node.key] for node in mirrored])
        following: dict[int, int] = defaultdict(int)
        last = 0
        for node in sorted(mirrored, key=lambda n: ranks[n.key], reverse=True):
            following[node.pk], last = last, node.pk
        # From the end, so that the page before which one is put already stands right.
        for node in sorted(mirrored, key=lambda n: ranks[n.key], reverse=True):
            if ranks[node.key] not in staying:
                source = trees.source(node.key)
                source_id = source.pk if source else None
                yield Drift(Kind.ORDER, node.key, locale_id, node.pk, source_id, following[node.pk])


def _longest_rising(numbers: list[int]) -> set[int]:
    """Members of a longest rising subsequence of different numbers."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(tails, number)
        before[number] = tails[place - 1] if place else None
        tails[place : place + 1] = [number]
    found = set()
    member: int | None = tails[-1] if tails else None
    while member is not None:
        found.add(member)
        member = before[member]
    return found
