"""The SQLite file: what is held, and how far it was read. Each change is one transaction.

A page and its cursor are written together or not at all, so whoever is killed in between goes on
with the page before. Several programs may read the file while it is being written.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from portal_mirror.client import Change
from portal_mirror.errors import WrongFileError

SCHEMA = """
CREATE TABLE IF NOT EXISTS items (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    locale TEXT,                  -- NULL for pictures and files
    url TEXT NOT NULL,
    rev INTEGER NOT NULL,
    digest TEXT NOT NULL,
    changed_at TEXT NOT NULL,     -- RFC 3339
    data TEXT NOT NULL,           -- the item as JSON
    generation INTEGER NOT NULL   -- the full synchronisation that saw it last
);
CREATE INDEX IF NOT EXISTS items_by_type ON items (type, locale);
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
UPSERT = """
INSERT INTO items (id, type, locale, url, rev, digest, changed_at, data, generation)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET type = excluded.type, locale = excluded.locale,
    url = excluded.url, rev = excluded.rev, digest = excluded.digest,
    changed_at = excluded.changed_at, data = excluded.data, generation = excluded.generation
"""
WAIT = 30.0  # seconds for another program's transaction


class Store:
    """Opens the file, or makes it."""

    def __init__(self, path: str | Path) -> None:
        try:
            self.db = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
            self.db.execute("PRAGMA journal_mode = WAL")
            self.db.executescript(SCHEMA)
            self.db.execute("SELECT generation, data FROM items LIMIT 1")
        except sqlite3.DatabaseError as error:
            raise WrongFileError(f"{path} cannot be used: {error}.") from None

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def meta(self, key: str) -> str:
        """Empty when it was never set."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def set_meta(self, **values: Any) -> None:
        self.db.executemany(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [(key, "" if value is None else str(value)) for key, value in values.items()],
        )

    def apply(self, changes: Iterable[Change], generation: int) -> None:
        """Doing it twice is doing it once. To be called in a transaction."""
        for change in changes:
            if change.op == "delete":
                self.db.execute("DELETE FROM items WHERE id = ?", (change.id,))
                continue
            data = json.dumps(change.data, ensure_ascii=False, separators=(",", ":"))
            self.db.execute(
                UPSERT,
                (change.id, change.type, change.locale, change.url, change.rev, change.digest,
                 change.changed_at, data, generation),
            )  # fmt: skip

    def forget_before(self, generation: int) -> int:
        """Delete what a full synchronisation did not see; how many."""
        return self.db.execute("DELETE FROM items WHERE generation < ?", (generation,)).rowcount

    def count(self) -> int:
        return int(self.db.execute("SELECT COUNT(*) FROM items").fetchone()[0])

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """``(id, type, locale, url, rev, digest, data)`` of all items; ``data`` is text."""
        yield from self.db.execute("SELECT id, type, locale, url, rev, digest, data FROM items")
