"""SQLite: a full-text table (FTS5) beside the rows, whose rowid is the key of the row."""

from collections.abc import Sequence

from django.db import connection

from search.engines.base import Document
from search.engines.database import Condition, DatabaseEngine
from search.models import SearchDocument
from search.query import Expression, Field, Phrase, Step

TABLE = "search_words_fts"
_PARTS = ("title", "summary", "body")
_COLUMNS = [f"{part}_{form}" for part in _PARTS for form in ("exact", "folded")]
#: Texts come as tokens already, so it has to cut at spaces and nothing else; and nothing is scored.
CREATE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5({', '.join(_COLUMNS)}, "
    "tokenize = 'ascii', prefix = '1 2 3', columnsize = 0)"
)
DROP = f"DROP TABLE IF EXISTS {TABLE}"
_WITHIN = {Field.TITLE: _PARTS[:1], Field.LEAD: _PARTS[:2], Field.TEXT: _PARTS}


class SQLiteEngine(DatabaseEngine):
    # CROSS JOIN: the words are looked up first, whatever the planner thinks of the filters.
    tables = f"{TABLE} CROSS JOIN {SearchDocument._meta.db_table} d ON d.id = {TABLE}.rowid"
    position = "instr"

    def matches(self, step: Step) -> Condition:
        form = "exact" if step.is_exact else "folded"
        columns = " ".join(f"{part}_{form}" for part in _WITHIN[step.field])
        return f"{TABLE} MATCH %s", [f"{{{columns}}} : ({_said(step.expression)})"]

    def write_words(self, documents: Sequence[tuple[int, Document]]) -> None:
        self.drop_words([key for key, _document in documents])
        marks = ", ".join(["%s"] * (len(_COLUMNS) + 1))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, {', '.join(_COLUMNS)}) VALUES ({marks})",  # noqa: S608
                [
                    (key, *(text for part in _PARTS for text in _texts(document, part)))
                    for key, document in documents
                ],
            )

    def drop_words(self, keys: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {TABLE} WHERE rowid = %s",  # noqa: S608
                [(key,) for key in keys],
            )


def _texts(document: Document, part: str) -> tuple[str, str]:
    prepared = getattr(document, part)
    return prepared.exact, prepared.folded


def _said(expression: Expression) -> str:
    """In the language of FTS5. Tokens hold letters and digits only, so nothing needs escaping."""
    return " AND ".join(
        "(" + " OR ".join("(" + " AND ".join(map(_phrase, way)) + ")" for way in clause) + ")"
        for clause in expression
    )


def _phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"{" *" if phrase.is_open else ""}'
