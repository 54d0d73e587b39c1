"""Facets that lists of several kinds share."""

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from core.models import Topic
from core.sitewide import remembered
from core.vietnamese.dates import local_date

if TYPE_CHECKING:
    from core.models import IndexPage

_LONGEST = 80  # Characters of a visitor's own words that are repeated to him.


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


class ListFilterSet(FilterSet):
    """The facets of the page ``index`` that lists."""

    def __init__(self, *args: Any, index: "IndexPage", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.index = index

    @property
    def chosen(self) -> list[str]:
        """In words, such as "Class: Specialty"; of a form that is valid."""
        found = []
        for name, field in self.form.fields.items():
            if value := self.form.cleaned_data.get(name):
                labels = {str(code): label for code, label in getattr(field, "choices", ())}
                found.append(f"{field.label}: {labels.get(str(value), str(value)[:_LONGEST])}")
        return found


class YearFilter(ChoiceFilter):
    """By the year (of the clock here) of a date of what a `ListFilterSet` lists."""

    def __init__(self, date: str) -> None:
        super().__init__(
            field_name=f"{date}__year", choices=(), label=_("Year"), empty_label=_("All")
        )
        self.date = date

    @property
    def field(self) -> Any:
        # Not a callable: forms copy choices, and a method with all it hangs on.
        self.extra["choices"] = [(year, str(year)) for year in self._years()]
        return super().field

    def _years(self) -> list[int]:
        listing: ListFilterSet = self.parent
        name = f"years|{listing.index.pk}"
        return remembered(name, lambda: years_of(listing.queryset, self.date))


def years_of(items: QuerySet[Any], date: str) -> list[int]:
    """The years in which items have this date, the last one first.

    From each year's last item to the one before that year: as many short questions as there are
    years, where one question over all dates reads every item.
    """
    dates = items.exclude(**{date: None}).order_by(f"-{date}").values_list(date, flat=True)
    found: list[int] = []
    last = dates.first()
    while last is not None:
        is_moment = isinstance(last, datetime.datetime)
        year = local_date(last).year
        found.append(year)
        if year <= datetime.MINYEAR + 1:
            break  # What is earlier no time zone can say.
        begin = datetime.datetime(year, 1, 1)
        last = dates.filter(
            **{f"{date}__lt": timezone.make_aware(begin) if is_moment else begin.date()}
        ).first()
    return found
