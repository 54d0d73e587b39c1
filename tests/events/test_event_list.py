"""The list of events: coming and past, the month as a table, facets, cost."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from events.models import EventIndexPage
from events.selectors import upcoming_events
from tests.budgets import assert_queries_do_not_grow
from tests.factories.events import at, make_event
from tests.factories.records import make_topic
from tests.factories.tree import Tree, restrict, stand_in, translate

pytestmark = pytest.mark.usefixtures("february")
FESTIVAL = {
    "kind": "festival", "start": at("2025-02-13 07:00"), "end": at("2025-02-14 17:00"),
    "recurrence": "lunar_yearly", "lunar_day": 16, "lunar_month": 1,
}  # fmt: skip


def titles(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/su-kien/{query}")
    assert response.status_code == 200
    return [page.title for page in response.context["items"]]


def fill(index: EventIndexPage) -> None:
    make_event(index, "Lễ hội", **FESTIVAL)  # Next: 4 March 2026.
    make_event(index, "Hội chợ tháng 3", start=at("2026-03-20 08:00"))
    make_event(index, "Đang diễn ra", start=at("2026-02-01 08:00"), end=at("2026-02-10 10:00"))
    make_event(index, "Hôm qua", start=at("2026-02-09 08:00"), kind="sport")
    make_event(index, "Năm ngoái", start=at("2025-05-01 08:00"), end=at("2025-05-02 08:00"))


def test_coming_events_first_come_first_and_past_ones_behind_the_facet(
    client: Client, index: EventIndexPage
) -> None:
    fill(index)
    assert titles(client) == ["Đang diễn ra", "Lễ hội", "Hội chợ tháng 3"]
    assert titles(client, "?when=past") == ["Hôm qua", "Năm ngoái"]
    assert [event.title for event in upcoming_events("vi", 2)] == ["Đang diễn ra", "Lễ hội"]


def test_the_next_festival_is_not_crowded_out_by_meetings(index: EventIndexPage) -> None:
    for day in (11, 12, 13):
        make_event(index, f"Họp {day}", kind="training", start=at(f"2026-02-{day} 08:00"))
    make_event(index, "Lễ hội", **FESTIVAL)
    assert [e.title for e in upcoming_events("vi", 3)] == ["Họp 11", "Họp 12", "Lễ hội"]
    assert [e.title for e in upcoming_events("vi", 4)][2:] == ["Họp 13", "Lễ hội"]


def test_a_calendar_program_can_subscribe(client: Client, index: EventIndexPage) -> None:
    page = BeautifulSoup(client.get("/su-kien/").content, "html5lib")
    (link,) = page.select(".tabs a[href^='webcal:']")
    assert link["href"] == "webcal://localhost/su-kien/ics/"
    assert client.get("/su-kien/ics/").headers["Content-Type"].startswith("text/calendar")


def test_only_public_events(client: Client, index: EventIndexPage) -> None:
    make_event(index, "Bản thảo", live=False)
    make_event(index, "Hết hạn", expire_at=timezone.now() - datetime.timedelta(hours=1))
    restrict(make_event(index, "Nội bộ"))
    for query in ("", "?when=past", "?month=2026-03"):
        page = client.get(f"/su-kien/{query}").content.decode()
        assert not any(title in page for title in ("Bản thảo", "Hết hạn", "Nội bộ")), query
    assert upcoming_events("vi", 5) == []


def test_facets(client: Client, index: EventIndexPage) -> None:
    topic = make_topic("T10")
    make_event(index, "A", kind="sport", topics=[topic])
    make_event(index, "B", kind="fair", topics=[make_topic("T10.1", parent=topic)])
    make_event(index, "C", kind="fair")
    assert titles(client, "?kind=fair") == ["B", "C"]
    assert titles(client, "?topic=T10") == ["A", "B"]
    assert titles(client, "?kind=sport&topic=T10&when=") == ["A"]


@pytest.mark.parametrize(
    "query",
    ["kind=party", "topic=T99", "when=soon", "month=2026-13", "month=2026-00", "month=2026-3",
     "month=x", "month=", "month=1800-01", "month=9999-12", "month=%00", "month=２０２６-03"],
)  # fmt: skip
def test_a_value_that_does_not_exist_is_not_found(
    client: Client, index: EventIndexPage, query: str
) -> None:
    make_event(index)
    assert client.get(f"/su-kien/?{query}").status_code == 404


def cells(client: Client, query: str) -> dict[str, list[str]]:
    page = BeautifulSoup(client.get(f"/su-kien/{query}").content.decode(), "html.parser")
    table = page.select_one("table.calendar")
    assert table is not None
    return {
        str(cell.time["datetime"]): [link.get_text() for link in cell.select("li a")]
        for cell in table.select("td")
    }


def test_the_month_shows_an_event_on_each_of_its_days(
    client: Client, index: EventIndexPage
) -> None:
    make_event(index, "Lễ hội", **FESTIVAL)
    make_event(index, "Hội chợ", start=at("2026-02-27 08:00"), end=at("2026-03-02 17:00"))
    make_event(index, "Qua nửa đêm", start=at("2026-03-10 20:00"), end=at("2026-03-11 00:00"))
    march = cells(client, "?month=2026-03")
    busy = {day: entries for day, entries in march.items() if entries}
    assert busy == {
        "2026-02-27": ["Hội chợ"], "2026-02-28": ["Hội chợ"],
        "2026-03-01": ["Hội chợ"], "2026-03-02": ["Hội chợ"],
        "2026-03-04": ["Lễ hội"], "2026-03-05": ["Lễ hội"],
        "2026-03-10": ["Qua nửa đêm"],
    }  # fmt: skip
    assert march["2026-03-04"] == ["Lễ hội"]
    assert march["2026-03-11"] == []
    assert cells(client, "?month=2027-02")["2027-02-21"] == ["Lễ hội"]


def test_the_table_of_a_month_can_be_heard(client: Client, index: EventIndexPage) -> None:
    page = BeautifulSoup(client.get("/su-kien/?month=2026-02").content.decode(), "html.parser")
    table = page.select_one("table.calendar")
    assert table is not None
    assert table.caption
    heads = table.select("thead th")
    assert [head["scope"] for head in heads] == ["col"] * 7
    assert heads[0].get_text() == "Thứ Hai"
    assert all(len(row.select("td")) == 7 for row in table.select("tbody tr"))
    today = table.select_one('[aria-current="date"]')
    assert today is not None
    assert today.time is not None
    assert today.time["datetime"] == "2026-02-10"
    # Tết Bính Ngọ: 17 February 2026.
    tet = next(c for c in table.select("td") if c.time and c.time["datetime"] == "2026-02-17")
    lunar = tet.select_one(".lunar")
    assert lunar is not None
    assert lunar.get_text() == "1/1"


@pytest.mark.parametrize("month", ["1901-01", "2099-12"])
def test_the_first_and_the_last_month(client: Client, index: EventIndexPage, month: str) -> None:
    page = client.get(f"/su-kien/?month={month}")
    assert page.status_code == 200
    links = BeautifulSoup(page.content.decode(), "html.parser").select(".pagination a")
    assert len(links) == 1
    assert client.get("/su-kien/" + str(links[0]["href"])).status_code == 200


def test_each_language_lists_its_own(client: Client, tree: Tree, index: EventIndexPage) -> None:
    translated = make_event(index, "Lễ hội", **FESTIVAL)
    untranslated = make_event(index, "Hội chợ")
    translate(index, title="Events", slug="events")
    translate(translated, title="Festival", slug="festival")
    stand_in(untranslated)
    response = client.get("/en/events/")
    assert [page.title for page in response.context["items"]] == ["Festival"]
    assert "from 07:00, 4 March 2026 to 17:00, 5 March 2026" in response.content.decode()
    calendar = client.get("/en/events/?month=2026-03").content.decode()
    assert "Festival" in calendar
    assert "Monday" in calendar
    assert "Hội chợ" not in calendar


@pytest.mark.parametrize("query", ["", "?month=2026-03", "?when=past"])
def test_the_list_costs_the_same_with_twice_the_items(
    client: Client, index: EventIndexPage, query: str
) -> None:
    topic = make_topic("T10")

    def add_six() -> None:
        for number in range(3):
            make_event(index, topics=[topic], start=at(f"2026-03-1{number} 08:00"))
            make_event(index, **FESTIVAL)
            make_event(index, start=at("2026-01-10 08:00"))

    add_six()
    assert_queries_do_not_grow(f"/su-kien/{query}", add_six)
