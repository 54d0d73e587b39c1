"""How many requests one address may send; counted in the cache, never in the database."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from api.problems import TOO_MANY_REQUESTS, Problem
from core.limits import Limit
from core.visitors import client_network

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
    if wait := Limit("api", allowed, seconds).take(client_network(request)):
        raise Problem(TOO_MANY_REQUESTS, headers={"Retry-After": str(wait)})
