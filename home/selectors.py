"""What the front room gathers from all kinds."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, When
from wagtail.models import Page

from catalog.listing import listed
from catalog.models import CatalogItem
from core.kinds import all_kinds
from core.models import Topic, TopicalPage
from core.specific import with_fields_of


def topical_models() -> list[type[TopicalPage]]:
    models = [apps.get_model(kind.model) for kind in all_kinds() if kind.is_listed]
    return [model for model in models if issubclass(model, TopicalPage)]


def address_of_list(kind_code: str, language_code: str) -> str:
    """Of the public list of this kind that stands highest in the tree; empty without one."""
    kind = next(kind for kind in all_kinds() if kind.code == kind_code)
    lists = apps.get_model(kind.model)._default_manager.filter(locale__language_code=language_code)
    page = listed(lists).order_by("depth", "path").first()
    return (page.url or "") if page else ""


def on_topics(topics: Iterable[Topic], locale_id: int) -> Any:
    """Public pages of every kind on one of these topics, or a part of it.

    Kind by kind, as the registry has them: where cards show a date the newest first, else by the
    alphabet.
    """
    chosen = [topic.pk for topic in topics]
    wanted = Q(topics__in=chosen) | Q(topics__parent__in=chosen)
    matching = Q(pk__in=[])
    for model in topical_models():
        matching |= Q(pk__in=model.objects.filter(wanted, locale_id=locale_id).values("pk"))
    pages = listed(Page.objects.filter(matching, locale_id=locale_id))
    return _kind_by_kind(with_fields_of(topical_models(), pages))


def _kind_by_kind(pages: Any) -> Any:
    kinds = [kind for kind in all_kinds() if kind.is_listed]
    item = CatalogItem.objects.public().filter(page_id=OuterRef("pk"))
    ranks = [When(list_kind=kind.code, then=rank) for rank, kind in enumerate(kinds)]
    dated = [kind.code for kind in kinds if kind.is_dated]
    return pages.annotate(
        list_kind=Subquery(item.values("kind")),
        list_rank=Case(*ranks, default=len(kinds), output_field=IntegerField()),
        list_date=Case(When(list_kind__in=dated, then=Subquery(item.values("date")))),
        list_title=Subquery(item.values("sort_title")),
    ).order_by("list_rank", "-list_date", "list_title", "pk")
