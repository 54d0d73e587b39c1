"""The facets of the list of news."""

from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from core.filters import ListFilterSet, TopicFilter, YearFilter
from core.models.base import PromotedLevel
from news.choices import NewsKind


class NewsFilterSet(ListFilterSet):
    """Kind, topic, level, and the archive by year and month of the date shown (Viet Nam time)."""

    kind = ChoiceFilter(choices=NewsKind.choices, label=_("Kind"), empty_label=_("All"))
    topic = TopicFilter()
    level = ChoiceFilter(
        field_name="promoted_level",
        choices=PromotedLevel.choices,
        label=_("Promotes the image of"),
        empty_label=_("All"),
    )
    year = YearFilter("date")
    month = ChoiceFilter(
        field_name="date__month",
        choices=list(MONTHS.items()),
        label=_("Month"),
        empty_label=_("All"),
    )
