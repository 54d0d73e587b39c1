"""Bringing the trees of the other languages into step with the first language's.

One way for everything: what a signal noted, the command, the button. Differences are looked up,
those of one stage are mended, and it is looked again, until there is none.
"""

import logging
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from core.set_aside import Step, isolate
from localization.trees import standins
from localization.trees.drift import Drift, Kind, find
from localization.trees.models import TreeState
from localization.trees.privacy import make_as_private
from localization.trees.reading import read
from localization.trees.withdrawal import withdraw

logger = logging.getLogger(__name__)

CHUNK = 50  # Pages in one transaction, so that a large change blocks no editor.
_ROUNDS = 12  # Stages are fewer: whoever needs more goes in circles.
# What may be mended together: nothing in a stage changes what another of it is based on.
_STAGES = (
    {Kind.EXTRA, Kind.ORIGINAL},
    {Kind.MISSING},
    {Kind.PLACE},
    {Kind.ORDER},
    {Kind.SLUG, Kind.TITLE, Kind.PRIVACY, Kind.WITHDRAWN, Kind.LIVE, Kind.EXPIRY},
)
_is_at_work = ContextVar("trees are being brought into step", default=False)


def is_mending() -> bool:
    """Whether a change is made by the mending itself, which looks at its own results."""
    return _is_at_work.get()


@contextmanager
def at_work() -> Iterator[None]:
    token = _is_at_work.set(True)
    try:
        yield
    finally:
        _is_at_work.reset(token)


def differences(keys: Collection[uuid.UUID] | None = None) -> list[Drift]:
    """What is out of step, of these pages or of all."""
    trees = read(keys)
    return find(trees) if trees else []


def mend(keys: Collection[uuid.UUID]) -> list[Drift]:
    """Bring these pages into step in all languages; gives what was mended. One transaction."""
    mended: list[Drift] = []
    with at_work(), transaction.atomic():
        TreeState.locked()
        for _round in range(_ROUNDS):
            found = differences(keys)
            stage = next((s for s in _STAGES if any(d.kind in s for d in found)), None)
            if stage is None:
                return mended
            now = [drift for drift in found if drift.kind in stage]
            for kind, mender in _MENDERS.items():
                if drifts := [drift for drift in now if drift.kind == kind]:
                    mender(drifts)
            mended += now
    logger.error("Trees cannot be brought into step: %s", [str(drift) for drift in found])
    return mended


def mend_each(keys: Collection[uuid.UUID]) -> list[Drift]:
    """The same; a page that cannot be brought into step does not hold up the others."""
    mended: list[Drift] = []
    named = {f"group:{key}": key for key in keys}
    isolate(
        Step.TREES, list(named),
        lambda some: mended.extend(mend([named[one] for one in some])),
    )  # fmt: skip
    return mended


def mend_all(on_progress: Callable[[int, int], None] | None = None) -> tuple[list[Drift], int]:
    """Compare all pages and mend what differs: ``(mended, left)``.

    ``on_progress`` is told after each transaction how many pages were looked at, of how many.
    """
    mended: list[Drift] = []
    keys = list(dict.fromkeys(drift.key for drift in differences()))
    for start in range(0, len(keys), CHUNK):
        mended += mend_each(keys[start : start + CHUNK])
        if on_progress:
            on_progress(min(start + CHUNK, len(keys)), len(keys))
    left = len(differences()) if keys else 0
    TreeState.objects.update_or_create(pk=1, defaults={"checked_at": timezone.now()})
    return mended, left


def count_by_kind() -> dict[Kind, int]:
    """How many differences there are of each kind, for the dashboard; kinds without any left out.

    Reads all trees: about ten queries, however many pages.
    """
    counts = Counter(drift.kind for drift in differences())
    return {kind: counts[kind] for kind in Kind if counts[kind]}


def _page(pk: Any) -> Any:
    """The page with everything of its type, as it is now."""
    return Page.objects.get(pk=pk).specific


def _place(drift: Drift) -> None:
    page, source = _page(drift.page_id), Page.objects.get(pk=drift.source_id)
    parent = standins.parent_for(source, drift.locale_id)
    if page.is_child_of(parent) or parent == page or parent.is_descendant_of(page):
        return  # Done with its parent, or first its parent must come out from below it.
    standins.make_room(page, parent)
    Page.objects.get(pk=page.pk).move(parent, pos="last-child")


def _order(drift: Drift) -> None:
    page = Page.objects.get(pk=drift.page_id)
    if drift.wanted:
        page.move(Page.objects.get(pk=drift.wanted), pos="left")
    else:
        page.move(page.get_parent(), pos="last-child")


def _slug(drift: Drift) -> None:
    page = _page(drift.page_id)
    beside = page.get_siblings(inclusive=False).filter(slug=drift.wanted).first()
    if beside is not None:  # A stand-in as well, whose own turn comes.
        standins.rename(beside.specific, standins.free_beside(beside))
    standins.rename(page, str(drift.wanted))


def _title(drift: Drift) -> None:
    page, original = _page(drift.page_id), Page.objects.get(pk=drift.wanted)
    page.title = page.draft_title = original.title
    page.save(clean=False, update_fields=["title", "draft_title"])


def _live(drift: Drift) -> None:
    original = _page(drift.wanted)
    if original.live:
        original.update_aliases()
    else:
        _page(drift.page_id).unpublish(log_action=None)


def _expiry(drift: Drift) -> None:
    page = _page(drift.page_id)
    page.expire_at = Page.objects.values_list("expire_at", flat=True).get(
        pk=drift.wanted or drift.source_id
    )
    page.save(clean=False, update_fields=["expire_at"])


def _privacy(drift: Drift) -> None:
    make_as_private(Page.objects.get(pk=drift.page_id), Page.objects.get(pk=drift.source_id))


def _each(mend_one: Callable[[Drift], None]) -> Callable[[list[Drift]], None]:
    def mend_each(drifts: list[Drift]) -> None:
        for drift in drifts:
            mend_one(drift)

    return mend_each


_MENDERS: dict[Kind, Callable[[list[Drift]], None]] = {
    Kind.EXTRA: _each(lambda drift: standins.take_out(_page(drift.page_id))),
    Kind.ORIGINAL: _each(
        lambda drift: standins.point_to(_page(drift.page_id), _page(drift.wanted))
    ),
    Kind.MISSING: lambda drifts: standins.make(
        [(drift.source_id or 0, drift.locale_id) for drift in drifts]
    ),
    Kind.PLACE: _each(_place),
    Kind.ORDER: _each(_order),
    Kind.SLUG: _each(_slug),
    Kind.TITLE: _each(_title),
    Kind.PRIVACY: _each(_privacy),
    Kind.WITHDRAWN: _each(lambda drift: withdraw(_page(drift.page_id))),
    Kind.LIVE: _each(_live),
    Kind.EXPIRY: _each(_expiry),
}
