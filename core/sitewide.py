"""What is the same on every page: read once, kept by each process until anything public changes.

Who answers a request says in which state of the whole portal it does so (`in_state`); whatever is
remembered belongs to that state alone. Without a state nothing is remembered: a preview, a command.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote

from django.core.cache import caches

T = TypeVar("T")
_MISSING = object()
_state: ContextVar[str] = ContextVar("state of everything public", default="")
_moments: ContextVar[list[datetime] | None] = ContextVar("when the answer changes", default=None)


@contextmanager
def in_state(state: str) -> Iterator[list[datetime]]:
    """Answer in this state. Gives the list of moments that `changes_at` is told meanwhile."""
    moments: list[datetime] = []
    tokens = _state.set(state), _moments.set(moments)
    try:
        yield moments
    finally:
        _state.reset(tokens[0])
        _moments.reset(tokens[1])


def remembered(name: str, make: Callable[[], T]) -> T:
    """What ``make`` gave in the present state; every caller gets a copy of its own.

    ``name`` says what it is, language and site included. It must not depend on the visitor.
    """
    state = _state.get()
    if not state:
        return make()
    key = quote(f"{name}|{state}")
    found = caches["pages"].get(key, _MISSING)
    if found is _MISSING:
        found = make()
        caches["pages"].set(key, found)
    return found  # type: ignore[return-value]


def changes_at(moment: datetime) -> None:
    """The answer in the making changes by itself at this (aware) moment, such as a notice's end.

    Midnight in Viet Nam and the dates of the catalog need not be said.
    """
    moments = _moments.get()
    if moments is not None:
        moments.append(moment)
