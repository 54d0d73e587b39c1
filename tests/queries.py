"""Query budgets: what a page costs, so that N items can be compared with 2N."""

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(client: Client, address: str) -> list[str]:
    """The SQL of a second GET, its pictures drawn but nothing cached; answered with 200."""
    assert client.get(address).status_code == 200
    cache.clear()  # Wagtail keeps renditions there: that would hide a query for each picture.
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def assert_same_budget(before: list[str], after: list[str]) -> None:
    """Fails with the queries of the second measurement when there are more or fewer of them."""
    assert len(after) == len(before), f"{len(before)} became {len(after)}:\n" + "\n".join(after)
