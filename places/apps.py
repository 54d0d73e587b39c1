from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.kinds import Kind, register


class PlacesConfig(AppConfig):
    name = "places"
    verbose_name = _("Places and history")

    def ready(self) -> None:
        register(
            Kind("place", "places.TourismPlacePage", _("Place to visit"), _("Places to visit"),
                 schema="places.schemas.PlaceSchema"),
            Kind("relic", "places.RelicPage", _("Relic"), _("Relics"),
                 schema="places.schemas.RelicSchema"),
            Kind("history", "places.HistoryPage", _("History"), _("Pages of history"),
                 schema="places.schemas.HistorySchema"),
            Kind("place_index", "places.PlaceIndexPage", _("List of places"),
                 _("Lists of places"), is_listed=False,
                 schema="catalog.page_schema.ListSchema"),
        )  # fmt: skip
