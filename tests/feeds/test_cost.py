"""Twice as many rows cost no query more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.refresh import refresh
from tests.budgets import assert_queries_do_not_grow, queries_of
from tests.factories.core import Portal
from tests.feeds.rows import make_recording, make_row, picture

EVENT = {
    "kind": {"code": "fair", "label": "Hội chợ"}, "recurrence": {"code": "none", "label": ""},
    "start": "2026-11-20T08:00:00+07:00", "end": None, "time_zone": "Asia/Ho_Chi_Minh",
    "is_all_day": False, "venue": "",
}  # fmt: skip


def news() -> None:
    for number in range(5):
        make_row(f"Tin {number}", image=picture())


def goods() -> None:
    for number in range(5):
        make_row(f"Hàng {number}", "product", image=picture(), data={"price_note": "85.000 đ"})


def events() -> None:
    for number in range(5):
        make_row(f"Hội {number}", "event", data=EVENT)


def recordings() -> None:
    for _ in range(5):
        make_recording()


@pytest.mark.parametrize(
    ("path", "add"),
    [
        ("/feeds/vi/all.rss", news),
        ("/feeds/vi/news.atom", news),
        ("/feeds/vi/news.json", news),
        ("/feeds/vi/events.ics", events),
        ("/feeds/vi/products/merchant.rss", goods),
        ("/feeds/vi/products/merchant.csv", goods),
        ("/feeds/vi/products/excluded.json", goods),
        ("/feeds/vi/podcast.rss", recordings),
        ("/sitemap.xml", news),
        ("/sitemap-vi-1.xml", news),
        ("/oai?verb=ListRecords&metadataPrefix=oai_dc", news),
    ],
)
def test_cost(bilingual: Portal, settings: Any, path: str, add: Callable[[], None]) -> None:
    settings.OAI_PMH_ENABLED = True
    add()
    assert_queries_do_not_grow(path, add)
    assert len(queries_of(path)) <= 10, "\n".join(queries_of(path))


@pytest.mark.parametrize(
    "path", ["/feeds/vi/all.rss", "/feeds/vi/events.ics", "/feeds/vi/products/merchant.csv",
             "/sitemap.xml", "/sitemap-vi-1.xml"],
)  # fmt: skip
def test_whoever_holds_it_costs_two_queries(bilingual: Portal, path: str) -> None:
    refresh()
    news()
    client = Client()
    etag = client.get(path)["ETag"]
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert len(captured) <= 2
