"""What the engines inside the database share: rows beside the words, one question for each step."""

import uuid
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from catalog.models import MEDIA_KINDS
from search.engines.base import MAX_COUNTED, MAX_RESULTS, Document, Filters, Found, Health
from search.models import SearchDocument
from search.query import Field, Plan, Step

_COLUMNS = ["kind", "language", "date", "expires_at", "title_length", "facets"]
Condition = tuple[str, list[Any]]  # SQL and its parameters


def packed(facets: Iterable[tuple[str, str]]) -> str:
    """Facets as one text, in which ``line(name, value)`` can be looked for."""
    return "\n" + "".join(f"{name}={value}\n" for name, value in sorted(set(facets)))


def line(name: str, value: str) -> str:
    return f"\n{name}={value}\n"


class DatabaseEngine(ABC):
    """Written in the transaction of the change; the same rows and order on both databases."""

    name = "database"
    is_transactional = True

    #: SQL that joins the words with their rows, called d.
    tables: str
    #: Function of two texts: where the second begins in the first, 0 for nowhere.
    position: str

    @abstractmethod
    def matches(self, step: Step) -> Condition:
        """The step as a condition on ``tables``."""

    @abstractmethod
    def write_words(self, documents: Sequence[tuple[int, Document]]) -> None:
        """Replace the words of rows, given with their keys."""

    @abstractmethod
    def drop_words(self, keys: Sequence[int]) -> None:
        """Before the rows with these keys go."""

    def index(self, documents: Sequence[Document]) -> None:
        if not documents:
            return
        with transaction.atomic():
            SearchDocument.objects.bulk_create(
                [
                    SearchDocument(
                        item_id=one.id, kind=one.kind, language=one.language, date=one.date,
                        expires_at=one.expires_at, title_length=min(one.title_length, 32_000),
                        facets=packed(one.facets),
                    )
                    for one in documents
                ],
                update_conflicts=True, unique_fields=["item"], update_fields=_COLUMNS,
                batch_size=100,
            )  # fmt: skip
            rows = SearchDocument.objects.filter(item__in=[one.id for one in documents])
            keys = dict(rows.values_list("item_id", "pk"))
            self.write_words([(keys[one.id], one) for one in documents])

    def delete(self, ids: Iterable[uuid.UUID]) -> None:
        with transaction.atomic():
            rows = SearchDocument.objects.filter(item__in=list(ids))
            keys = list(rows.values_list("pk", flat=True))
            if keys:
                self.drop_words(keys)
                SearchDocument.objects.filter(pk__in=keys).delete()

    def search(
        self, plan: Plan, filters: Filters, *, offset: int = 0, limit: int = 20,
        facets: Sequence[str] = (),
    ) -> Found:  # fmt: skip
        if not plan:
            return Found()
        end = min(offset + limit, MAX_RESULTS)
        allowed = self._allowed(filters)
        found = Found(ids=self._ranked(plan, allowed, end)[offset:])
        if facets:
            self._count_facets(found, plan[-1], allowed, facets)
        else:
            found.total = self._counts(plan[-1:], allowed, MAX_RESULTS + 1)[0]
        found.is_more = found.total > MAX_RESULTS
        found.total = min(found.total, MAX_RESULTS)
        return found

    def suggest(self, plan: Plan, filters: Filters, limit: int) -> list[uuid.UUID]:
        titles = tuple(step for step in plan if step.field is Field.TITLE)
        return self._ranked(titles, self._allowed(filters), limit)

    def count(self, step: Step, filters: Filters, most: int) -> int:
        """How many items a step finds, counted up to ``most``."""
        return self.counts([step], filters, most)[0]

    def counts(self, steps: Sequence[Step], filters: Filters, most: int) -> list[int]:
        """The same of several steps; one question."""
        return self._counts(steps, self._allowed(filters), most)

    def matching(self, step: Step) -> Condition:
        """SQL of the keys of all items that a step finds, to be a part of another question."""
        condition, values = self.matches(step)
        return f"SELECT d.item_id FROM {self.tables} WHERE {condition}", values  # noqa: S608

    def health(self) -> Health:
        try:
            SearchDocument.objects.values_list("pk", flat=True).first()
        except DatabaseError as error:
            return Health(is_up=False, detail=str(error))
        return Health(is_up=True)

    def is_sound(self, *, is_rebuilding: bool) -> bool:
        """Its tables come and go with migrations."""
        return True

    def begin_rebuild(self) -> None:  # noqa: B027
        """Rows are replaced one by one, so there is nothing to do."""

    def end_rebuild(self) -> None:
        """Rows that the catalog does not hold any more."""
        gone = SearchDocument.objects.exclude(item__state="live")
        while ids := list(gone.values_list("item_id", flat=True)[:500]):
            self.delete(ids)

    def _ranked(self, plan: Plan, allowed: Condition, end: int) -> list[uuid.UUID]:
        """The first ``end`` items: step by step, none after one that has enough; one question."""
        if not plan:
            return []
        parts: list[str] = []
        values: list[Any] = []
        for number, step in enumerate(plan):
            matches, words = self.matches(step)
            condition, more = allowed
            length = "d.title_length" if step.field is Field.TITLE else "0"
            enough = [f" AND (SELECT count(*) FROM s{n}) < %s" for n in range(number)]  # noqa: S608
            parts.append(
                f"s{number} AS (SELECT {number} AS step, {length} AS length, d.date AS date, "  # noqa: S608
                f"d.item_id AS item FROM {self.tables} WHERE {matches} AND {condition}"
                f"{''.join(enough)} ORDER BY length, d.date DESC NULLS LAST, d.item_id LIMIT %s)"
            )
            values += [*words, *more, *[end] * number, end]
        every = " UNION ALL ".join(f"SELECT * FROM s{n}" for n in range(len(plan)))  # noqa: S608
        rows = self._rows(
            f"WITH {', '.join(parts)} {every} ORDER BY step, length, date DESC NULLS LAST, item",
            values,
        )
        items = (row[-1] for row in rows)
        ids = (one if isinstance(one, uuid.UUID) else uuid.UUID(one) for one in items)
        return list(dict.fromkeys(ids))[:end]

    def _counts(self, steps: Sequence[Step], allowed: Condition, most: int) -> list[int]:
        parts: list[str] = []
        values: list[Any] = []
        for number, step in enumerate(steps):
            matches, words = self.matches(step)
            condition, more = allowed
            parts.append(
                f"(SELECT count(*) FROM (SELECT 1 FROM {self.tables} "  # noqa: S608
                f"WHERE {matches} AND {condition} LIMIT %s) AS m{number})"
            )
            values += [*words, *more, most]
        return [int(number) for number in self._rows(f"SELECT {', '.join(parts)}", values)[0]]

    def _count_facets(
        self, found: Found, step: Step, allowed: Condition, names: Sequence[str]
    ) -> None:
        """Many items share all their facets, so the texts are counted and then taken apart."""
        matches, words = self.matches(step)
        condition, values = allowed
        rows = self._rows(
            f"SELECT facets, count(*) FROM (SELECT d.facets FROM {self.tables} "  # noqa: S608
            f"WHERE {matches} AND {condition} LIMIT %s) AS matching GROUP BY facets",
            [*words, *values, MAX_COUNTED],
        )
        counted: dict[str, Counter[str]] = {name: Counter() for name in names}
        for text, number in rows:
            found.total += number
            for pair in text.split("\n"):
                name, _, value = pair.partition("=")
                if name in counted:
                    counted[name][value] += number
        found.facets = {name: dict(values) for name, values in counted.items()}

    def _allowed(self, filters: Filters) -> Condition:
        """The filters as a condition on d."""
        parts = ["(d.expires_at IS NULL OR d.expires_at > %s)"]
        values: list[Any] = [connection.ops.adapt_datetimefield_value(timezone.now())]
        if filters.language:
            parts.append("d.language = %s")
            values.append(filters.language)
        kinds, negated = (filters.kinds, "") if filters.kinds else (MEDIA_KINDS, "NOT ")
        parts.append(f"d.kind {negated}IN ({', '.join(['%s'] * len(kinds))})")
        values += kinds
        for name, choices in filters.facets:
            one = [f"{self.position}(d.facets, %s) > 0" for _choice in choices]
            parts.append(f"({' OR '.join(one) or '1 = 0'})")
            values += [line(name, choice) for choice in choices]
        if filters.among is not None:
            sql, more = filters.among.order_by().values("pk").query.sql_with_params()
            parts.append(f"d.item_id IN ({sql})")
            values += more
        return " AND ".join(parts), values

    def _rows(self, sql: str, values: Sequence[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
