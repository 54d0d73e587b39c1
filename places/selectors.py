"""The only way other rooms read places, relics and history."""

import math
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from wagtail.models import Page

from catalog.listing import listed
from core.images import attach_covers
from core.maps import Marker
from core.sitewide import remembered
from core.specific import with_fields_of
from localization.selectors import locale_of
from places.filters import LINK_OF_KIND
from places.models import HistoryPage, PlacePage, RelicPage, TourismPlacePage

_EARTH_RADIUS_KM = 6371.0088


def places(locale_id: int) -> QuerySet[Any]:
    """Public places, relics and history of a language as specific pages, by the alphabet."""
    of_room = Q()
    for link in LINK_OF_KIND.values():
        of_room |= Q(**{f"{link}__isnull": False})
    pages = listed(Page.objects.filter(of_room, locale_id=locale_id))
    key = Coalesce(*(F(f"{link}__title_sort_key") for link in LINK_OF_KIND.values()))
    models = [TourismPlacePage, RelicPage, HistoryPage]
    ordered: QuerySet[Any] = with_fields_of(models, pages).order_by(key, "pk")
    return ordered


def with_position(pages: QuerySet[Any]) -> list[PlacePage]:
    """Those of the pages that have coordinates."""
    located = pages.filter(
        Q(tourismplacepage__latitude__isnull=False) | Q(relicpage__latitude__isnull=False)
    )
    return [page for page in located if page.has_position]


def located(locale_id: int) -> list[PlacePage]:
    """All public places of a language that have coordinates, by the alphabet; some dozens."""
    return remembered(f"located|{locale_id}", lambda: with_position(places(locale_id)))


def markers_of(pages: list[PlacePage]) -> list[Marker]:
    """Of pages that have a position, in their order."""
    attach_covers(pages)
    return [marker_of(page) for page in pages]


def marker_of(page: PlacePage, is_linked: bool = True) -> Marker:
    """ValueError when the page has no position."""
    if page.latitude is None or page.longitude is None:
        raise ValueError(f"{page} has no position.")
    text = page.address or page.summary
    url = (page.url or "") if is_linked else ""
    place = (page.title, page.latitude, page.longitude)
    return Marker(*place, text, url, page.kind_label, page.cover)


def places_on_map(language_code: str) -> list[Marker]:
    """All public places with a position in this language, by the alphabet."""
    return markers_of(located(locale_of(language_code).pk))


def distance_km(one: PlacePage, other: PlacePage) -> float:
    """Great-circle distance of two places that have a position, in kilometres (haversine)."""
    lat1, lon1, lat2, lon2 = (
        math.radians(float(value or 0))
        for value in (one.latitude, one.longitude, other.latitude, other.longitude)
    )
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def nearby(page: PlacePage, count: int = 3) -> list[PlacePage]:
    """The nearest public places in the page's language, ``kilometres_away`` set, nearest first.

    Empty without position. Measured in Python: a commune has some dozens of places.
    """
    if not page.has_position:
        return []
    others = [other for other in located(page.locale_id) if other.pk != page.pk]
    for other in others:
        other.kilometres_away = distance_km(page, other)
    return sorted(others, key=lambda other: (other.kilometres_away or 0.0, other.pk))[:count]
