"""Facets that lists of several kinds share."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from core.models import Topic
from core.sitewide import remembered


def topics() -> list[tuple[str, str]]:
    """``[(code, name)]`` in the active language."""
    rows = Topic.objects.all()
    return remembered(f"topics|{get_language()}", lambda: [(row.code, str(row)) for row in rows])


class TopicFilter(ChoiceFilter):
    """Pages on a topic or on a part of it; a subquery, so that none appears twice."""

    def __init__(self) -> None:
        super().__init__(choices=topics, label=_("Topic"), empty_label=_("All"))

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        pages = qs.model._default_manager
        sharing = pages.filter(Q(topics__code=value) | Q(topics__parent__code=value))
        return qs.filter(pk__in=sharing.order_by().values("pk"))
