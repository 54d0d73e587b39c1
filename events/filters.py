"""The facets of the list of events."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from core.filters import ListFilterSet, TopicFilter
from events.choices import EventKind

PAST = "past"


class EventFilterSet(ListFilterSet):
    """``when`` is applied after the dates of recurring events have been computed."""

    when = ChoiceFilter(
        method="as_it_is",
        choices=[(PAST, _("Past events"))],
        label=_("When"),
        empty_label=_("Coming events"),
    )
    kind = ChoiceFilter(choices=EventKind.choices, label=_("Kind"), empty_label=_("All"))
    topic = TopicFilter()

    def as_it_is(self, queryset: Any, name: str, value: str) -> Any:
        return queryset
