"""A visitor who comes back: what is kept for everybody against what would be made now."""

from dataclasses import dataclass

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Seen:
    status: int
    body: str
    tag: str


def visit(address: str, **headers: str) -> Seen:
    answer = Client(headers=headers or None).get(address)
    return Seen(answer.status_code, answer.content.decode(), answer.headers.get("ETag", ""))


def made_now(address: str) -> Seen:
    """As a process answers that has kept nothing."""
    caches["pages"].clear()
    return visit(address)


def queries_of(address: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        visit(address, **headers)
    return len(captured)


class ReturningVisitor:
    """Remembers what was seen last at each address, with its tag."""

    def __init__(self) -> None:
        self.last: dict[str, Seen] = {}

    def finds_no_stale_page(self, addresses: list[str]) -> None:
        for address in addresses:
            before = self.last.get(address)
            kept, fresh = visit(address), None
            if before and before.tag:
                again = visit(address, **{"If-None-Match": before.tag})
                fresh = made_now(address)
                assert again.status == 304 or again.body == fresh.body, address
                assert again.status != 304 or before.body == fresh.body, address
            fresh = fresh or made_now(address)
            assert (kept.status, kept.body) == (fresh.status, fresh.body), address
            self.last[address] = fresh
        for address in addresses:  # Everything is kept again for the next change.
            visit(address)
