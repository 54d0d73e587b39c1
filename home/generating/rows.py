"""Thousands of pages at once, with every invariant that saving them one by one would keep."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page

#: Rows of one insert; SQLite and PostgreSQL both bound the number of values.
BATCH = 500


Values = dict[str, Any]
#: Child rows as ``(relation, values)``, such as ``("certificates", {"stars": 4, ...})``.
Rows = list[tuple[str, Values]]


@dataclass
class Draft:
    """A page to be written, what it was made of, and what hangs on it.

    shared, texts: its values, which a stand-in repeats. topics: keys.
    """

    page: Any
    shared: Values
    texts: Values
    rows: Rows = field(default_factory=list)
    topics: list[int] = field(default_factory=list)


class Branch:
    """The pages below one index page; hands out their places in the tree."""

    def __init__(self, parent: Page) -> None:
        self.parent = parent
        self.count = parent.numchild

    def place(self, page: Page) -> None:
        """Give the page its path, depth and address; ``page.slug`` must be unique here."""
        self.count += 1
        page.depth = self.parent.depth + 1
        page.path = Page._get_path(self.parent.path, page.depth, self.count)
        page.numchild = 0
        page.locale_id = self.parent.locale_id
        page.url_path = f"{self.parent.url_path}{page.slug}/"
        page.draft_title = page.title
        page.content_type = ContentType.objects.get_for_model(type(page))

    def close(self) -> None:
        """Tell the parent how many children it has."""
        Page.objects.filter(pk=self.parent.pk).update(numchild=self.count)


def _page_fields() -> list[str]:
    return [f.attname for f in Page._meta.concrete_fields if not f.primary_key]


def write(drafts: Sequence[Draft]) -> None:
    """Insert the pages, their child rows and topics. All must have a place in the tree.

    The rooms work out some columns when a page is saved (sort keys, dates of expiry). A save of no
    fields runs exactly that and writes nothing.
    """
    names = _page_fields()
    bases = [Page(**{name: getattr(d.page, name) for name in names}) for d in drafts]
    Page.objects.bulk_create(bases, batch_size=BATCH)
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for draft, base in zip(drafts, bases, strict=True):
        draft.page.pk = draft.page.id = base.pk
        draft.page.save(clean=False, update_fields=[])
        by_model.setdefault(type(draft.page), []).append(draft.page)
        for row in _children(draft):
            by_model.setdefault(type(row), []).append(row)
    for model, rows in by_model.items():
        _insert(model, rows)
    _write_topics(drafts)


def _children(draft: Draft) -> Iterator[models.Model]:
    for relation, values in draft.rows:
        child = type(draft.page)._meta.get_field(relation)
        row = child.related_model(**{child.field.attname: draft.page.pk}, **values)
        row.save(update_fields=[])
        yield row


def _insert(model: type[models.Model], rows: list[models.Model]) -> None:
    if not issubclass(model, Page):
        model._default_manager.bulk_create(rows, batch_size=BATCH)
        return
    # Django's bulk_create refuses a model whose parent has a table of its own; that is filled.
    fields = model._meta.local_concrete_fields
    model._base_manager.all()._batched_insert(rows, fields, BATCH)  # type: ignore[attr-defined]


def _write_topics(drafts: Iterable[Draft]) -> None:
    links: dict[type[models.Model], list[models.Model]] = {}
    for draft in drafts:
        if not draft.topics:
            continue
        relation = type(draft.page)._meta.get_field("topics")
        through = relation.remote_field.through
        page, topic = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        rows = links.setdefault(through, [])
        rows += [
            through(**{f"{page}_id": draft.page.pk, f"{topic}_id": key}) for key in draft.topics
        ]
    for through, rows in links.items():
        through._default_manager.bulk_create(rows, batch_size=BATCH)


def new_key(number: int) -> uuid.UUID:
    """A translation key made of 128 random bits, so that the same seed gives the same key."""
    return uuid.UUID(int=number, version=4)
