"""Pages that other pages point to, as a visitor of one language may see them.

References are stored on the Vietnamese source. A page that is not translated stands for itself
(mark its language); one that the catalog does not show is left out.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from wagtail.models import Page
from wagtail.query import PageQuerySet

from catalog.listing import listed
from core.specific import with_fields_of

Named = Iterable[Page | None]  # A queryset, then in the order of the tree; or pages in theirs.


def references_of(page: Page, **relations: Named) -> dict[str, list[Any]]:
    """What several relations of ``page`` name, each without doubles: one query for all of them.

    None is skipped; no query when nothing is named.
    """
    given = {
        name: others if isinstance(others, QuerySet) else [one for one in others if one]
        for name, others in relations.items()
    }
    rows = {name: _rows(others) for name, others in given.items() if _may_name(others)}
    versions = _public_versions(rows) if rows else []
    return {name: _in_language(page, name, given[name], versions) for name in relations}


def public_references(page: Page, others: Named) -> list[Any]:
    """The same for one relation."""
    return references_of(page, others=others)["others"]


def public_reference(page: Page, field: str) -> Any:
    """The one that a foreign key of ``page`` names, likewise; None without one."""
    return next(iter(public_references(page, named_by(page, field))), None)


def named_by(page: Page, field: str) -> Named:
    """What a foreign key names, to be asked for together with others."""
    pk = getattr(page, f"{field}_id")
    model = page._meta.get_field(field).related_model
    return [] if pk is None else model._default_manager.filter(pk=pk)


def _may_name(others: Any) -> bool:
    return isinstance(others, QuerySet) or bool(others)


def _rows(others: Any) -> PageQuerySet[Any]:
    if not isinstance(others, QuerySet):
        pages = type(others[0])._default_manager
        others = pages.filter(pk__in=[one.pk for one in others])
    return others.order_by()


def _public_versions(rows: dict[str, PageQuerySet[Any]]) -> list[Any]:
    """All languages, with the path of what each relation names: the original, or None."""
    first, *others = (one.values("translation_key") for one in rows.values())
    keys = first.union(*others) if others else first
    models = {one.model for one in rows.values()}
    if len(models) == 1:
        pages = models.pop()._default_manager.defer_streamfields().select_related("locale")
    else:
        pages = with_fields_of(models - {Page}, Page.objects.all())
    named = {
        f"named_{name}": Subquery(
            one.filter(translation_key=OuterRef("translation_key"))
            .order_by("path")
            .values("path")[:1]
        )
        for name, one in rows.items()
    }
    return list(listed(pages.filter(translation_key__in=keys)).annotate(**named))


def _in_language(page: Page, name: str, others: Any, versions: list[Any]) -> list[Any]:
    found: dict[Any, Any] = {}
    paths: dict[Any, str] = {}
    for one in versions:
        path = getattr(one, f"named_{name}", None)
        is_original = path == one.path and one.translation_key not in found
        if path and (one.locale_id == page.locale_id or is_original):
            found[one.translation_key] = one
            paths[one.translation_key] = path
    if isinstance(others, QuerySet):
        return [found[key] for key in sorted(found, key=lambda key: paths[key])]
    keys = dict.fromkeys(one.translation_key for one in others)
    return [found[key] for key in keys if key in found]
