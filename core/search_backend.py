"""The admin's own search: always in the database, whatever service visitors search with."""

from typing import Any

from modelsearch.backends import database


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - modelsearch looks for this name
    """The stock backend of this database; on SQLite one that is quick with thousands of pages."""
    stock = database.SearchBackend(params)
    if type(stock).__name__ != "SQLiteSearchBackend":
        return stock
    from core.sqlite_search import SQLiteSearchBackend

    return SQLiteSearchBackend(params)
