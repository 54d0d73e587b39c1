"""PostgreSQL: tsvectors in the rows, made of ready tokens, so that no configuration is needed."""

from collections.abc import Sequence

from django.db import connection

from search.engines.base import Document, Prepared
from search.engines.database import Condition, DatabaseEngine
from search.models import SearchDocument
from search.query import Expression, Field, Phrase, Step

TABLE = SearchDocument._meta.db_table
# A row's own table keeps them out of line where they are long: rows stay small.
COLUMNS = {Field.TITLE: "title_words", Field.LEAD: "lead_words", Field.TEXT: "text_words"}
_INDEX = "CREATE INDEX search_{name} ON {table} USING gin ({name}) WITH (fastupdate = off)"
CREATE = [
    *(f"ALTER TABLE {TABLE} ADD COLUMN {name} tsvector" for name in COLUMNS.values()),
    *(_INDEX.format(name=name, table=TABLE) for name in COLUMNS.values()),
]
#: Beyond these PostgreSQL keeps no more: places in a text, and places of one word in a text.
_LAST_PLACE, _MOST_PLACES = 16_383, 255
_EXACT = "="  # before words with their marks, which share the vector with the folded ones


class PostgresEngine(DatabaseEngine):
    tables = f"{TABLE} d"
    position = "strpos"

    def matches(self, step: Step) -> Condition:
        sign = _EXACT if step.is_exact else ""
        return f"d.{COLUMNS[step.field]} @@ %s::tsquery", [_said(step.expression, sign)]

    def write_words(self, documents: Sequence[tuple[int, Document]]) -> None:
        sets = ", ".join(f"{name} = %s::tsvector" for name in COLUMNS.values())
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {TABLE} SET {sets} WHERE id = %s",  # noqa: S608
                [
                    (
                        vector(one.title),
                        vector(one.title, one.summary),
                        vector(one.title, one.summary, one.body),
                        key,
                    )
                    for key, one in documents
                ],
            )

    def drop_words(self, keys: Sequence[int]) -> None:
        """They are columns of the row."""


def vector(*texts: Prepared) -> str:
    """A tsvector of the texts, one after the other, as PostgreSQL reads it.

    A place is left free between two: the last word of one and the first of the next are no phrase.
    """
    places: dict[str, list[int]] = {}
    place = 0
    for text in texts:
        place += 1
        for exact, bare in zip(text.exact.split(), text.folded.split(), strict=True):
            place += 1
            for word in (_EXACT + exact, bare):
                places.setdefault(word, []).append(place)
    return " ".join(
        f"'{word}':{','.join(str(min(one, _LAST_PLACE)) for one in found[:_MOST_PLACES])}"
        for word, found in places.items()
    )


def _said(expression: Expression, sign: str) -> str:
    """As a tsquery. Tokens hold letters and digits only, so nothing needs escaping."""
    return " & ".join(
        "("
        + " | ".join("(" + " & ".join(_phrase(one, sign) for one in way) + ")" for way in clause)
        + ")"
        for clause in expression
    )


def _phrase(phrase: Phrase, sign: str) -> str:
    words = [f"'{sign}{word}'" for word in phrase.words]
    if phrase.is_open:
        words[-1] += ":*"
    return f"({' <-> '.join(words)})"
