"""Whether the catalog holds everything that was committed; every public read asks first."""

import logging
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from catalog import epoch
from catalog.models import CatalogState, DirtyMark

logger = logging.getLogger(__name__)

# Asked before every public answer: as SQL it takes a third of the time that the ORM needs for it.
_LOOK = f"""
    SELECT id, namespace, epoch, max_seq, due_at,
           EXISTS(SELECT 1 FROM {DirtyMark._meta.db_table}) AS has_marks
    FROM {CatalogState._meta.db_table} WHERE id = 1
"""  # noqa: S608


@dataclass(frozen=True)
class Freshness:
    """State of the catalog at one moment.

    ``is_complete`` is False when changes were committed which no refresh has taken in yet.
    """

    epoch: uuid.UUID
    namespace: uuid.UUID
    max_seq: int
    is_complete: bool


def bring_up_to_date(seconds: float = 2.0) -> Freshness:
    """Take in what is pending, for about this long; one query when nothing is.

    Never raises for a database that cannot be written or is busy: the answer is not complete then.
    """
    from catalog.refresh import is_refreshing, refresh

    state, is_pending = _look()
    if (state is None or is_pending) and not is_refreshing():
        try:
            refresh(seconds)
        except DatabaseError:
            logger.exception("The catalog could not take in what is pending")
        state, is_pending = _look()
    if state is None:
        return Freshness(uuid.UUID(int=0), uuid.UUID(int=0), 0, is_complete=False)
    return Freshness(state.epoch, state.namespace, state.max_seq, is_complete=not is_pending)


def _look() -> tuple[CatalogState | None, bool]:
    """The state, and whether it is behind the database or the calendar."""
    state: Any = next(iter(CatalogState.objects.raw(_LOOK)), None)
    if state is None:
        return None, True
    is_due = state.due_at is not None and state.due_at <= timezone.now()
    return state, state.has_marks or is_due or epoch.went_back(state)
