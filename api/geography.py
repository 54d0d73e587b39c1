"""Boxes and distances on the globe, in degrees (WGS 84) and kilometres."""

import math
from typing import Any

from django.db.models import F, FloatField, Q, Value
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt

EARTH = 6371.0088  # mean radius in kilometres
_DEGREE = math.pi / 180 * EARTH  # kilometres of a degree of latitude


def in_box(rows: Any, west: float, south: float, east: float, north: float) -> Any:
    """A box whose west is greater than its east crosses the antimeridian."""
    high = rows.filter(latitude__gte=south, latitude__lte=north)
    if west <= east:
        return high.filter(longitude__gte=west, longitude__lte=east)
    return high.filter(Q(longitude__gte=west) | Q(longitude__lte=east))


def around(rows: Any, point: tuple[float, ...], kilometres: float) -> Any:
    """Rows within this distance of ``(latitude, longitude)``; a box first: no arithmetic."""
    latitude, longitude = point
    height = kilometres / _DEGREE
    widest = max(abs(latitude - height), abs(latitude + height))
    # Near a pole every longitude is near.
    width = 180.0 if widest >= 89 else height / math.cos(math.radians(widest))
    west, east = longitude - width, longitude + width
    if west < -180 or east > 180:
        west, east = -180.0, 180.0
    boxed = in_box(rows, west, latitude - height, east, latitude + height)
    return boxed.alias(away=distance(point)).filter(away__lte=float(kilometres))


def distance(point: tuple[float, ...]) -> Any:
    """Great-circle distance of a row from this point in kilometres, in SQL (haversine)."""
    latitude, longitude = point
    half_height = (Radians(F("latitude")) - math.radians(latitude)) / 2.0
    half_width = (Radians(F("longitude")) - math.radians(longitude)) / 2.0
    across = Cos(Radians(F("latitude"))) * math.cos(math.radians(latitude))
    chord = Power(Sin(half_height), 2.0) + across * Power(Sin(half_width), 2.0)
    inside = Least(chord, Value(1.0, output_field=FloatField()))
    return 2.0 * EARTH * ASin(Sqrt(inside), output_field=FloatField())
