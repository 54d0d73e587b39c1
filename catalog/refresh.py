"""The sequencer: takes in committed marks and gives every change the next number.

One at a time, under a lock on the state row that is held until the commit: so the order of numbers
is the order in which changes became visible, and no reader can pass one. Work is done in chunks,
each a transaction of its own, so that an import of thousands of pages never blocks an editor.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from catalog import epoch, scopes
from catalog.built import Built
from catalog.ledger import Ledger
from catalog.models import CatalogItem, CatalogState, DirtyMark
from catalog.signals import sitewide_changed
from catalog.sources import build_all
from core.set_aside import Step, isolate, set_aside_in

CHUNK = 50
_is_at_work = ContextVar("the catalog is being refreshed", default=False)
_MARKS_READ = 500


def is_refreshing() -> bool:
    """Whether the caller is itself part of a refresh, and so must not wait for one."""
    return _is_at_work.get()


@contextmanager
def _at_work() -> Iterator[None]:
    token = _is_at_work.set(True)
    try:
        yield
    finally:
        _is_at_work.reset(token)


@dataclass
class Report:
    """What a refresh did: numbers of items."""

    looked_at: int = 0
    changed: int = 0
    gone: int = 0
    is_complete: bool = True

    @property
    def differences(self) -> int:
        return self.changed + self.gone


def refresh(
    seconds: float | None = None, on_progress: Callable[[Report, int], None] | None = None
) -> Report:
    """Work off all marks and everything due, for at most ``seconds`` (begun chunks are finished).

    ``on_progress`` is called after each chunk with the report so far and the number of marks left.
    """
    report = Report()
    end = None if seconds is None else time.monotonic() + seconds
    while _one_chunk(report):
        if on_progress:
            on_progress(report, DirtyMark.objects.count())
        if end is not None and time.monotonic() >= end:
            report.is_complete = False
            break
    return report


def locked_state() -> CatalogState:
    """The state row, locked until the transaction ends; made when it is not there."""
    state, _created = CatalogState.objects.select_for_update().get_or_create(pk=1)
    if epoch.went_back(state.epoch, state.max_seq):
        epoch.begin_new(state)
    return state


def _one_chunk(report: Report) -> bool:
    """Whether there was anything to do."""
    with _at_work(), transaction.atomic():
        state = locked_state()
        coarse = list(DirtyMark.objects.exclude(scope=DirtyMark.Scope.ITEM).order_by("pk"))
        if coarse:
            _expand(state, coarse, report)
            _begin_generation(state)
            return True
        marks, targets = _fine_marks()
        targets |= _due()
        if not targets:
            return False
        # Before the work, so that any mark on these items afterwards tells of a change meanwhile.
        DirtyMark.objects.filter(pk__in=marks).delete()
        _take_in(state, sorted(targets), report)
        _begin_generation(state)
        return True


def _begin_generation(state: CatalogState) -> None:
    """Whatever was made of the last one, by any process, is looked at again."""
    state.generation += 1
    state.generation_at = timezone.now()
    state.save(update_fields=["generation", "generation_at"])


def _expand(state: CatalogState, coarse: list[DirtyMark], report: Report) -> None:
    """Turn marks on trees, collections and dependencies into marks on items.

    What is not public any more leaves at once: a withdrawal must not wait for the work on the rest.
    """
    if any(scopes.is_sitewide(mark) for mark in coarse):
        sitewide_changed.send_robust(sender=CatalogState)
    # What an item depends on that could never be built, nobody knows: it is tried again as well.
    targets = scopes.targets_of(coarse) | set_aside_in(Step.CATALOG)
    withdrawn = scopes.no_longer_public(targets)
    for batch in scopes.in_batches(withdrawn):
        with Ledger(state, batch) as ledger:
            for source in batch:
                ledger.withdraw(source)
        report.gone += ledger.gone
    DirtyMark.objects.bulk_create(
        (DirtyMark(scope=DirtyMark.Scope.ITEM, target=target) for target in sorted(targets)),
        batch_size=1000,
    )
    DirtyMark.objects.filter(pk__in=[mark.pk for mark in coarse]).delete()


def _fine_marks() -> tuple[list[int], set[str]]:
    """Ids of the oldest marks on items, with all their repetitions, and at most CHUNK targets."""
    oldest = DirtyMark.objects.filter(scope=DirtyMark.Scope.ITEM).order_by("pk")
    targets = set(
        list(dict.fromkeys(oldest.values_list("target", flat=True)[:_MARKS_READ]))[:CHUNK]
    )
    marks = oldest.filter(target__in=targets).values_list("pk", flat=True)
    return list(marks), targets


def _due() -> set[str]:
    """Sources of live items which expired or which the calendar may have changed."""
    now = timezone.now()
    live = CatalogItem.objects.filter(state=CatalogItem.State.LIVE)
    due: set[str] = set()
    for moment in ("expires_at", "recheck_at"):
        late = live.filter(**{f"{moment}__lte": now}).order_by(moment)
        due.update(late.values_list("source", flat=True)[:CHUNK])
    return due


def _take_in(state: CatalogState, targets: list[str], report: Report) -> None:
    """What cannot be built, numbered or written is not public until it, or a record, changes."""
    isolate(
        Step.CATALOG,
        targets,
        lambda sources: _write(state, build_all(sources, state.namespace), report),
        instead=lambda source: _write(state, {source: None}, report),
    )
    report.looked_at += len(targets)


def _write(state: CatalogState, built: dict[str, Built | None], report: Report) -> None:
    """The state stays as it is where the writing fails."""
    with Ledger(copy(state), list(built)) as ledger:
        # Withdrawals first: whoever reads between two chunks sees too little rather than too much.
        for source in (source for source, item in built.items() if item is None):
            ledger.withdraw(source)
        for source, item in built.items():
            if item is not None:
                ledger.upsert(source, item)
    vars(state).update(vars(ledger.state))
    report.changed += ledger.changed
    report.gone += ledger.gone
