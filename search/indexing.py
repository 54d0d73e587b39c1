"""Indexes follow the catalog by the numbers of its writes, as a harvester follows the log.

An index knows the number up to which it holds everything. So a change is never lost, whatever was
down; catching up after an outage and building from nothing are the same walk.
"""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from catalog.models import CatalogItem, CatalogState
from core.set_aside import Step, isolate, taken_in
from search import engines, words
from search.engines.base import Engine, EngineUnavailableError
from search.models import SearchIndex
from search.preparing import FORM, documents_of

BATCH = 200
logger = logging.getLogger(__name__)
Progress = Callable[[int, int], object]  # items done so far, items there were to do


@dataclass(frozen=True)
class Lag:
    """How far an index is behind: ``items`` is the number of writes it has not seen."""

    position: int
    items: int
    needs_rebuild: bool


def is_behind(engine: Engine) -> bool:
    """One query."""
    lookup = f"""
        SELECT 1 FROM {SearchIndex._meta.db_table} i
        WHERE i.engine = %s AND i.form = %s AND i.position >=
            (SELECT coalesce(max(stamp), 0) FROM {CatalogItem._meta.db_table})
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(lookup, [engine.name, FORM])
        return cursor.fetchone() is None


def lag(engine: Engine) -> Lag:
    """For those who ask how it is; three queries."""
    index = SearchIndex.objects.filter(engine=engine.name).first()
    state = CatalogState.objects.filter(pk=1).first()
    position = index.position if index else 0
    return Lag(
        max(position, 0),
        _written_after(position).count(),
        index is None or not _fits(index, engine, state),
    )


def rebuild(engine: Engine, on_progress: Progress | None = None) -> int:
    """Give the engine everything again; what it holds goes on answering. Number of items."""
    _begin(engine)
    return catch_up(engine, on_progress=on_progress)


def catch_up(
    engine: Engine, seconds: float | None = None, on_progress: Progress | None = None
) -> int:
    """Give the engine what was written since; for about ``seconds``. Number of items."""
    index = SearchIndex.objects.filter(engine=engine.name).first()
    state = CatalogState.objects.filter(pk=1).first()
    if (
        index is None
        or not _fits(index, engine, state)
        or not engine.is_sound(is_rebuilding=index.is_rebuilding)
    ):
        index = _begin(engine)
    waiting = _written_after(index.position).count() if on_progress else 0
    end = None if seconds is None else time.monotonic() + seconds
    done = 0
    while count := _one_batch(engine):
        done += count
        if on_progress:
            on_progress(done, waiting)
        if end is not None and time.monotonic() >= end:
            break
    return done


def follow(sender: Any, **kwargs: Any) -> None:
    """Receiver of `catalog.signals.catalog_written`: the database's own index, in the transaction.

    A failure is logged and keeps nothing from being published; the next search catches up.
    """
    for engine in engines.in_order():
        if engine.is_transactional:
            try:
                with transaction.atomic():
                    catch_up(engine)
            except Exception:
                logger.exception("The search index %s could not follow the catalog", engine.name)


def _written_after(position: int) -> QuerySet[CatalogItem]:
    return CatalogItem.objects.filter(stamp__gt=max(position, 0))


def _fits(index: SearchIndex, engine: Engine, state: CatalogState | None) -> bool:
    """An index outside the database may be of a database from before it was restored."""
    is_of_epoch = engine.is_transactional or state is None or index.epoch == state.epoch
    return index.form == FORM and is_of_epoch


def _begin(engine: Engine) -> SearchIndex:
    """The position below zero is of this beginning alone: whoever still works on the one before
    cannot take it for theirs."""
    state = CatalogState.objects.filter(pk=1).first()
    engine.begin_rebuild()
    index, _created = SearchIndex.objects.update_or_create(
        engine=engine.name,
        defaults={
            "epoch": state.epoch if state else None,
            "form": FORM,
            "position": -time.time_ns(),
            "is_rebuilding": True,
        },
    )
    return index


def _one_batch(engine: Engine) -> int:
    """Number of items that were taken in; 0 at the end.

    An index in the database is locked meanwhile. Another is not, for that would keep the database
    busy while a network answers: two may then do the same work, and neither harms the other.
    """
    with transaction.atomic() if engine.is_transactional else nullcontext():
        rows = SearchIndex.objects.filter(engine=engine.name)
        index = (rows.select_for_update() if engine.is_transactional else rows).get()
        written = _written_after(index.position).order_by("stamp")
        batch = list(written.defer("card", "folded_text")[:BATCH])
        if batch:
            _take_in(engine, batch)
            position = batch[-1].stamp
            # Nobody else has come further meanwhile; else their number stands.
            rows.filter(position=index.position).update(position=position)
        elif index.is_rebuilding:
            engine.end_rebuild()
            # Of an empty catalog the number is still the one below zero.
            rows.filter(position=index.position).update(
                is_rebuilding=False, position=max(index.position, 0)
            )
        if len(batch) < BATCH:
            rows.update(caught_up_at=timezone.now())
        return len(batch)


def _take_in(engine: Engine, batch: Sequence[CatalogItem]) -> None:
    """An item that cannot be indexed is not found; all others are."""
    live = {row.source: row for row in batch if row.state == CatalogItem.State.LIVE}

    def index(sources: list[str]) -> None:
        documents = documents_of([live[source] for source in sources])
        engine.index(documents)
        if engine.is_transactional:
            words.learn(documents)

    isolate(
        Step.SEARCH, list(live), index,
        instead=lambda source: engine.delete({live[source].pk: live[source].stamp}),
        within=transaction.atomic if engine.is_transactional else nullcontext,
        unless=(EngineUnavailableError,),
    )  # fmt: skip
    gone = [row for row in batch if row.state != CatalogItem.State.LIVE]
    engine.delete({row.pk: row.stamp for row in gone})
    if gone:
        taken_in(Step.SEARCH, [row.source for row in gone])
