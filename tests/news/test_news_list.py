"""The list of news: order, what is public, facets, cost."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.utils import timezone

from news.models import NewsIndexPage
from news.selectors import latest_news, news_below
from tests.budgets import assert_queries_do_not_grow
from tests.factories.news import VIETNAM, make_news
from tests.factories.records import make_picture, make_topic
from tests.factories.tree import Tree, restrict, stand_in, translate


def titles(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/tin-tuc/{query}")
    assert response.status_code == 200
    return [page.title for page in response.context["items"]]


def on(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def test_newest_first(client: Client, index: NewsIndexPage) -> None:
    make_news(index, "Cũ", date=on("2025-01-02"))
    make_news(index, "Mới", date=on("2026-01-02"))
    make_news(index, "Giữa", date=on("2025-06-02"))
    assert titles(client) == ["Mới", "Giữa", "Cũ"]


def test_only_public_items(client: Client, index: NewsIndexPage) -> None:
    make_news(index, "Công khai")
    make_news(index, "Bản thảo", live=False)
    make_news(index, "Hết hạn", expire_at=timezone.now() - datetime.timedelta(hours=1))
    restrict(make_news(index, "Nội bộ"))
    assert titles(client) == ["Công khai"]
    page = client.get("/tin-tuc/").content.decode()
    assert "Bản thảo" not in page
    assert "Nội bộ" not in page


def test_each_language_lists_its_own(client: Client, tree: Tree, index: NewsIndexPage) -> None:
    translated = make_news(index, "Có bản dịch")
    untranslated = make_news(index, "Chưa dịch")
    translate(index, title="News", slug="news")
    translate(translated, title="Translated", slug="translated")
    stand_in(untranslated)
    response = client.get("/en/news/")
    assert [page.title for page in response.context["items"]] == ["Translated"]
    assert [page.title for page in latest_news("en", 5)] == ["Translated"]
    assert {page.title for page in latest_news("vi", 5)} == {"Có bản dịch", "Chưa dịch"}


def test_facets(client: Client, index: NewsIndexPage) -> None:
    sea = make_topic("T22")
    islands = make_topic("T22.1", parent=sea)
    make_news(index, "A", kind="article", topics=[sea], date=on("2025-12-31T23:30:00"))
    make_news(index, "B", kind="brief", topics=[islands], promoted_level="commune")
    make_news(index, "C", kind="brief", date=on("2026-01-01T00:30:00"))
    assert titles(client, "?kind=article") == ["A"]
    assert titles(client, "?topic=T22") == ["B", "A"]
    assert titles(client, "?topic=T22.1") == ["B"]
    assert titles(client, "?level=commune") == ["B"]
    assert titles(client, "?year=2026&month=1") == ["C"]
    assert titles(client, "?year=2025") == ["A"]
    assert titles(client, "?kind=brief&month=3") == ["B"]
    assert titles(client, "?kind=reportage") == []
    assert titles(client, "?kind=&topic=&level=&year=&month=&page=") == ["B", "C", "A"]


def test_the_years_offered_are_those_of_the_items_by_the_clock_here(
    client: Client, index: NewsIndexPage
) -> None:
    for moment in ("2023-12-31T23:59:59", "2026-01-01T00:00:00", "2026-05-02T09:00:00"):
        make_news(index, moment, date=on(moment))
    form = BeautifulSoup(client.get("/tin-tuc/").content.decode(), "html.parser")
    offered = [option["value"] for option in form.select("select[name=year] option")]
    assert offered == ["", "2026", "2023"]


def test_the_newest_are_read_by_their_dates_and_not_sorted(index: NewsIndexPage) -> None:
    make_news(index, "Một", topics=[make_topic("T1")])
    if connection.vendor != "sqlite":
        pytest.skip("reads how SQLite means to answer")
    newest = news_below(index)[:12].explain()
    assert "USING INDEX news_newspage_date" in newest
    assert "TEMP B-TREE" not in newest


@pytest.mark.parametrize(
    "query",
    [
        "kind=nothing",
        "topic=T99",
        "level=moon",
        "year=abc",
        "year=1066",
        "month=13",
        "month=x",
        "topic=%00",
        "kind=%00",
        "topic=T22&topic=T99",
    ],
)
def test_a_value_that_does_not_exist_is_not_found(
    client: Client, index: NewsIndexPage, query: str
) -> None:
    make_news(index, topics=[make_topic("T22")])
    assert client.get(f"/tin-tuc/?{query}").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999"])
def test_any_page_number_is_answered(client: Client, index: NewsIndexPage, number: str) -> None:
    make_news(index, "Một")
    assert titles(client, f"?page={number}") == ["Một"]


def test_pages_keep_the_filters(client: Client, index: NewsIndexPage) -> None:
    for _ in range(13):
        make_news(index, kind="brief")
    page = client.get("/tin-tuc/?kind=brief").content.decode()
    assert "?kind=brief&amp;page=2" in page
    assert len(titles(client, "?kind=brief&page=2")) == 1


def test_the_list_costs_the_same_with_twice_the_items(client: Client, index: NewsIndexPage) -> None:
    topic = make_topic("T05")
    source = {"source_name": "Báo", "source_url": "https://b.vn/", "source_permission": "Có"}

    def add_four(start: int) -> None:
        for number in range(start, start + 2):
            make_news(index, topics=[topic], cover=make_picture(f"anh-{number}"))
            make_news(index, topics=[topic], is_republished=True, **source)

    add_four(0)
    assert_queries_do_not_grow("/tin-tuc/", lambda: add_four(2))
    assert client.get("/tin-tuc/").content.decode().count("<picture") == 4
