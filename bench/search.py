"""`make bench-search`: the three engines over growing portals, in time and in what they find.

Times are ratios to looking up 20 rows by their keys; what is found is judged by the table of
tests/search/asked, and the first three results are compared between the engines.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.portals import ROOT, Portal
from tests.search.asked.table import judged
from tests.services.elasticsearch import elasticsearch
from tests.services.missing import MissingServiceError
from tests.services.postgres import new_database, postgres

VAR = ROOT / "var" / "bench"
ENGINES = ("sqlite", "postgres", "elasticsearch")
#: At 20,000 items, of a search with facets to the look-up of 20 rows by key.
AT_MOST, AT = 150, 20_000


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.search", description=__doc__)
    parser.add_argument("--items", type=int, nargs="+", default=[2000, AT, 100_000])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    return parser.parse_args()


@contextmanager
def portal_of(engine: str) -> Iterator[Portal]:
    """A new portal with the demo content, searched by this engine; its services run meanwhile.

    Elasticsearch has SQLite beside it. MissingServiceError when its service is not installed.
    """
    folder = VAR / f"search-{engine}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    own = {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "bench.settings", "DATABASE_URL": "",
           "ELASTICSEARCH_URL": ""}  # fmt: skip
    with ExitStack() as stack:
        if engine == "postgres":
            own["DATABASE_URL"] = new_database(stack.enter_context(postgres(durable=True)))
        if engine == "elasticsearch":
            own["ELASTICSEARCH_URL"] = stack.enter_context(elasticsearch()).url
        portal = Portal(engine, 0, {**os.environ, **own})
        portal.manage("setup_portal", "--content", "content/tan-trung")
        yield portal


def measured(engine: str, sizes: list[int]) -> dict[str, Any]:
    with portal_of(engine) as portal:
        words = [engine, *(str(size) for size in sizes)]
        told = portal.manage(*words, module="bench.search_measures")
    result: dict[str, Any] = json.loads(told.splitlines()[-1])
    return result


def times(results: list[dict[str, Any]]) -> str:
    """Markdown; bold marks a ratio above the bound."""
    lines = ["| engine | items | asked | p50, ms | p95, ms | times the look-up by key |",
             "|---|---|---|---|---|---|"]  # fmt: skip
    for result in results:
        for size in result["sizes"]:
            name = f"| {result['engine']} | {size['items']}"
            for asked, one in size["timed"].items():
                ratio = f"{one['ratio']:.0f}"
                if size["items"] == AT and one["ratio"] > AT_MOST:
                    ratio = f"**{ratio}**"
                lines.append(f"{name} | {asked} | {one['p50']:.1f} | {one['p95']:.1f} | {ratio} |")
            lines.append(
                f"{name} | rebuilding | {1000 / size['indexed_per_second']:.2f} an item | | |"
            )
    return "\n".join(lines)


def findings(results: list[dict[str, Any]]) -> str:
    """What each engine finds of the table, and how far the engines agree."""
    lines = []
    for result in results:
        top = result["top"]
        missed, precision = judged(lambda row, top=top: top[f"{row.language} {row.typed}"])
        lines.append(f"- {result['engine']}: precision in the first three {precision:.2f}, "
                     f"{len(missed)} of {len(top)} not found {missed or ''}")  # fmt: skip
    for number, one in enumerate(results):
        for other in results[number + 1 :]:
            same = sum(one["top"][asked] == other["top"][asked] for asked in one["top"])
            share = same / len(one["top"])
            lines.append(
                f"- {one['engine']} and {other['engine']}: the same first three in {share:.0%}"
            )
    return "\n".join(lines)


def main() -> int:
    options = arguments()
    results = []
    for engine in options.engines:
        try:
            print(f"{engine}: measuring ...", flush=True)
            results.append(measured(engine, sorted(set(options.items))))
            print(times(results[-1:]), flush=True)
        except MissingServiceError as missing:
            sys.stderr.write(f"Without {engine}: {missing}.\n")
    print(f"\n{times(results)}\n\n{findings(results)}")
    file: Path = VAR / "search.json"
    file.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
