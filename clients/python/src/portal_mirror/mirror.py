"""The copy: which page of the log comes next, and what applying it means.

1. Without a cursor everything is read (a *full* synchronisation); afterwards what changed since.
2. Each page is stored together with its cursor. Any page may be read and applied again.
3. Only at the end of a full synchronisation (``has_more`` false) is deleted what it did not name.
4. When the portal answers 410 resync-required all cursors are void: 1 begins again, and until its
   end the copy keeps what it has.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from portal_mirror.audit import Audit, compare, mend
from portal_mirror.client import PAGE, Portal, SyncPage
from portal_mirror.errors import ResyncRequiredError, UnavailableError, WrongFileError
from portal_mirror.store import Store

#: Full synchronisations begun in one `Mirror.pull`: more means that the portal has a problem.
RESTARTS = 3
#: How often an audit follows a portal that changes while it is compared.
SETTLING = 5


@dataclass(frozen=True)
class Progress:
    """One page was applied. ``forgotten``: deleted, as a full synchronisation did not name it."""

    upserts: int
    deletes: int
    forgotten: int
    is_full: bool
    has_more: bool
    held: int


class Mirror:
    """The copy in ``path`` of what ``types`` and ``locale`` select. Use as a context manager."""

    def __init__(
        self,
        path: str | Path,
        portal: Portal,
        *,
        types: Sequence[str] = (),
        locale: str = "",
        limit: int = PAGE,
    ) -> None:
        self.portal = portal
        self.types = sorted(set(types))
        self.locale = locale
        self.limit = limit
        self._seen = ("", "")  # cursor and ETag of an answer that held nothing new
        self.store = Store(path)
        try:
            self._claim(path)
        except BaseException:
            self.store.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.store.close()

    def _claim(self, path: str | Path) -> None:
        """A file is for one portal and one selection: cursors are good for no other."""
        purpose = json.dumps([self.portal.url, self.types, self.locale])
        with self.store.transaction():
            found = self.store.meta("copy_of")
            if found and found != purpose:
                raise WrongFileError(f"{path} is the copy of another selection: {found}.")
            self.store.set_meta(copy_of=purpose)

    @property
    def cursor(self) -> str:
        return self.store.meta("cursor")

    @property
    def is_full_running(self) -> bool:
        """Whether everything is being read, for the first time or again."""
        return self.store.meta("full_sync") != "done"

    @property
    def caught_up_to(self) -> tuple[str, int] | None:
        """Epoch and number of the last change included; None until everything was read once."""
        number = self.store.meta("caught_up_to")
        return (self.store.meta("epoch"), int(number)) if number else None

    def __len__(self) -> int:
        return self.store.count()

    def get(self, item_id: str) -> dict[str, Any] | None:
        row = self.store.db.execute("SELECT data FROM items WHERE id = ?", (item_id,)).fetchone()
        return json.loads(row[0]) if row else None

    def items(self, type: str = "", locale: str = "") -> Iterator[dict[str, Any]]:
        """Items in full, of all types and languages unless they are named."""
        rows = self.store.db.execute(
            "SELECT data FROM items WHERE ? IN ('', type) AND ? IN ('', locale) ORDER BY id",
            (type, locale),
        )
        for (data,) in rows:
            yield json.loads(data)

    def is_behind(self, hint: dict[str, Any]) -> bool:
        """Whether a webhook's ``data`` tells of a change that is not yet in the copy."""
        held = self.caught_up_to
        return held is None or held[0] != hint.get("epoch") or held[1] < hint.get("max_seq", 0)

    def pull(self, on_page: Callable[[Progress], None] = lambda progress: None) -> None:
        """Read until nothing is left."""
        restarts = 0
        while True:
            try:
                progress = self.step()
            except ResyncRequiredError as error:
                restarts += 1
                if restarts > RESTARTS:
                    raise UnavailableError(
                        "The portal declares its own cursors void, again and again."
                    ) from error
                self._begin_full()
                continue
            on_page(progress)
            if not progress.has_more:
                return

    def step(self) -> Progress:
        """Read and store one page. ResyncRequiredError: the cursor is void."""
        cursor = self.cursor
        if not cursor:
            self._begin_full()
        etag = self._seen[1] if cursor and self._seen[0] == cursor else ""
        page = self.portal.sync(
            cursor, limit=self.limit, types=self.types, locale=self.locale, etag=etag
        )
        if page is None:
            return Progress(0, 0, 0, self.is_full_running, has_more=False, held=len(self))
        if not page.items and not page.has_more and page.next_cursor == cursor:
            self._seen = (cursor, page.etag)
        return self._store(page, cursor)

    def _begin_full(self) -> None:
        """A new generation. What is held stays until the end."""
        epoch = self.portal.status().epoch
        with self.store.transaction():
            self.store.set_meta(
                generation=self._generation + 1, full_sync="running", cursor="", epoch=epoch,
                caught_up_to="",
            )  # fmt: skip

    @property
    def _generation(self) -> int:
        return int(self.store.meta("generation") or 0)

    def _store(self, page: SyncPage, cursor: str) -> Progress:
        forgotten = 0
        with self.store.transaction():
            is_full, generation = self.is_full_running, self._generation
            if self.cursor != cursor:
                raise WrongFileError("Another program is writing this copy at the same time.")
            self.store.apply(page.items, generation)
            values: dict[str, Any] = {"cursor": page.next_cursor}
            if not page.has_more:
                values |= {"caught_up_to": page.caught_up_to, "full_sync": "done"}
                forgotten = self.store.forget_before(generation) if is_full else 0
            self.store.set_meta(**values)
        deletes = sum(change.op == "delete" for change in page.items)
        return Progress(
            len(page.items) - deletes, deletes, forgotten, is_full, page.has_more, len(self)
        )

    def audit(self) -> Audit:
        """Compare number and digests with the portal's; reads what is new first."""
        for _attempt in range(SETTLING):
            self.pull()
            status = self.portal.status()
            if self.caught_up_to == (status.epoch, status.max_seq):
                return compare(self.store, status, self.types, self.locale)
        raise UnavailableError("The portal changes faster than it can be compared.")

    def repair(self) -> Audit:
        """Fetch what differs, drop what is not public, and compare once more."""
        self.pull()
        mend(self.store, self.portal, self.types, self.locale, self._generation)
        return self.audit()
