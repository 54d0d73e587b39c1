"""Pages that other pages point to, as a visitor of one language may see them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Q, QuerySet
from wagtail.models import Page

from catalog.visibility import public_pages


def public_in_language(locale_id: int, originals: Iterable[Page | None]) -> dict[Any, Any]:
    """``{translation_key: page}``: the public version of each page in this language.

    References are stored on the Vietnamese source. A page that is not translated stands for itself
    (mark its language); one that an anonymous visitor cannot open is left out. ``originals`` are
    of one model; None is skipped. Two queries, however many pages; none without any.
    """
    given = {page.pk: page for page in originals if page is not None}
    if not given:
        return {}
    model = type(next(iter(given.values())))
    keys = {page.translation_key for page in given.values()}
    locales = {page.locale_id for page in given.values()} | {locale_id}
    there = public_pages(
        model._default_manager.filter(translation_key__in=keys, locale_id__in=locales)
    ).select_related("locale")
    found: dict[Any, Any] = {}
    for page in there:
        if page.locale_id == locale_id or (page.pk in given and page.translation_key not in found):
            found[page.translation_key] = page
    return found


def public_references(page: Page, others: Iterable[Page | None]) -> list[Any]:
    """The same as a list for ``page``, in the order given and without doubles.

    One query for a relation; then the order is that of the tree.
    """
    if isinstance(others, QuerySet):
        return _of_relation(page, others)
    originals = [other for other in others if other is not None]
    found = public_in_language(page.locale_id, originals)
    keys = dict.fromkeys(other.translation_key for other in originals)
    return [found[key] for key in keys if key in found]


def public_reference(page: Page, field: str) -> Any:
    """The one that a foreign key of ``page`` names, likewise; None without one. One query."""
    pk = getattr(page, f"{field}_id")
    if pk is None:
        return None
    model = page._meta.get_field(field).related_model
    return next(iter(public_references(page, model._default_manager.filter(pk=pk))), None)


def _of_relation(page: Page, originals: QuerySet[Any]) -> list[Any]:
    rows = originals.order_by()
    itself = Q(pk__in=rows.values("pk"))
    translated = Q(locale_id=page.locale_id, translation_key__in=rows.values("translation_key"))
    first = rows.filter(translation_key=OuterRef("translation_key")).order_by("path").values("path")
    versions = public_pages(originals.model._default_manager.filter(itself | translated))
    found: dict[Any, Any] = {}
    for one in versions.select_related("locale").annotate(in_tree=first[:1]).order_by("in_tree"):
        if one.locale_id == page.locale_id or one.translation_key not in found:
            found[one.translation_key] = one
    return list(found.values())
