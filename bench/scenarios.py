"""What is measured over HTTP, and what each may cost."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.load import Pair, Target, compare, fetch, fetch_json, with_cursor

LIST = "/api/v1/content?view=full&limit=20&locale=vi"
SYNC = "/api/v1/sync?limit=500"
_WALK = "/api/v1/content?view=full&limit=100&locale=vi"
GROWTH = 1.2  # times slower at most, from the smallest portal to the largest
DEPTH = 0.8  # of all items lie before a deep cursor


@dataclass(frozen=True)
class Question:
    """What is asked, what it is measured against, and the bound of the ratio of times."""

    name: str
    target: Target
    baseline: Target
    baseline_name: str
    at_most: float


@dataclass(frozen=True)
class Result:
    """One line of the table."""

    name: str
    baseline_name: str
    pair: Pair
    at_most: float


def _deep_list(base: str, items: int) -> str:
    """The list's cursor after most of the items. One of another page size serves as well."""
    cursor, seen = "", 0
    while seen < items * DEPTH:
        page = fetch_json(with_cursor(base + _WALK, cursor))
        if not page["next"]:
            break
        seen, cursor = seen + len(page["items"]), page["next"]
    return cursor


def _deep_sync(base: str, items: int) -> tuple[str, int]:
    """The log's cursor after most of the items, and how many those are."""
    cursor, seen = "", 0
    while seen < items * DEPTH:
        page = fetch_json(with_cursor(base + SYNC, cursor))
        if not page["has_more"]:
            break
        seen, cursor = seen + len(page["items"]), page["next_cursor"]
    return cursor, seen


def questions(base: str, items: int) -> list[Question]:
    """All scenarios on a served portal with about so many items."""
    constant = Target(f"{base}/bench/constant")
    values = Target(f"{base}/bench/values")
    asked = []
    places = (("first", "", ("", 0)), ("deep", _deep_list(base, items), _deep_sync(base, items)))
    for place, list_cursor, (sync_cursor, skip) in places:
        listed = Target(with_cursor(base + LIST, list_cursor))
        synced = Target(with_cursor(base + SYNC, sync_cursor))
        count = len(fetch_json(synced.url)["items"])
        dump = Target(f"{base}/bench/dump?skip={skip}&limit={count}")
        asked += [
            Question(f"20 full items, {place} page", listed, values, "values() of 20 rows", 1.0),
            Question(f"sync page of 500, {place}", synced, dump, "dump of the same texts", 1.5),
        ]
        for name, target in (("list", listed), ("sync", synced)):
            known = Target(target.url, {"If-None-Match": fetch(target)[0]["ETag"]})
            asked.append(Question(f"304 of the {name}, {place}", known, constant, "constant", 2.0))
    return asked


def run(base: str, items: int, rounds: int, seconds: int) -> Iterator[Result]:
    """Each scenario against its baseline on the same server, as soon as it is measured."""
    for q in questions(base, items):
        pair = compare(q.target, q.baseline, rounds, seconds)
        yield Result(q.name, q.baseline_name, pair, q.at_most)


def grown(
    small: tuple[str, int], large: tuple[str, int], rounds: int, seconds: int
) -> Iterator[Result]:
    """Each scenario on a large portal against the same on a small one; both ``(base, items)``."""
    for many, few in zip(questions(*large), questions(*small), strict=True):
        pair = compare(many.target, few.target, rounds, seconds)
        yield Result(many.name, f"the same with {small[1]} pages", pair, GROWTH)
