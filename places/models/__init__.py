from places.models.index import PlaceIndexPage
from places.models.place import HistoryPage, PlacePage, RelicPage, TourismPlacePage

__all__ = ["HistoryPage", "PlaceIndexPage", "PlacePage", "RelicPage", "TourismPlacePage"]
