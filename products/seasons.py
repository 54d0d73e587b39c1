"""Months in season: as a bit mask for SQL, as words for people, as a strip for the eye."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from products.choices import SHORT_MONTHS, Month


@dataclass(frozen=True)
class StripMonth:
    """One cell of the season strip."""

    number: int
    label: str
    short_label: str | Promise
    in_season: bool


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


def season_strip(months: Iterable[int]) -> list[StripMonth]:
    """The twelve months of the year; empty when no month is given."""
    given = set(months)
    if not given:
        return []
    return [
        StripMonth(month.value, str(month.label), SHORT_MONTHS[month.value], month.value in given)
        for month in Month
    ]
