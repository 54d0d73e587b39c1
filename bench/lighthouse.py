"""`make lighthouse`: every kind of page in both languages, as a slow phone gets it in production.

Lighthouse's own mobile profile with its throttling, against gunicorn with the production settings
on this machine. Prints a table and fails where a page is below the thresholds.
"""

import argparse
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.services.missing import is_required
from tests.services.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
PROGRAM = VAR / "tools/node_modules/lighthouse/cli/index.js"
CHROMIUM_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
SCORES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
# Audit and what it may be at most: milliseconds, and shift of the layout.
TIMES = {
    "largest-contentful-paint": 1800,
    "cumulative-layout-shift": 0.02,
    "total-blocking-time": 50,
}
# Kilobytes over the wire. A page with a map may load the library of the map.
WEIGHTS = {"without pictures": 120, "stylesheet": 30, "script": 20}
_ONE_OF_EACH_KIND = """
    SELECT i.kind, i.locale, MIN(i.url) FROM catalog_catalogitem i
    WHERE i.state = 'live' AND i.page_id IS NOT NULL GROUP BY i.kind, i.locale ORDER BY 1, 2 DESC
"""
_OTHERS = {"search vi": "/tim-kiem/?q=vai", "search en": "/en/search/?q=lychee",
           "site map vi": "/so-do/", "site map en": "/en/site-map/"}  # fmt: skip


@dataclass(frozen=True)
class Measured:
    name: str
    path: str
    scores: dict[str, int]
    times: dict[str, float]
    weights: dict[str, float]
    failed: list[str]

    @property
    def complaints(self) -> list[str]:
        """What is below its threshold, in words; empty for a page that passes."""
        has_map = self.weights["map"] > 0
        said = [f"{n} {v} < {SCORES[n]}" for n, v in self.scores.items() if v < SCORES[n]]
        said += [f"{n} {v:g} > {TIMES[n]}" for n, v in self.times.items() if v > TIMES[n]]
        for name, most in WEIGHTS.items():
            weight = self.weights[name] - (self.weights["map"] if has_map else 0)
            if weight > most:
                said.append(f"{name} {weight:.0f} KB > {most}")
        return said + ([f"audits: {', '.join(self.failed)}"] if said and self.failed else [])


@contextmanager
def production() -> Iterator[str]:
    """The seeded portal with the production settings, on a copy of its database."""
    port = free_port()
    url = f"http://localhost:{port}"
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        with sqlite3.connect(VAR / "portal.sqlite3") as source:
            source.backup(sqlite3.connect(var / "portal.sqlite3"))
        (var / "media").symlink_to(VAR / "media")
        environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            "VAR_DIR": str(var), "SECRET_KEY": secrets.token_urlsafe(64), "PUBLIC_URL": url,
            "ALLOWED_HOSTS": "localhost", "SECURE_SSL_REDIRECT": "0",
            "DATABASE_URL": "",
        }  # fmt: skip
        address = "from home.site_address import ensure_site_address as e; e()"
        for words in (
            ["collectstatic", "--noinput", "-v0"], ["shell", "-v0", "-c", address],
            ["catalog", "rebuild"], ["make_share_cards"],
        ):  # fmt: skip
            subprocess.run(
                [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, check=True,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "cms.wsgi:application",
             "--bind", f"localhost:{port}", "--workers", "2", "--threads", "2",
             "--log-level", "warning", "--no-control-socket"],
            cwd=ROOT, env=environment,
        )  # fmt: skip
        try:
            _wait_for(url)
            yield url
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(url: str) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{url}/robots.txt", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(url)


def addresses(only: list[str]) -> dict[str, str]:
    """Name to path: a page of every kind and language, and the pages of no kind."""
    with sqlite3.connect(VAR / "portal.sqlite3") as database:
        rows = database.execute(_ONE_OF_EACH_KIND).fetchall()
    found = {f"{kind} {locale}": "/" + url.split("/", 3)[3] for kind, locale, url in rows}
    found |= _OTHERS
    return {n: p for n, p in found.items() if not only or n.rpartition(" ")[0] in only}


def measure(name: str, url: str, path: str, chromium: str) -> Measured:
    """One page; it has been asked for once, as the second visitor finds it.

    Blocking time varies several times over between runs. What is beyond a threshold is measured
    four times more, and the median of every number counts: five runs are what Lighthouse's guide
    on variability asks for.
    """
    urllib.request.urlopen(url + path, timeout=60).close()
    first = _measured(name, url, path, chromium)
    if not first.complaints:
        return first
    return _median([first, *(_measured(name, url, path, chromium) for _again in range(4))])


def _median(runs: list[Measured]) -> Measured:
    """Number by number, of an odd count of runs of one page; an audit failed where most failed."""

    def middle(of: str) -> dict[str, Any]:
        return {key: median(getattr(run, of)[key] for run in runs) for key in getattr(runs[0], of)}

    audits = Counter(audit for run in runs for audit in run.failed)
    failed = [audit for audit, times in audits.items() if times > len(runs) / 2]
    first = runs[0]
    return Measured(
        first.name, first.path, middle("scores"), middle("times"), middle("weights"), failed
    )


def _measured(name: str, url: str, path: str, chromium: str) -> Measured:
    words = ["node", str(PROGRAM), url + path, "--quiet", "--output=json",
             f"--chrome-flags={CHROMIUM_FLAGS}", "--disable-full-page-screenshot"]  # fmt: skip
    if name.startswith("search"):
        words.append("--skip-audits=is-crawlable")  # Results are not for search engines.
    report = _report(words, {**os.environ, "CHROME_PATH": chromium})
    audits = report["audits"]
    return Measured(
        name, path,
        {key: round((report["categories"][key]["score"] or 0) * 100) for key in SCORES},
        {key: round(audits[key]["numericValue"], 3) for key in TIMES},
        _weights(audits["network-requests"]["details"]["items"]),
        [
            key for category in report["categories"].values()
            for ref in category["auditRefs"]
            if ref["weight"] and (audits[key := ref["id"]]["score"] or 0) < 0.9
            and audits[key]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
        ],
    )  # fmt: skip


def _report(words: list[str], environment: dict[str, str]) -> dict[str, Any]:
    """Lighthouse's report. Now and then Chromium does not come up, or its trace is lost."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        for _try in range(3):
            done = subprocess.run(
                [*words, f"--output-path={file}"], cwd=ROOT, env=environment, capture_output=True
            )
            if done.returncode != 0:
                continue
            report: dict[str, Any] = json.loads(file.read_bytes())
            if all("numericValue" in report["audits"][key] for key in TIMES):
                return report
    raise RuntimeError(f"{words[2]}: {done.stderr.decode()[-2000:]}")


def _weights(requests: list[dict[str, Any]]) -> dict[str, float]:
    found = {"without pictures": 0.0, "stylesheet": 0.0, "script": 0.0, "map": 0.0}
    for request in requests:
        size = request.get("transferSize", 0) / 1000
        kind = request.get("resourceType", "").lower()
        found["without pictures"] += 0 if kind == "image" else size
        if kind in found:
            found[kind] += size
        found["map"] += size if "/leaflet" in request["url"] or "/map." in request["url"] else 0
    return found


def table(measured: list[Measured]) -> str:
    lines = ["| page | P | A | B | S | LCP ms | CLS | TBT ms | KB | CSS | JS | |",
             "|---|---|---|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for each in measured:
        scores = " | ".join(str(value) for value in each.scores.values())
        lcp, cls, tbt = each.times.values()
        weights = " | ".join(f"{each.weights[name]:.0f}" for name in WEIGHTS)
        verdict = "; ".join(each.complaints) or "good"
        times = f"{lcp:.0f} | {cls:.3f} | {tbt:.0f}"
        lines.append(f"| {each.name} | {scores} | {times} | {weights} | {verdict} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="lighthouse", description=__doc__)
    parser.add_argument("--kinds", nargs="*", default=[], help="such as home news product_index")
    options = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    needed = {"lighthouse": PROGRAM.exists(), "node": shutil.which("node"), "Chromium": chromium}
    if missing := [name for name, there in needed.items() if not there]:
        sys.stderr.write(f"Not run: {', '.join(missing)} missing; see docs/testing.md.\n")
        return int(is_required())
    measured = []
    with production() as url:
        for name, path in addresses(options.kinds).items():
            measured.append(measure(name, url, path, chromium))
            print(table(measured[-1:]).splitlines()[-1], flush=True)
    print(f"\n{table(measured)}")
    return int(any(each.complaints for each in measured))


if __name__ == "__main__":
    sys.exit(main())
