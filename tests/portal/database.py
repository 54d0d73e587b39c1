"""Look into the database of a portal that runs in another process, SQLite or PostgreSQL."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql


def rows(address: str | Path, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Answer of a query with ``%s`` for values; the address is a URL or the path of a file."""
    if isinstance(address, Path):
        with closing(sqlite3.connect(address)) as database:
            return database.execute(query.replace("%s", "?"), values).fetchall()
    with psycopg.connect(address) as connection:
        return connection.execute(query, values).fetchall()


def change(address: str | Path, statement: str) -> None:
    """Run one statement behind the portal's back."""
    if isinstance(address, Path):
        with closing(sqlite3.connect(address, timeout=20)) as database, database:
            database.execute(statement)
        return
    with psycopg.connect(address) as connection:
        connection.execute(statement)


def whole_text(address: str | Path) -> str:
    """Every row of every table as text."""
    if isinstance(address, Path):
        with closing(sqlite3.connect(address)) as database:
            return "\n".join(database.iterdump())
    found = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    with psycopg.connect(address) as connection:
        tables = [sql.Identifier(name) for (name,) in connection.execute(found).fetchall()]
        wholes = [sql.SQL("SELECT t::text FROM {} t").format(table) for table in tables]
        return "\n".join(row for whole in wholes for (row,) in connection.execute(whole))
