"""Requests per second of two addresses in turn: a change of the machine's pace hits both."""

import json
import re
import subprocess
import urllib.request
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from urllib.parse import quote

CONNECTIONS = 4
LONGEST = 16
_RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")
_FAILED = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.+)")


@dataclass(frozen=True)
class Target:
    url: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    """Medians of all rounds. ``time_ratio``: time of one request to that of the baseline."""

    rate: float
    baseline_rate: float
    time_ratio: float


def fetch(target: Target) -> tuple[dict[str, str], bytes]:
    request = urllib.request.Request(target.url, headers=target.headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return dict(answer.headers), answer.read()


def fetch_json(url: str) -> Any:
    return json.loads(fetch(Target(url))[1])


def rate(target: Target, seconds: int) -> float:
    """Requests per second; RuntimeError when an answer was an error.

    Asks for longer when nothing was answered in that time, up to ``LONGEST`` seconds.
    """
    headers = [
        part for name, value in target.headers.items() for part in ("-H", f"{name}: {value}")
    ]
    done = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", *headers,
         target.url], capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = _RATE.search(done.stdout)
    if _FAILED.search(done.stdout) or not found:
        raise RuntimeError(f"{target.url}\n{done.stdout}{done.stderr}")
    if float(found[1]) == 0:
        if seconds < LONGEST:
            return rate(target, 2 * seconds)
        raise RuntimeError(f"{target.url}: no answer within {seconds} s; the machine is too busy.")
    return float(found[1])


def compare(target: Target, baseline: Target, rounds: int, seconds: int) -> Pair:
    """Both in turn, after one round that does not count."""
    rate(target, 1)
    rate(baseline, 1)
    pairs = [(rate(target, seconds), rate(baseline, seconds)) for _ in range(rounds)]
    return Pair(
        median(own for own, _ in pairs),
        median(other for _, other in pairs),
        median(other / own for own, other in pairs),
    )


def with_cursor(url: str, cursor: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}cursor={quote(cursor, safe='')}" if cursor else url
