"""The facets of the list of events."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, ModelChoiceFilter

from core.models import Topic
from events.choices import EventKind

PAST = "past"


class EventFilterSet(FilterSet):
    """``when`` is applied after the dates of recurring events have been computed."""

    when = ChoiceFilter(
        method="as_it_is",
        choices=[(PAST, _("Past events"))],
        label=_("When"),
        empty_label=_("Coming events"),
    )
    kind = ChoiceFilter(choices=EventKind.choices, label=_("Kind"), empty_label=_("All"))
    topic = ModelChoiceFilter(
        method="on_topic",
        to_field_name="code",
        queryset=Topic.objects.all(),
        label=_("Topic"),
        empty_label=_("All"),
    )

    def as_it_is(self, queryset: Any, name: str, value: str) -> Any:
        return queryset

    def on_topic(self, queryset: Any, name: str, topic: Topic | None) -> Any:
        """Events on a topic or on a part of it; a subquery, so that none appears twice."""
        if topic is None:
            return queryset
        sharing = queryset.model.objects.filter(Q(topics=topic) | Q(topics__parent=topic))
        return queryset.filter(pk__in=sharing.values("pk"))
