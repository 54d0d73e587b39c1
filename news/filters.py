"""The facets of the list of news."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, ModelChoiceFilter

from core.models import Topic
from core.models.base import PromotedLevel
from news.choices import NewsKind


class NewsFilterSet(FilterSet):
    """Kind, topic, level, and the archive by year and month of the date shown (Viet Nam time)."""

    kind = ChoiceFilter(choices=NewsKind.choices, label=_("Kind"), empty_label=_("All"))
    topic = ModelChoiceFilter(
        method="on_topic",
        to_field_name="code",
        queryset=Topic.objects.all(),
        label=_("Topic"),
        empty_label=_("All"),
    )
    level = ChoiceFilter(
        field_name="promoted_level",
        choices=PromotedLevel.choices,
        label=_("Promotes the image of"),
        empty_label=_("All"),
    )
    year = ChoiceFilter(field_name="date__year", label=_("Year"), empty_label=_("All"))
    month = ChoiceFilter(
        field_name="date__month",
        choices=list(MONTHS.items()),
        label=_("Month"),
        empty_label=_("All"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dates = self.queryset.datetimes("date", "year", order="DESC")
        years = {day.year for day in dates} | {timezone.localdate().year}
        self.filters["year"].extra["choices"] = [(y, str(y)) for y in sorted(years, reverse=True)]

    def on_topic(self, queryset: Any, name: str, topic: Topic | None) -> Any:
        """Items on a topic or on a part of it; a subquery, so that none appears twice."""
        if topic is None:
            return queryset
        sharing = queryset.model.objects.filter(Q(topics=topic) | Q(topics__parent=topic))
        return queryset.filter(pk__in=sharing.values("pk"))
