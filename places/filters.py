"""Visitors' facets. A value that does not exist is an error of the address, not an empty list."""

from functools import partial
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.filters import ListFilterSet
from places.choices import ContentKind, PlaceKind, RelicRank

# From a page to the row of its type, as multi-table inheritance names it.
LINK_OF_KIND = {
    ContentKind.PLACE: "tourismplacepage",
    ContentKind.RELIC: "relicpage",
    ContentKind.HISTORY: "historypage",
}


ChoiceFilter = partial(django_filters.ChoiceFilter, empty_label=_("All"))


class PlaceFilterSet(ListFilterSet):
    """Over pages of all types of the room."""

    kind = ChoiceFilter(choices=ContentKind.choices, method="of_kind", label=_("What"))
    place_kind = ChoiceFilter(
        choices=PlaceKind.choices,
        field_name="tourismplacepage__place_kind",
        label=_("Kind of place"),
    )
    rank = ChoiceFilter(
        choices=RelicRank.choices, field_name="relicpage__rank", label=_("Rank of relic")
    )

    def of_kind(self, pages: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return pages.filter(**{f"{LINK_OF_KIND[ContentKind(value)]}__isnull": False})
