"""`python -m bench.search_measures ENGINE SIZE...`: one engine over a growing portal; prints JSON.

Run by `bench.search` with the portal's environment.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import Any

import django

REPETITIONS = 15
FACETS = ("kind", "section", "topic", "year", "category", "stars", "locality")
#: Rank of a pair that, by Zipf's law, occurs in half of the texts.
HALF = 12
TIMED = {
    "a word in half of the texts": "{common}",
    "two words of a title": "{pair}",
    "without marks": "{bare}",
    "half a word": "{half}",
    "nothing found": "{pair} qwzx",
}


def timed(ask: Callable[[], Any]) -> list[float]:
    """Seconds of each repetition, after one that does not count."""
    ask()
    taken = []
    for _ in range(REPETITIONS):
        start = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - start)
    return taken


def figures(seconds: list[float], baseline: float) -> dict[str, float]:
    """Milliseconds at the median and the 95th percentile, and the ratio to the baseline."""
    half = median(seconds)
    return {
        "p50": half * 1000,
        "p95": quantiles(seconds, n=20)[-1] * 1000,
        "ratio": half / baseline,
    }


def texts() -> dict[str, str]:
    """What is typed: words that the generated items have."""
    from bench.search_items import FIRST, vocabulary
    from catalog.models import CatalogItem
    from core.vietnamese.fold import fold

    title = CatalogItem.objects.get(page_id=FIRST).title.lower()
    pair = " ".join(title.split()[2:4])
    common = vocabulary("vi").pairs[HALF].split()[0]
    given = {"common": common, "pair": pair, "bare": fold(pair), "half": pair[:-1]}
    return {name: text.format(**given) for name, text in TIMED.items()}


def measure(size: int) -> dict[str, Any]:
    from catalog.models import CatalogItem
    from search.engines.base import Filters
    from search.searching import find, suggest

    filters = Filters("vi")
    ids = list(CatalogItem.objects.public().values_list("pk", flat=True)[:20])
    # Asked anew each time: a queryset keeps what it was given.
    rows = CatalogItem.objects.filter(pk__in=ids).values_list("pk", "title", "summary", "card")
    baseline = median(timed(lambda: list(rows.all())))
    result: dict[str, Any] = {"items": size, "lookup": baseline * 1000, "timed": {}}
    for name, text in texts().items():
        search = timed(lambda text=text: find(text, filters, limit=20, facets=FACETS))
        result["timed"][f"search, {name}"] = figures(search, baseline)
    half = texts()["half a word"]
    result["timed"]["suggestions"] = figures(timed(lambda: suggest(half, filters, 8)), baseline)
    return result


def evaluate() -> dict[str, Any]:
    """Titles of the first three results of every query of the table."""
    from catalog.models import CatalogItem
    from search.engines.base import Filters
    from search.searching import find
    from tests.search.asked.table import table

    found = {}
    for row in table():
        ids = find(row.typed, Filters(row.language), limit=3).found.ids
        titles = dict(CatalogItem.objects.filter(pk__in=ids).values_list("pk", "title"))
        found[f"{row.language} {row.typed}"] = [titles[one] for one in ids]
    return found


def main(engine_name: str, sizes: list[int]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.db import connection

    from bench import search_items
    from catalog.models import CatalogItem
    from search import engines
    from search.indexing import catch_up, rebuild

    results: dict[str, Any] = {"engine": engine_name, "sizes": [], "top": {}}
    for size in sizes:
        missing = size - CatalogItem.objects.filter(page_id__gte=search_items.FIRST).count()
        search_items.add(max(missing, 0))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        catch_up(engines.database_engine())
        engine = engines.in_order()[0]
        start = time.perf_counter()
        done = rebuild(engine)
        taken = time.perf_counter() - start
        measured = measure(size)
        measured["indexed_per_second"] = done / taken
        results["sizes"].append(measured)
        if size <= 20_000:
            results["top"] = evaluate()
        print(json.dumps(results, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], [int(size) for size in sys.argv[2:]])
