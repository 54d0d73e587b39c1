"""The facets of the list of news."""

from typing import Any

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from core.filters import TopicFilter
from core.models.base import PromotedLevel
from news.choices import NewsKind


class NewsFilterSet(FilterSet):
    """Kind, topic, level, and the archive by year and month of the date shown (Viet Nam time)."""

    kind = ChoiceFilter(choices=NewsKind.choices, label=_("Kind"), empty_label=_("All"))
    topic = TopicFilter()
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
