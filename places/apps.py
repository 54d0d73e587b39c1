from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.kinds import Kind, register


class PlacesConfig(AppConfig):
    name = "places"
    verbose_name = _("Places and history")

    def ready(self) -> None:
        register(
            Kind("place", "places.TourismPlacePage", _("Place to visit"), _("Places to visit")),
            Kind("relic", "places.RelicPage", _("Relic"), _("Relics")),
            Kind("history", "places.HistoryPage", _("History"), _("Pages of history")),
            Kind("place_index", "places.PlaceIndexPage", _("List of places"),
                 _("Lists of places"), is_listed=False),
        )  # fmt: skip
