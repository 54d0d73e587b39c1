"""What a map on a page is made of: points, an optional boundary, where to look."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Marker:
    """A point in WGS 84 degrees; ``url`` may be empty."""

    title: str
    latitude: Decimal
    longitude: Decimal
    text: str = ""
    url: str = ""

    @property
    def coordinates(self) -> str:
        return f"{self.latitude:.5f}, {self.longitude:.5f}"


def map_data(
    markers: list[Marker],
    boundary: dict[str, Any] | None = None,
    centre: tuple[Decimal, Decimal, int] | None = None,
) -> dict[str, Any]:
    """The JSON that static/js/map.js draws: ``{markers, boundary, centre, tiles}``."""
    return {
        "markers": [
            {**asdict(m), "latitude": float(m.latitude), "longitude": float(m.longitude)}
            for m in markers
        ],
        "boundary": boundary,
        "centre": [float(centre[0]), float(centre[1]), centre[2]] if centre else None,
        "tiles": {"url": settings.MAP_TILE_URL, "attribution": settings.MAP_TILE_ATTRIBUTION},
    }
