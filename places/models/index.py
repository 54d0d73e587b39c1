"""The list of places: the same places on a map and, beside it, as a list."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.maps import map_data
from core.models import IndexPage
from places.filters import PlaceFilterSet


class PlaceIndexPage(IndexPage):
    filterset_class = PlaceFilterSet
    subpage_types: ClassVar[list[str]] = [
        "places.TourismPlacePage", "places.RelicPage", "places.HistoryPage",
    ]  # fmt: skip

    class Meta:
        verbose_name = _("list of places")
        verbose_name_plural = _("lists of places")

    def get_items(self) -> QuerySet[Any]:
        from places.selectors import places

        return places(self.locale_id)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from places.selectors import located, markers_of

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        everywhere = located(self.locale_id)
        if context["is_filtered"]:
            matching = set(context["filterset"].qs.values_list("pk", flat=True))
            everywhere = [place for place in everywhere if place.pk in matching]
        markers = markers_of(everywhere)
        context["markers"] = markers
        context["map_data"] = map_data(markers)
        return context
