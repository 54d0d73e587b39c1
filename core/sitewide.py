"""What is the same on every page: read once, kept by each process until anything public changes.

Who answers a request says in which state of the whole portal it does so (`in_state`); whatever is
remembered belongs to that state alone. Without a state nothing is remembered: a preview, a command.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

from django.core.cache import caches
from django.db.models import Model

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
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


def is_state_known() -> bool:
    """Whether everything committed is in the catalog, and an answer is given in that state."""
    return bool(_state.get())


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


def remembered_each(
    name: str, keys: Iterable[K], make: Callable[[list[K]], dict[K, T]]
) -> dict[K, T]:
    """The same for things of one kind: ``make`` is asked once for those that are not known yet.

    What does not exist is not in the result, and is asked for again.
    """
    wanted = list(dict.fromkeys(keys))
    state = _state.get()
    if not state or not wanted:
        return make(wanted) if wanted else {}
    names = {key: quote(f"{name}|{key}|{state}") for key in wanted}
    there = caches["pages"].get_many(names.values())
    found: dict[K, T] = {key: there[names[key]] for key in wanted if names[key] in there}
    if missing := [key for key in wanted if key not in found]:
        made = make(missing)
        caches["pages"].set_many({names[key]: thing for key, thing in made.items()})
        found |= made
    return found


def by_id(model: type[Model], ids: Iterable[int]) -> dict[int, Any]:
    """Rows of a model that many pages show, by their key."""

    def asked(missing: list[int]) -> dict[int, Any]:
        return model._default_manager.in_bulk(missing)

    return remembered_each(model._meta.label, ids, asked)


def changes_at(moment: datetime) -> None:
    """The answer in the making changes by itself at this (aware) moment, such as a notice's end.

    Midnight in Viet Nam and the dates of the catalog need not be said.
    """
    moments = _moments.get()
    if moments is not None:
        moments.append(moment)
