"""What every engine can do, and the shapes that go in and out."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from search.query import Plan

#: Results that can be paged through; the total of more is given as "more than".
MAX_RESULTS = 1000
#: Items over which facets are counted.
MAX_COUNTED = 10_000


class EngineUnavailableError(Exception):
    """The engine cannot answer now. Whoever asked takes the next one."""


class RefusedError(Exception):
    """The engine cannot take in one of the documents, whatever becomes of the others."""


class UnsupportedError(EngineUnavailableError):
    """The engine cannot answer this question, others perhaps."""


@dataclass(frozen=True)
class Prepared:
    """A text as it is searched: tokens with and without marks, with a space between them."""

    exact: str
    folded: str


@dataclass(frozen=True)
class Document:
    """One public item as an engine is to hold it; see `search.preparing`.

    ``stamp`` grows with every write of the item. ``language`` is empty for pictures and files.
    ``title`` holds also what the item is known by besides, which ``title_length`` (in tokens) does
    not count. ``facets``: names and values, among them ``kind`` and ``section``. Moments are aware.
    """

    id: uuid.UUID
    stamp: int
    kind: str
    language: str
    title: Prepared
    summary: Prepared
    body: Prepared
    title_length: int
    facets: tuple[tuple[str, str], ...]
    date: datetime.datetime | None = None
    expires_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Filters:
    """Which items may be found. Empty means any.

    Without ``kinds`` only pages, no pictures and files. ``facets``: of each name one of the values.
    ``among``: a queryset of catalog items which alone may be found; only the database can do that,
    other engines raise UnsupportedError.
    """

    language: str = ""
    kinds: tuple[str, ...] = ()
    facets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    among: Any = None


@dataclass
class Found:
    """``ids`` of one page, best first. ``total`` is at most MAX_RESULTS, and ``is_more`` then says
    whether there are more. ``facets``: ``{name: {value: number of items}}`` of the names asked for,
    over the MAX_COUNTED first.
    """

    ids: list[uuid.UUID] = field(default_factory=list)
    total: int = 0
    is_more: bool = False
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Health:
    is_up: bool
    detail: str = ""


class Engine(Protocol):
    """An index of Documents.

    The order of results is the same in all engines: by the first step of the plan that finds an
    item; within a step on the title the shorter title (``title_length``) first; then the newest
    (``date``), then by id. The last step finds everything that the others find: totals and facets
    are counted over it. Items that have expired are never found.
    """

    #: Under this name it is known how far the index has come.
    name: str
    #: Whether the index is written in the transaction of the change and so is never behind.
    is_transactional: bool

    def index(self, documents: Sequence[Document]) -> None:
        """Add or replace; RefusedError for a document that it cannot hold.

        Where an index may be written out of order the higher stamp wins.
        """

    def delete(self, stamps: Mapping[uuid.UUID, int]) -> None:
        """Items by id, with the stamp of their going. Ids that are not there are no error."""

    def search(
        self, plan: Plan, filters: Filters, *, offset: int = 0, limit: int = 20,
        facets: Sequence[str] = (),
    ) -> Found:  # fmt: skip
        """One page; nothing behind MAX_RESULTS, and nothing at all for an empty plan."""
        ...

    def suggest(self, plan: Plan, filters: Filters, limit: int) -> list[uuid.UUID]:
        """The best by the steps on titles alone."""
        ...

    def health(self) -> Health:
        """Whether it answers, asked without much work."""
        ...

    def is_sound(self, *, is_rebuilding: bool) -> bool:
        """Whether the index is there as it was made; if not, it has to be made again."""
        ...

    def begin_rebuild(self) -> None:
        """From here on index() is given everything again; what was there goes on answering."""

    def end_rebuild(self) -> None:
        """Everything was given: what it no longer holds may go."""
