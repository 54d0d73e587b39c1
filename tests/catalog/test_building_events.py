"""Events and places: the occurrence shown, when it changes, where it is."""

import datetime
import json

import pytest
import time_machine

from events.models import EventIndexPage
from tests.factories.building import built
from tests.factories.events import at, make_event, make_event_index
from tests.factories.places import history, place, relic
from tests.factories.products import business, product
from tests.factories.tree import Tree, restrict


@pytest.fixture
def index(tree: Tree) -> EventIndexPage:
    return make_event_index(tree.home)


NOON = "2026-03-05T12:00:00+07:00"


def midnight(day: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{day}T00:00:00+07:00")


@time_machine.travel(NOON, tick=False)
def test_an_event_is_dated_by_its_start(index: EventIndexPage) -> None:
    event = make_event(index, start=at("2026-03-10 08:00"), end=at("2026-03-12 17:00"))
    item = built(event)
    assert (item.date, item.end_date) == (event.start, event.end)
    assert item.recheck_at == midnight("2026-03-13")
    assert item.payload["data"]["is_over"] is False
    assert item.payload["data"]["occurrence"]["last_day"] == "2026-03-12"
    assert item.payload["data"]["calendar_url"] == f"{event.full_url}ics/"


@time_machine.travel(NOON, tick=False)
def test_an_event_that_is_over_stays_as_it_was(index: EventIndexPage) -> None:
    item = built(make_event(index, start=at("2026-03-01 08:00")))
    assert item.payload["data"]["is_over"] is True
    assert item.recheck_at is None
    assert item.end_date == midnight("2026-03-02")


@time_machine.travel(NOON, tick=False)
def test_a_lunar_festival_moves_on_when_it_is_over(index: EventIndexPage) -> None:
    event = make_event(
        index, kind="festival", start=at("2025-02-13 00:00"), end=at("2025-02-14 00:00"),
        is_all_day=True, recurrence="lunar_yearly", lunar_day=16, lunar_month=1,
    )  # fmt: skip
    first = built(event)
    assert first.payload["data"]["occurrence"]["first_day"] == "2026-03-04"
    assert first.end_date == midnight("2026-03-06")
    assert first.recheck_at == midnight("2026-03-06")
    assert first.payload["data"]["start"].startswith("2025-02-13")
    assert first.payload["data"]["lunar"]["day"] == 16
    assert first.payload["json_ld"]["startDate"] == "2026-03-04"
    assert {("event_kind", "festival"), ("recurrence", "lunar_yearly")} <= first.facets
    assert first.recheck_at is not None
    with time_machine.travel(first.recheck_at, tick=False):
        assert built(event).payload["data"]["occurrence"]["first_day"] == "2027-02-21"


@time_machine.travel(NOON, tick=False)
def test_an_event_abroad_keeps_its_clock(index: EventIndexPage) -> None:
    event = make_event(
        index, start=at("2026-05-01 09:00", "Asia/Tokyo"), time_zone="Asia/Tokyo", venue="Tokyo"
    )
    payload = built(event).payload
    assert payload["data"]["occurrence"]["start"] == "2026-05-01T07:00:00+07:00"
    assert payload["data"]["time_zone"] == "Asia/Tokyo"
    assert payload["json_ld"]["startDate"] == "2026-05-01T09:00:00+09:00"


def test_an_event_links_to_what_is_public(tree: Tree, index: EventIndexPage) -> None:
    where, maker, hidden = place(tree), business(tree), product(tree, "Hàng kín")
    event = make_event(index, place=where)
    event.businesses.add(maker)
    event.products.add(hidden)
    event.save()
    restrict(hidden)
    item = built(event)
    data = item.payload["data"]
    assert data["place"]["type"] == "place"
    assert [link["title"] for link in data["businesses"]] == [maker.title]
    assert data["products"] == []
    assert "Hàng kín" not in json.dumps(item.payload, ensure_ascii=False)
    assert f"group:{hidden.translation_key}" in item.dependencies


def test_a_relic_has_rank_place_and_festival(tree: Tree, index: EventIndexPage) -> None:
    festival = make_event(index, "Hội đình")
    page = relic(
        tree, rank="national", relic_type="history", latitude="21.400000", longitude="106.100000",
        festival=festival, decision_date=datetime.date(1990, 1, 2),
    )  # fmt: skip
    item = built(page)
    assert (item.latitude, item.longitude) == (21.4, 106.1)
    assert item.payload["data"]["festival"]["title"] == "Hội đình"
    assert item.payload["data"]["decision_date"] == "1990-01-02"
    assert {("rank", "national"), ("relic_type", "history")} <= item.facets
    assert item.payload["json_ld"]["@type"] == "LandmarksOrHistoricalBuildings"


def test_places_and_history(tree: Tree) -> None:
    somewhere = built(place(tree, place_kind="orchard", address="Thôn Đông"))
    assert ("place_kind", "orchard") in somewhere.facets
    assert "thôn đông" in somewhere.exact_text
    assert (somewhere.latitude, somewhere.payload["data"]["latitude"]) == (None, None)
    past = built(history(tree, period="1884-1913"))
    assert past.payload["json_ld"]["temporalCoverage"] == "1884-1913"
