"""What the front room gathers from all kinds."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Q
from wagtail.models import Page

from catalog.listing import listed
from core.kinds import all_kinds
from core.models import Topic, TopicalPage
from core.specific import with_fields_of


def topical_models() -> list[type[TopicalPage]]:
    models = [apps.get_model(kind.model) for kind in all_kinds() if kind.is_listed]
    return [model for model in models if issubclass(model, TopicalPage)]


def on_topics(topics: Iterable[Topic], locale_id: int) -> Any:
    """Public pages of every kind on one of these topics, or a part of it, newest first."""
    chosen = [topic.pk for topic in topics]
    wanted = Q(topics__in=chosen) | Q(topics__parent__in=chosen)
    matching = Q(pk__in=[])
    for model in topical_models():
        matching |= Q(pk__in=model.objects.filter(wanted, locale_id=locale_id).values("pk"))
    pages = listed(Page.objects.filter(matching, locale_id=locale_id))
    return with_fields_of(topical_models(), pages).order_by("-first_published_at", "-pk")
