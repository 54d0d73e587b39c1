"""How many requests one address may send; counted in the cache, never in the database."""

import time

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from api.problems import TOO_MANY_REQUESTS, Problem
from core.visitors import client_address

_PERIODS = {"s": 1, "m": 60, "h": 3600}


def parse_rate(rate: str) -> tuple[int, int]:
    """``600/m`` gives ``(600, 60)``: requests and seconds. ``0/m`` means no limit."""
    number, _, period = rate.partition("/")
    try:
        return int(number), _PERIODS[period]
    except (ValueError, KeyError):
        raise ImproperlyConfigured(f"API_RATE={rate!r}; write it like 600/m.") from None


def check(request: HttpRequest) -> None:
    """Count this request; Problem 429 with Retry-After when there were too many in the window."""
    allowed, seconds = parse_rate(settings.API_RATE)
    if not allowed:
        return
    now = time.time()
    window = int(now // seconds)
    key = f"api-rate:{window}:{client_address(request)[:80]}"
    counts = caches["api"]
    counts.add(key, 0, timeout=seconds + 1)
    try:
        count = counts.incr(key)
    except ValueError:  # The cache threw the entry out in between.
        return
    if count > allowed:
        wait = int((window + 1) * seconds - now) + 1
        raise Problem(TOO_MANY_REQUESTS, headers={"Retry-After": str(wait)})
