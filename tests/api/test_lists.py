"""Lists and search: what is selected, in what order, page by page."""

import datetime

import pytest
from django.utils import timezone

from tests.api.asking import Asking
from tests.factories.catalog import make_item, make_media, withdraw, write
from tests.factories.core import make_topic


def test_a_list_shows_the_cards_of_public_items_the_newest_first(api: Asking) -> None:
    make_item("Cũ")
    expired = timezone.now() - datetime.timedelta(seconds=1)
    make_item("Hết hạn", expires_at=expired)
    withdraw(make_item("Đã gỡ"))
    make_item("Mới", date=timezone.now())
    page = api.json("content")
    assert [item["title"] for item in page["items"]] == ["Mới", "Cũ"]
    assert page["next"] is None
    assert "body" not in page["items"][0]


def test_full_items_are_the_stored_bytes(api: Asking) -> None:
    rows = [make_item(f"Tin {n}") for n in range(3)]
    body = api.get("content?view=full").content.decode()
    assert body == f'{{"items":[{",".join(row.payload for row in rows)}],"next":null}}'


def test_pictures_and_files_have_lists_of_their_own(api: Asking) -> None:
    rows = {"page": make_item(), "image": make_media("image"), "file": make_media("file")}
    wanted = {
        "content": {"page"},
        "images": {"image"},
        "files": {"file"},
        "content?type=image&type=page": {"image", "page"},
    }
    for path, kinds in wanted.items():
        found = {item["id"] for item in api.json(path)["items"]}
        assert found == {str(rows[kind].pk) for kind in kinds}, path


def test_every_kind_has_a_list_named_in_the_plural(api: Asking) -> None:
    make_item("Tin", kind="news")
    make_item("Doanh nghiệp", kind="business")
    assert api.titles("news") == ["Tin"]
    assert api.titles("businesses") == ["Doanh nghiệp"]
    for name in ("products", "investments", "places", "relics", "history", "events", "documents",
                 "pages", "sections", "images", "files"):  # fmt: skip
        assert api.titles(name) == []


def test_filters(api: Asking) -> None:
    section = make_item("Chuyên mục", kind="section")
    make_item("A", section=section.pk, facets=[("topic", "T01"), ("ancestor", str(section.pk))])
    make_item("B", facets=[("topic", "T02"), ("locality", "L1"), ("year", "2026")])
    make_item("C", locale="en", is_featured=True, facets=[("national_portal", "approved")])
    make_item("D", locale="en", facets=[("national_portal", "proposed")])
    wanted = {
        f"section={section.pk}": ["A"],
        f"below={section.pk}": ["A"],
        "topic=T02": ["B"],
        "locality=L1": ["B"],
        "facet=year:2026&facet=topic:T02": ["B"],
        "facet=year:2026&facet=topic:T01": [],
        "featured=true": ["C"],
        "proposed_for=vietnam-vn": ["C"],
        "locale=en": ["C", "D"],
        "locale=en&type=news": [],
    }
    assert {query: api.titles(f"content?{query}") for query in wanted} == wanted


def test_a_closed_list_of_the_kind_is_a_parameter_of_its_list(api: Asking) -> None:
    make_item("Tin ngắn", kind="news", facets=[("news_kind", "brief")])
    make_item("Bài", kind="news", facets=[("news_kind", "article")])
    assert api.titles("news?news_kind=brief") == ["Tin ngắn"]
    assert api.problem("news?news_kind=essay", 400) == ("invalid-parameter", "news_kind")
    assert api.problem("pages?news_kind=brief", 400) == ("unknown-parameter", "news_kind")


def test_days_are_those_of_viet_nam(api: Asking) -> None:
    # 00:30 on 2 March in Viet Nam is still 1 March in UTC.
    late = datetime.datetime(2026, 3, 1, 17, 30, tzinfo=datetime.UTC)
    make_item("Sau nửa đêm", date=late, updated_at=late)
    assert api.titles("content?date_from=2026-03-02") == ["Sau nửa đêm"]
    assert api.titles("content?date_to=2026-03-01") == []
    assert api.titles("content?date_to=2026-03-02") == ["Sau nửa đêm"]
    assert api.titles("content?updated_since=2026-03-02T00:30:00%2B07:00") == ["Sau nửa đêm"]
    assert api.titles("content?updated_since=2026-03-02T00:30:01+07:00") == []


def test_an_event_counts_until_it_ends(api: Asking) -> None:
    start = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
    make_item("Hội", kind="event", date=start, end_date=start + datetime.timedelta(days=9))
    assert api.titles("events?date_from=2026-03-05") == ["Hội"]
    assert api.titles("events?date_from=2026-03-20") == []


def test_boxes_and_distances(api: Asking) -> None:
    make_item("Gần", latitude=21.0, longitude=105.9)
    make_item("Xa", latitude=21.5, longitude=106.5)
    make_item("Không có chỗ")
    assert api.titles("content?bbox=105.8,20.9,106.0,21.1") == ["Gần"]
    assert api.titles("content?bbox=170,20.9,106.0,21.1") == ["Gần"]
    assert api.titles("content?near=21.4,106.4&radius=100") == ["Xa", "Gần"]
    assert api.titles("content?near=21.4,106.4&radius=20") == ["Xa"]
    # 1 degree of latitude is 111.2 km.
    assert api.titles("content?near=20.01,105.9&radius=110") == []
    assert api.titles("content?near=20.01,105.9&radius=111") == ["Gần"]
    assert len(api.walk("content?near=21.4,106.4&radius=100&limit=1")) == 2


@pytest.mark.parametrize("order", ["-date", "date", "title", "-title", "updated", "-updated"])
def test_pages_join_without_gap_or_double_in_every_order(api: Asking, order: str) -> None:
    moment = timezone.now()
    for n in range(7):  # Three share every value that is ordered by.
        shared = {"date": moment, "updated_at": moment} if n < 3 else {"updated_at": moment}
        make_item("Trùng" if n < 3 else f"Tin {n}", **shared)
    whole = [item["id"] for item in api.json(f"content?order={order}")["items"]]
    assert [item["id"] for item in api.walk(f"content?order={order}&limit=2")] == whole
    assert len(set(whole)) == 7


@pytest.mark.parametrize("order", ["updated", "-updated"])
def test_what_was_never_updated_comes_last(api: Asking, order: str) -> None:
    for n in range(3):
        make_item(f"Tin {n}", updated_at=None)
        make_item(f"Bài {n}")
    found = [item["title"] for item in api.walk(f"content?order={order}&limit=1")]
    assert len(set(found)) == 6
    assert all(title.startswith("Tin") for title in found[3:])


def test_nothing_is_missed_when_items_come_and_go_between_pages(api: Asking) -> None:
    rows = [make_item(f"Tin {n}") for n in range(6)]
    first = api.json("content?limit=3")
    withdraw(rows[0])
    make_item("Chen vào đầu", date=timezone.now())
    rest = api.json(f"content?limit=3&cursor={first['next']}")
    assert [item["title"] for item in rest["items"]] == ["Tin 3", "Tin 4", "Tin 5"]


def test_a_cursor_belongs_to_its_list(api: Asking) -> None:
    for n in range(3):
        make_item(f"Tin {n}")
    cursor = api.json("content?limit=1")["next"]
    assert api.titles(f"content?limit=2&cursor={cursor}") == ["Tin 1", "Tin 2"]
    assert api.problem(f"content?locale=vi&cursor={cursor}", 400) == ("cursor-mismatch", "cursor")
    assert api.problem(f"pages?cursor={cursor}", 400)[0] == "cursor-mismatch"
    assert api.problem(f"content?order=title&cursor={cursor}", 400)[0] == "cursor-mismatch"
    assert api.problem(f"content?cursor={cursor}x", 400) == ("invalid-cursor", "cursor")
    assert api.problem("content?cursor=abc", 400)[0] == "invalid-cursor"


def test_the_next_page_is_linked(api: Asking) -> None:
    for n in range(2):
        make_item(f"Tin {n}")
    response = api.get("content?limit=1&locale=vi")
    address = response["Link"].partition(">")[0].lstrip("<")
    assert response["Link"].endswith('; rel="next"')
    path = address.partition("/api/v1/")[2]
    assert api.titles(path) == ["Tin 1"]
    assert "Link" not in api.get(path)


def test_counts_of_facets_on_request(api: Asking) -> None:
    topic = make_topic("T01", "Biển đảo")
    make_item("A", facets=[("topic", "T01"), ("year", "2025")])
    make_item("B", facets=[("topic", "T01"), ("year", "2026")])
    make_item("C", locale="en", facets=[("topic", "T01")])
    assert "facets" not in api.json("content")
    found = api.json("content?locale=vi&facets=topic,year,none&limit=1")["facets"]
    assert found["topic"] == [{"value": "T01", "label": "Biển đảo", "count": 2}]
    assert [(row["value"], row["count"]) for row in found["year"]] == [("2025", 1), ("2026", 1)]
    assert found["none"] == []
    english = api.json("content?locale=en&facets=topic")["facets"]["topic"]
    assert english == [{"value": "T01", "label": "Biển đảo (en)", "count": 1}]
    # A client keeps what it was told under a tag: it must not be the name of a minute ago.
    topic.name = {"vi": "Biển", "en": "Seas"}
    topic.save()
    assert api.json("content?locale=en&facets=topic")["facets"]["topic"][0]["label"] == "Seas"


@pytest.mark.parametrize("query", ["le hoi", "LỄ HỘI", "lễ hội", "hoi le", "đinh"])
def test_search_in_any_spelling(api: Asking, query: str) -> None:
    make_item("Lễ hội đình chùa")
    make_item("Vải sớm")
    assert api.titles(f"search?q={query}") == ["Lễ hội đình chùa"]


def test_search_takes_the_filters_of_lists(api: Asking) -> None:
    make_item("Lễ hội B")
    make_item("Lễ hội A")
    make_item("Lễ hội (en)", locale="en")
    assert api.titles("search?q=le+hoi&locale=vi") == ["Lễ hội B", "Lễ hội A"]  # The newer first.
    assert api.titles("search?q=le+hoi&locale=vi&order=title") == ["Lễ hội A", "Lễ hội B"]
    assert api.titles("search?q=le+hoi&locale=vi&order=-title") == ["Lễ hội B", "Lễ hội A"]
    assert len(api.walk("search?q=le+hoi&limit=1")) == 3
    assert api.problem("search", 400) == ("invalid-parameter", "q")


def test_a_list_of_full_items_costs_two_queries_whatever_its_length(api: Asking) -> None:
    for n in range(30):
        make_item(f"Tin {n}", facets=[("topic", "T01")])
    for path in ("content?view=full&limit=20", "content?topic=T01", "pages"):
        assert api.queries(path) == 2, path
    assert api.queries("content?facets=topic") == 4


def test_a_changed_row_is_shown_at_once(api: Asking) -> None:
    row = make_item("Trước")
    etag = api.get("content")["ETag"]
    row.title = "Sau"
    write(row)
    response = api.get("content", HTTP_IF_NONE_MATCH=etag)
    assert response.json()["items"][0]["title"] == "Sau"
