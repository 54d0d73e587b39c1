"""A column of the database in Vietnamese order, where the model has no sort key of its own.

PostgreSQL brings the order (ICU); SQLite is taught ours, by every connection anew.
"""

from typing import Any

from django.db import connection
from django.db.models.expressions import Combinable
from django.db.models.functions import Collate

from core.vietnamese.sorting import sort_key

_NAMES = {"postgresql": "vi-x-icu", "sqlite": "vietnamese"}


def collated(text: str | Combinable) -> Collate:
    """A field, or an expression that gives text, to be given to ``order_by``."""
    return Collate(text, _NAMES[connection.vendor])


def teach(connection: Any, **kwargs: Any) -> None:
    """Receiver of Django's ``connection_created``."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(_NAMES["sqlite"], _compare)


def _compare(one: str, other: str) -> int:
    first, second = sort_key(one), sort_key(other)
    return (first > second) - (first < second)
