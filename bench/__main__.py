"""`make bench`: measure the interface on both databases; ratios are the result, not seconds."""

import argparse
import datetime
import json
import os
import shutil
import sys
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


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[2000, 20000])
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=list(DATABASES))
    parser.add_argument("--rounds", type=int, default=5, help="pairs of measurements")
    parser.add_argument("--seconds", type=int, default=3, help="length of each")
    return parser.parse_args()


def measure(portal: Portal, rounds: int, seconds: int) -> list[Result]:
    with served(portal) as base:
        results = run(base, portal.pages, rounds, seconds)
        results += html_pages.run(base, rounds, seconds)
    told = json.loads(portal.manage(module="bench.publishing").splitlines()[-1])
    pair = Pair(1000 / told["with"], 1000 / told["without"], told["ratio"])
    return [*results, Result("publish of a page", "without the catalog's marks", pair, 1.2)]


def measure_growth(small: Portal, large: Portal, rounds: int, seconds: int) -> list[Result]:
    with served(small) as few, served(large) as many:
        return grown((few, small.pages), (many, large.pages), rounds, seconds)


def table(measured: dict[str, list[Result]]) -> str:
    """Markdown, one line a scenario and portal; bold marks a ratio above its bound."""
    lines = ["| portal | measured | against | per second | against | ratio of times | at most |",
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    for portal, results in measured.items():
        for each in results:
            own = each.pair
            ratio = f"{own.time_ratio:.2f}"
            ratio = ratio if own.time_ratio <= each.at_most else f"**{ratio}**"
            lines.append(
                f"| {portal} | {each.name} | {each.baseline_name} | {own.rate:.0f} "
                f"| {own.baseline_rate:.0f} | {ratio} | {each.at_most:g} |"
            )
    return "\n".join(lines)


def measure_database(
    database: str, server: str, options: argparse.Namespace
) -> dict[str, list[Result]]:
    """Portals of all sizes on one database, then the largest against the smallest."""
    measured: dict[str, list[Result]] = {}
    portals = []
    for pages in sorted(set(options.pages)):
        name = f"{database}, {pages} pages"
        print(f"{name}: preparing ...", flush=True)
        url = new_database(server) if database == "postgres" else ""
        portals.append(prepared(database, pages, url, VAR / f"{database}-{pages}"))
        print(f"{name}: measuring ...", flush=True)
        measured[name] = measure(portals[-1], options.rounds, options.seconds)
        print(table({name: measured[name]}), flush=True)
    if len(portals) > 1:
        small, large = portals[0], portals[-1]
        name = f"{database}, growth to {large.pages} pages"
        print(f"{name}: measuring ...", flush=True)
        measured[name] = measure_growth(small, large, options.rounds, options.seconds)
    return measured


def main() -> int:
    options = arguments()
    if shutil.which("wrk") is None:
        sys.stderr.write("Not run: wrk is not installed (apt-get install wrk).\n")
        return int(is_required())
    measured: dict[str, list[Result]] = {}
    with ExitStack() as stack:
        server = ""
        try:
            if "postgres" in options.databases:
                server = stack.enter_context(postgres(durable=True))
        except MissingServiceError as missing:
            sys.stderr.write(f"Without PostgreSQL: {missing}.\n")
            options.databases.remove("postgres")
        for database in options.databases:
            measured |= measure_database(database, server, options)
    report(measured, options)
    return 0


def report(measured: dict[str, list[Result]], options: argparse.Namespace) -> None:
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
