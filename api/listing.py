"""Lists of public items: from parameters to rows, and from rows to JSON text.

A page costs one query whatever is in it; the texts are stored ready and only joined. The place in
a list is kept by the values of its last row, so that what comes or goes in between neither hides
nor repeats another item, and the thousandth page costs as much as the first.
"""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from api.cursors import fingerprint, sign, unsign
from api.geography import around, distance, in_box
from api.parameters import ContentParameters, ListParameters
from api.problems import CURSOR_MISMATCH, Problem
from catalog.models import CatalogFacet, CatalogItem
from core.vietnamese.dates import VIETNAM

#: States of a proposal to the national portal after which the item is offered there.
PROPOSED = ("approved", "sent", "published")
#: Not part of what is listed: they may change from page to page, or do not select.
FREE = {"limit", "cursor", "facets", "view", "order"}
_COLUMNS = {"date": "date", "title": "sort_title", "updated": "updated_at"}


@dataclass(frozen=True)
class Order:
    """``column`` is a field or annotation; every public row has a date and a title."""

    column: str
    is_descending: bool

    @classmethod
    def of(cls, name: str) -> "Order":
        return cls(_COLUMNS[name.removeprefix("-")], name.startswith("-"))

    @property
    def expressions(self) -> list[Any]:
        column = F(self.column)
        last = True if self.is_optional else None
        ordered = (
            column.desc(nulls_last=last) if self.is_descending else column.asc(nulls_last=last)
        )
        return [ordered, F("id").asc()]

    @property
    def is_optional(self) -> bool:
        """Whether rows may lack the value; they come last then."""
        return self.column == "updated_at"

    def after(self, value: Any, item: UUID) -> Q:
        """Rows behind this one. The first half bounds the index, the second breaks ties."""
        if value is None:
            return Q(**{f"{self.column}__isnull": True}, id__gt=item)
        beyond = "lt" if self.is_descending else "gt"
        rows = Q(**{f"{self.column}__{beyond}e": value}) & (
            Q(**{f"{self.column}__{beyond}": value}) | Q(id__gt=item)
        )
        return rows | Q(**{f"{self.column}__isnull": True}) if self.is_optional else rows


@dataclass(frozen=True)
class Page:
    """``texts``: JSON of the items; ``next``: cursor, None on the last page."""

    texts: list[str]
    next: str | None


def day_start(day: datetime.date, days: int = 0) -> datetime.datetime:
    """Midnight in Viet Nam before ``day`` (plus ``days``), within what every database can hold."""
    safe = min(max(day, datetime.date(1000, 1, 1)), datetime.date(9000, 1, 1))
    start = datetime.datetime.combine(safe, datetime.time.min, tzinfo=VIETNAM)
    return start + datetime.timedelta(days=days)


def selected(asked: ListParameters, kinds: list[str], own_facets: dict[str, str]) -> Any:
    """The public rows that the parameters select, in no order."""
    rows: QuerySet[CatalogItem] = CatalogItem.objects.public()
    if kinds:
        rows = rows.filter(kind__in=kinds) if len(kinds) > 1 else rows.filter(kind=kinds[0])
    else:
        rows = rows.filter(page_id__isnull=False)
    if asked.locale:
        rows = rows.filter(locale=asked.locale)
    if asked.section:
        rows = rows.filter(section=asked.section)
    if asked.below:
        rows = rows.filter(_having("ancestor", [str(asked.below)]))
    for name, value in facets_of(asked, own_facets):
        rows = rows.filter(_having(name, [value]))
    if asked.proposed_for:
        rows = rows.filter(_having("national_portal", PROPOSED))
    return by_columns(rows, asked)


def by_columns(rows: Any, asked: ListParameters) -> Any:
    """Those rows which the parameters select that are neither kind, language nor facet."""
    if asked.featured:
        rows = rows.filter(is_featured=True)
    rows = _in_time(rows, asked)
    if asked.bbox:
        rows = in_box(rows, *asked.bbox)
    if asked.near:
        rows = around(rows, asked.near, asked.radius)
    return rows


def facets_of(asked: ListParameters, own_facets: dict[str, str]) -> list[tuple[str, str]]:
    """``(name, value)`` pairs that must all hold."""
    pairs = [("topic", asked.topic), ("locality", asked.locality), *own_facets.items()]
    named = [(name, value) for name, value in pairs if value]
    return named + [(name, value) for name, _, value in (f.partition(":") for f in asked.facet)]


def _having(name: str, values: Any) -> Q:
    """A subquery, so that no row appears twice."""
    return Q(pk__in=CatalogFacet.objects.filter(name=name, value__in=values).values("item"))


def _in_time(rows: Any, asked: ListParameters) -> Any:
    """An event that lasts counts from its start to its end."""
    if asked.date_from:
        start = day_start(asked.date_from)
        rows = rows.filter(Q(date__gte=start) | Q(end_date__gte=start))
    if asked.date_to:
        rows = rows.filter(date__lt=day_start(asked.date_to, days=1))
    if asked.updated_since:
        rows = rows.filter(updated_at__gte=asked.updated_since)
    return rows


def order_of(asked: ListParameters) -> Order:
    if asked.order:
        return Order.of(asked.order)
    if asked.near:
        return Order("distance", False)
    return Order.of("-date")


def page_of(rows: Any, asked: ListParameters, scope: list[Any]) -> Page:
    """One page of these rows; one query. ``scope``: what else the list is bound to, its kinds."""
    order = order_of(asked)
    if order.column == "distance" and asked.near:
        rows = rows.annotate(distance=distance(asked.near))
    filters = asked.model_dump(mode="json", exclude=FREE)
    bound = fingerprint(filters, scope, order.column, order.is_descending)
    if asked.cursor:
        rows = rows.filter(order.after(*_place(asked.cursor, bound, order)))
    text = "payload" if asked.view == "full" else "card"
    found = list(
        rows.order_by(*order.expressions).values_list(text, order.column, "id")[: asked.limit + 1]
    )
    if len(found) <= asked.limit:
        return Page([row[0] for row in found], None)
    _text, value, item = found[asked.limit - 1]
    shown = value.isoformat() if isinstance(value, datetime.datetime) else value
    return Page([row[0] for row in found[: asked.limit]], sign("list", [bound, shown, item.hex]))


def _place(cursor: str, bound: str, order: Order) -> tuple[Any, UUID]:
    made_for, value, item = unsign("list", cursor, 3)
    if made_for != bound:
        raise Problem(CURSOR_MISMATCH, parameter="cursor")
    if value is not None and order.column in {"date", "updated_at"}:
        value = datetime.datetime.fromisoformat(value)
    return value, UUID(item)


def kinds_of(asked: ListParameters) -> list[str]:
    return sorted(set(asked.type)) if isinstance(asked, ContentParameters) else []
