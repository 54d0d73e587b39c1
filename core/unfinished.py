"""What a draft may still lack, and a public page may not.

A field that the public needs is ``blank=False``. Where its column could not hold nothing otherwise
(a date, a choice of a record) it is ``null=True`` besides, so that Wagtail saves a draft without
it and asks for it on submission.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db import models
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

Row = TypeVar("Row", bound=models.Model)


def missing_fields(instance: models.Model) -> "list[models.Field[Any, Any]]":
    """Own fields of a page, or of a row of one, that are needed in public and empty."""
    return [
        field
        for field in instance._meta.concrete_fields
        if not field.blank and field.editable and not _is_wagtails(field)
        and getattr(instance, field.attname) in field.empty_values
    ]  # fmt: skip


def _is_wagtails(field: "models.Field[Any, Any]") -> bool:
    return field.model is Page or field.primary_key or isinstance(field, ParentalKey)


def complete(rows: Iterable[Row]) -> list[Row]:
    """Those that may be shown: a preview shows no half of a row."""
    return [row for row in rows if not missing_fields(row)]


def unfinished(page: Page) -> list[str]:
    """Sentences for the editor, one for the page and one for each row that lacks something."""
    return [
        _("%(what)s: fill in %(fields)s.")
        % {
            "what": what,
            "fields": get_text_list([str(field.verbose_name) for field in missing], _("and")),
        }
        for what, part in _parts(page)
        if (missing := missing_fields(part))
    ]


def _parts(page: Page) -> Iterator[tuple[str, models.Model]]:
    yield capfirst(str(page._meta.verbose_name)), page
    for relation in get_all_child_relations(page):
        if relation.related_model.__module__.startswith("wagtail."):
            continue
        name = capfirst(str(relation.related_model._meta.verbose_name))
        rows = getattr(page, relation.get_accessor_name()).all()
        yield from ((f"{name} {number}", row) for number, row in enumerate(rows, 1))
