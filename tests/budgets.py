"""A page's number of queries must not grow with its rows: N rows against 2N."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(path: str, status: int = 200) -> list[str]:
    """The SQL of a second GET: its pictures are drawn, but nothing is cached."""
    client = Client()
    assert client.get(path).status_code == status
    cache.clear()  # Wagtail keeps renditions there: that would hide a query for each picture.
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == status
    return [query["sql"] for query in captured.captured_queries]


def assert_queries_do_not_grow(path: str, add_as_many: Callable[[], None]) -> None:
    """``add_as_many`` doubles the rows that the page shows."""
    before = queries_of(path)
    add_as_many()
    after = queries_of(path)
    assert len(after) <= len(before), "\n".join(
        [f"{len(before)} queries became {len(after)}:", *after]
    )
