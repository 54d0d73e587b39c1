"""Search in SQLite by Wagtail's own index, with every match and its rank looked up once.

modelsearch 1.3 looks them up again for every result, so that twice the pages take four times as
long. tests/core/test_admin_search.py says when upstream no longer does.
"""

from typing import Any

from django.db import connections
from django.db.models import F, Func
from django.db.models.expressions import RawSQL
from django.db.models.fields import FloatField
from modelsearch.backends.database.sqlite import query as fts
from modelsearch.backends.database.sqlite import sqlite
from modelsearch.query import MatchAll, Not
from modelsearch.utils import get_descendants_content_types_pks

# CROSS JOIN: from the matches to their entries, not for every entry through the matches.
_KEYS = """
    WITH ranked(id, score) AS MATERIALIZED ({matches})
    SELECT entry.object_id FROM ranked CROSS JOIN {entries} entry ON entry.id = ranked.id
    WHERE entry.content_type_id IN ({types})
"""
# As the stock backend weighs: a word of a short title counts more.
_RANK = """(
    WITH ranked(id, score) AS MATERIALIZED ({matches})
    SELECT ranked.score * ({weight}) FROM {entries} entry
    CROSS JOIN ranked ON ranked.id = entry.id
    WHERE entry.content_type_id IN ({types}) AND entry.object_id = CAST({{key}} AS TEXT)
)"""
_TITLE_AND_BODY = "entry.title_norm + 1.0"


class _Rank(Func):
    """``sql`` with a place for the key of the row, and the values before it."""

    output_field = FloatField()

    def __init__(self, sql: str, values: tuple[Any, ...]) -> None:
        super().__init__(F("pk"))
        self.sql, self.values = sql, values

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        key, more = compiler.compile(self.get_source_expressions()[0])
        return self.sql.format(key=key), (*self.values, *more)


class _RankedOnce:
    """Before one of the stock compilers of queries."""

    weight: str

    def search(self: Any, config: Any, start: Any, stop: Any, score_field: Any = None) -> Any:
        asked = fts.normalize(self.query)
        if isinstance(asked, MatchAll | Not):
            return super().search(config, start, stop, score_field)  # type: ignore[misc]
        parts, values = self._parts(asked, config)
        keys = RawSQL(_KEYS.format(**parts), values)  # noqa: S611 - what was typed is in the values
        found = self.queryset.filter(pk__in=keys)
        if score_field or self.order_by_relevance:
            rank = _Rank(_RANK.format(**parts), values)
            found = found.annotate(**{score_field or "_score": rank})
        if self.order_by_relevance:
            found = found.order_by(score_field or "_score", "-pk")
        elif not found.query.order_by:
            found = found.order_by("-pk")
        return found[start:stop]

    def _parts(self: Any, asked: Any, config: Any) -> tuple[dict[str, str], tuple[Any, ...]]:
        """What the SQL above is made of, and the values in it."""
        condition = fts.MatchExpression(
            self.fields or self.FTS_TABLE_FIELDS, self.build_search_query(asked, config=config)
        )
        matches = sqlite.SQLiteFTSIndexEntry.objects.filter(condition).annotate(score=fts.BM25())
        connection = connections[self.queryset.db]
        compiler = matches.values_list("pk", "score").query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        types = get_descendants_content_types_pks(self.queryset.model)
        parts = {
            "matches": sql,
            "entries": connection.ops.quote_name(sqlite.IndexEntry._meta.db_table),
            "types": ", ".join(str(int(one)) for one in types),
            "weight": self.weight,
        }
        return parts, tuple(values)


class _Search(_RankedOnce, sqlite.SQLiteSearchQueryCompiler):
    weight = _TITLE_AND_BODY


class _Autocomplete(_RankedOnce, sqlite.SQLiteAutocompleteQueryCompiler):
    weight = "1.0"


class SQLiteSearchBackend(sqlite.SQLiteSearchBackend):
    query_compiler_class = _Search
    autocomplete_query_compiler_class = _Autocomplete
