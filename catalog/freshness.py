"""Whether the catalog holds everything that was committed; every public read asks first."""

import logging
import uuid
from dataclasses import dataclass

from django.db import DatabaseError
from django.db.models import Exists
from django.utils import timezone

from catalog import epoch
from catalog.models import CatalogState, DirtyMark

logger = logging.getLogger(__name__)


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
    marks = DirtyMark.objects.all()
    state = CatalogState.objects.annotate(has_marks=Exists(marks)).filter(pk=1).first()
    if state is None:
        return None, True
    is_due = state.due_at is not None and state.due_at <= timezone.now()
    return state, state.has_marks or is_due or epoch.went_back(state)
