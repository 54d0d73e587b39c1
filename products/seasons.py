"""Months in season: as a bit mask for SQL, as words for people, as a wheel for the eye."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from products.choices import Month

_LABEL_RADIUS = 75


@dataclass(frozen=True)
class SeasonMonth:
    """One month of the season wheel, January at the top, clockwise."""

    number: int
    label: str
    in_season: bool

    @property
    def angle(self) -> int:
        """In degrees."""
        return 30 * (self.number - 1)

    @property
    def label_x(self) -> str:
        """Of the number's middle, in units of the drawing; a string, which no locale rewrites."""
        return f"{_LABEL_RADIUS * math.sin(math.radians(self.angle)):.1f}"

    @property
    def label_y(self) -> str:
        return f"{5 - _LABEL_RADIUS * math.cos(math.radians(self.angle)):.1f}"


def season_mask(months: Iterable[int]) -> int:
    """Bit ``m - 1`` is set for month ``m``: not every database searches JSON lists alike."""
    return sum({1 << (month - 1) for month in months})


def month_ranges(months: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of following months as ``(first, last)``; a run may pass the turn of the year."""
    given = sorted(set(months))
    if len(given) == 12:
        return [(1, 12)]
    runs: list[tuple[int, int]] = []
    for month in given:
        if runs and runs[-1][1] == month - 1:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    if len(runs) > 1 and runs[0][0] == 1 and runs[-1][1] == 12:
        first = runs.pop(0)
        runs[-1] = (runs[-1][0], first[1])
    return runs


def season_text(months: Iterable[int]) -> str:
    """In words in the active language: "May – July, December"; empty without months."""
    ranges = month_ranges(months)
    if ranges == [(1, 12)]:
        return _("all year")
    return ", ".join(
        str(Month(first).label) if first == last else f"{Month(first).label} – {Month(last).label}"
        for first, last in ranges
    )


def season_wheel(months: Iterable[int]) -> list[SeasonMonth]:
    """The twelve months of the year; empty when no month is given."""
    given = set(months)
    if not given:
        return []
    return [SeasonMonth(month.value, str(month.label), month.value in given) for month in Month]
