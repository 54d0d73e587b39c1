"""The table of what people type and what belongs to the first three results."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHOWN = 3


@dataclass(frozen=True)
class Asked:
    """``wanted``: beginnings of the titles that belong to the first three results."""

    language: str
    typed: str
    wanted: tuple[str, ...]

    def precision(self, titles: Sequence[str]) -> float:
        """The share of wanted ones among the first results, of as many as there can be."""
        places = min(SHOWN, len(self.wanted))
        right = [t for t in titles[:places] if t.startswith(self.wanted)]
        return len(right) / places

    def is_found(self, titles: Sequence[str]) -> bool:
        return any(title.startswith(self.wanted) for title in titles[:SHOWN])


@cache
def table() -> tuple[Asked, ...]:
    rows = []
    text = (Path(__file__).parent / "queries.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            language, typed, wanted = line.split("\t")
            rows.append(Asked(language, typed, tuple(wanted.split("|"))))
    return tuple(rows)


def judged(ask: Callable[[Asked], Sequence[str]]) -> tuple[list[str], float]:
    """Queries whose item is not found in the first three, and the mean precision there.

    ``ask`` gives titles of the first results.
    """
    missed, precisions = [], []
    for row in table():
        titles = ask(row)
        precisions.append(row.precision(titles))
        if not row.is_found(titles):
            missed.append(f"{row.language} {row.typed!r}: {titles}")
    return missed, sum(precisions) / len(precisions)
