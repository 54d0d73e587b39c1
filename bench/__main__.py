"""`make bench`: measure the interface on both databases; ratios are the result, not seconds."""

import argparse
import datetime
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import pages as html_pages
from bench.load import Pair
from bench.portals import ROOT, WORKERS, Portal, prepared, served
from bench.scenarios import Result, grown, run
from tests.services.missing import MissingServiceError, is_required
from tests.services.postgres import new_database, postgres

VAR = ROOT / "var" / "bench"
DATABASES = ("sqlite", "postgres")
HEAD = [
    "| portal | measured | against | per second | against | ratio of times | at most |",
    "|---|---|---|---|---|---|---|",
]
Measured = dict[str, list[Result]]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[2000, 20000])
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=list(DATABASES))
    parser.add_argument("--rounds", type=int, default=7, help="pairs of measurements")
    parser.add_argument("--seconds", type=int, default=1, help="length of each")
    return parser.parse_args()


def measure(portal: Portal, rounds: int, seconds: int) -> Iterator[Result]:
    with served(portal) as base:
        yield from run(base, portal.pages, rounds, seconds)
        yield from html_pages.run(base, rounds, seconds)
    told = json.loads(portal.manage(module="bench.publishing").splitlines()[-1])
    pair = Pair(1000 / told["with"], 1000 / told["without"], told["ratio"])
    yield Result("publish of a page", "without the catalog's marks", pair, 1.2)


def measure_growth(small: Portal, large: Portal, rounds: int, seconds: int) -> Iterator[Result]:
    with served(small) as few, served(large) as many:
        yield from grown((few, small.pages), (many, large.pages), rounds, seconds)


def line(portal: str, result: Result) -> str:
    """One of the table; bold marks a ratio above its bound."""
    own = result.pair
    ratio = f"{own.time_ratio:.2f}"
    ratio = ratio if own.time_ratio <= result.at_most else f"**{ratio}**"
    return (
        f"| {portal} | {result.name} | {result.baseline_name} | {own.rate:.0f} "
        f"| {own.baseline_rate:.0f} | {ratio} | {result.at_most:g} |"
    )


def table(measured: Measured) -> str:
    """Markdown, one line a scenario and portal."""
    lines = [line(portal, each) for portal, results in measured.items() for each in results]
    return "\n".join([*HEAD, *lines])


def noted(measured: Measured, name: str, results: Iterator[Result]) -> None:
    """Each result is printed at once: an interrupted run has told what it knows."""
    measured[name] = []
    print("\n".join(HEAD), flush=True)
    for result in results:
        measured[name].append(result)
        print(line(name, result), flush=True)


def measure_database(
    database: str, server: str, options: argparse.Namespace, measured: Measured
) -> None:
    """Portals of all sizes on one database, then the largest against the smallest."""
    rounds, seconds = options.rounds, options.seconds
    portals = []
    for pages in sorted(set(options.pages)):
        name = f"{database}, {pages} pages"
        print(f"{name}: preparing ...", flush=True)
        start = time.monotonic()
        url = new_database(server) if database == "postgres" else ""
        portals.append(prepared(database, pages, url, VAR / f"{database}-{pages}"))
        print(f"{name}: ready after {time.monotonic() - start:.0f} s", flush=True)
    for portal in portals:
        name = f"{database}, {portal.pages} pages"
        noted(measured, name, measure(portal, rounds, seconds))
    if len(portals) > 1:
        small, large = portals[0], portals[-1]
        name = f"{database}, growth to {large.pages} pages"
        noted(measured, name, measure_growth(small, large, rounds, seconds))


def main() -> int:
    options = arguments()
    if shutil.which("wrk") is None:
        sys.stderr.write("Not run: wrk is not installed (apt-get install wrk).\n")
        return int(is_required())
    measured: Measured = {}
    with ExitStack() as stack:
        stack.callback(report, measured, options)
        server = ""
        try:
            if "postgres" in options.databases:
                server = stack.enter_context(postgres(durable=True))
        except MissingServiceError as missing:
            sys.stderr.write(f"Without PostgreSQL: {missing}.\n")
            options.databases.remove("postgres")
        for database in options.databases:
            measure_database(database, server, options, measured)
    return 0


def report(measured: Measured, options: argparse.Namespace) -> None:
    print(f"\n{table(measured)}")
    now = datetime.datetime.now(datetime.UTC)
    document: dict[str, Any] = {
        "measured_at": now.isoformat(timespec="seconds"),
        "processors": os.cpu_count(),
        "workers": WORKERS,
        "rounds": options.rounds,
        "seconds": options.seconds,
        "results": {name: [asdict(each) for each in all_] for name, all_ in measured.items()},
    }
    VAR.mkdir(parents=True, exist_ok=True)
    file: Path = VAR / f"{now:%Y%m%d-%H%M%S}.json"
    file.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"\nWritten to {file.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
