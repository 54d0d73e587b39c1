"""The engines, and which of them answer here."""

from django.conf import settings
from django.db import connection

from search.engines.base import Engine
from search.engines.database import DatabaseEngine


def database_engine() -> DatabaseEngine:
    """The engine inside the database, which is there on every portal and never behind."""
    if connection.vendor == "postgresql":
        from search.engines.postgres import PostgresEngine

        return PostgresEngine()
    from search.engines.sqlite import SQLiteEngine

    return SQLiteEngine()


def in_order() -> list[Engine]:
    """All that are kept up to date here; who is asked first comes first, the database last."""
    if not settings.ELASTICSEARCH["URL"]:
        return [database_engine()]
    from search.engines.elasticsearch import ElasticsearchEngine

    return [ElasticsearchEngine(), database_engine()]
