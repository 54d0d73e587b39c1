"""What a map is made of: points and where to look, which a page brings, and the ground below them.

No map service is asked, so the ground is data: a locality's boundary, and a drawing of it that
names villages, roads and waters. Both are GeoJSON (RFC 7946), WGS 84, longitude first.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.translated import TranslatedText

if TYPE_CHECKING:
    from core.models import PortalImage

# What a feature of a drawing may be; each has its look in static/css/map.css.
DRAWN_KINDS = (
    "field", "hill", "orchard", "forest", "water", "river", "road", "highway", "settlement",
)  # fmt: skip
_GEOMETRIES = {
    "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2,
    "MultiPolygon": 3,
}  # fmt: skip
_AREAS = {"Polygon", "MultiPolygon"}
LARGEST_DRAWING = 60_000  # characters; a phone loads it with the first map


@dataclass(frozen=True)
class Marker:
    """A point in WGS 84 degrees, and what is there; all but title and point may be empty."""

    title: str
    latitude: Decimal
    longitude: Decimal
    text: str = ""
    url: str = ""
    kind: str = ""
    picture: "PortalImage | None" = None

    @property
    def coordinates(self) -> str:
        return f"{self.latitude:.5f}, {self.longitude:.5f}"

    @property
    def directions(self) -> str:
        """Where the way there is shown (`MAP_DIRECTIONS_URL`); empty when the setting is."""
        url = settings.MAP_DIRECTIONS_URL.replace("{latitude}", f"{self.latitude:.5f}")
        return url.replace("{longitude}", f"{self.longitude:.5f}")


@dataclass(frozen=True)
class Ground:
    """What lies below the points: a GeoJSON geometry and a FeatureCollection."""

    boundary: dict[str, Any] | None = None
    drawing: dict[str, Any] | None = None

    @property
    def data(self) -> dict[str, Any]:
        """``{boundary, drawing}`` as static/js/map.js draws them; where there are tiles, they show
        what a drawing would.
        """
        return {
            "boundary": self.boundary,
            "drawing": None if settings.MAP_TILE_URL else self._drawn(),
        }

    def _drawn(self) -> dict[str, Any] | None:
        """The drawing with its words in the active language."""
        if not self.drawing:
            return None
        features = [
            {
                "type": "Feature",
                "properties": {
                    "kind": feature["properties"]["kind"],
                    "name": str(TranslatedText.of(feature["properties"].get("name"))),
                },
                "geometry": feature["geometry"],
            }
            for feature in self.drawing["features"]
        ]
        attribution = str(TranslatedText.of(self.drawing.get("attribution")))
        return {"type": "FeatureCollection", "features": features, "attribution": attribution}


def map_data(
    markers: list[Marker],
    centre: tuple[Decimal, Decimal, int] | None = None,
    *,
    with_boundary: bool = True,
) -> dict[str, Any]:
    """What a page tells static/js/map.js: ``{markers, centre, with_boundary, tiles}``.

    What the popup of a marker shows stands in the page, in a template element for each.
    """
    return {
        "markers": [
            {"title": m.title, "latitude": float(m.latitude), "longitude": float(m.longitude)}
            for m in markers
        ],
        "centre": [float(centre[0]), float(centre[1]), centre[2]] if centre else None,
        "with_boundary": with_boundary,
        "tiles": {"url": settings.MAP_TILE_URL, "attribution": settings.MAP_TILE_ATTRIBUTION},
    }


def validate_boundary(value: Any) -> None:
    """Refuses what is not a GeoJSON area."""
    if problem := _wrong_with_geometry(value, _AREAS):
        raise ValidationError(problem)


def validate_drawing(value: Any) -> None:
    """Refuses what is not a FeatureCollection whose features say their kind."""
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(features, list) or value.get("type") != "FeatureCollection":
        raise ValidationError(_("This is not a GeoJSON FeatureCollection."))
    if len(json.dumps(value, separators=(",", ":"), ensure_ascii=False)) > LARGEST_DRAWING:
        raise ValidationError(
            _("The drawing has more than %(most)s characters: draw it with fewer points.")
            % {"most": LARGEST_DRAWING}
        )
    if not _is_text(value.get("attribution")):
        raise ValidationError(_("The attribution is a text, or one for each language."))
    problems = []
    for number, feature in enumerate(features, start=1):
        if problem := _wrong_with_feature(feature):
            problems.append(
                _("Feature %(number)s: %(problem)s") % {"number": number, "problem": problem}
            )
    if problems:
        raise ValidationError(problems)


def _wrong_with_feature(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return _("it has no properties.")
    if properties.get("kind") not in DRAWN_KINDS:
        return _("its “kind” is none of: %(kinds)s.") % {"kinds": ", ".join(DRAWN_KINDS)}
    if not _is_text(properties.get("name")):
        return _("its name is a text, or one for each language.")
    return _wrong_with_geometry(feature.get("geometry"), set(_GEOMETRIES))


def _wrong_with_geometry(geometry: Any, allowed: set[str]) -> str:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str) or kind not in allowed:
        return _("The geometry is none of: %(kinds)s.") % {"kinds": ", ".join(sorted(allowed))}
    if not _are_positions(geometry.get("coordinates"), _GEOMETRIES[kind]):
        return _(
            "The coordinates are not [longitude, latitude] pairs in degrees, as deep as the "
            "geometry asks."
        )
    return ""


def _are_positions(value: Any, depth: int) -> bool:
    if not isinstance(value, list):
        return False
    if depth:
        return bool(value) and all(_are_positions(each, depth - 1) for each in value)
    return (
        len(value) >= 2
        and all(isinstance(n, int | float) and not isinstance(n, bool) for n in value)
        and abs(value[0]) <= 180
        and abs(value[1]) <= 90
    )


def _is_text(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(text, str) for text in value.values())
    return value is None or isinstance(value, str)
