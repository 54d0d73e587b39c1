"""Places on pages, lists and maps: where they are, what is near, and who may see them."""

import datetime
import json
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from core.models import Locality, PortalSettings
from events.models import EventIndexPage, EventPage
from places.models import RelicPage, TourismPlacePage
from places.selectors import distance_km, places_on_map
from tests.budgets import assert_queries_do_not_grow
from tests.dom import facts_of, main_of, text_of, titles_listed
from tests.factories.places import history, place, place_index, relic
from tests.factories.tree import Tree, make_page, publish, restrict, translate, unalias

LIST = "/du-lich/"
HERE = {"latitude": "21.426000", "longitude": "106.109000"}


def ground(language: str = "vi") -> dict[str, Any]:
    """What the script of a map asks for."""
    with override(language):
        answer = Client().get(reverse("map_ground"))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def map_of(path: str) -> dict[str, Any]:
    script = main_of(path).select_one(".map script[type='application/json']")
    data: dict[str, Any] = json.loads(str(script.string))
    return data


def test_all_types_in_one_alphabet(tree: Tree) -> None:
    for make, title in ((place, "Đồi"), (relic, "Chùa"), (history, "Dòng họ"), (place, "Ấp")):
        make(tree, title)
    place(tree, "Nháp", live=False)
    restrict(relic(tree, "Kín"))
    assert titles_listed(LIST) == ["Ấp", "Chùa", "Dòng họ", "Đồi"]


def test_filters(tree: Tree) -> None:
    place(tree, "Chợ", place_kind="market")
    place(tree, "Vườn", place_kind="orchard")
    relic(tree, "Đình", rank="national")
    relic(tree, "Miếu", rank="inventoried")
    history(tree, "Khởi nghĩa")
    assert titles_listed(LIST + "?kind=place") == ["Chợ", "Vườn"]
    assert titles_listed(LIST + "?kind=relic") == ["Đình", "Miếu"]
    assert titles_listed(LIST + "?kind=history") == ["Khởi nghĩa"]
    assert titles_listed(LIST + "?place_kind=market") == ["Chợ"]
    assert titles_listed(LIST + "?rank=national") == ["Đình"]
    assert titles_listed(LIST + "?rank=national&kind=history") == []


@pytest.mark.parametrize("query", ["kind=news", "rank=5", "place_kind=%00", "kind=PLACE"])
def test_a_value_that_does_not_exist_is_not_found(tree: Tree, query: str) -> None:
    place_index(tree)
    assert Client().get(f"{LIST}?{query}").status_code == 404


def test_map_and_list_beside_it_say_the_same(tree: Tree) -> None:
    place(tree, "Đồi <vải>", **HERE, address="Thôn Mẫu")
    relic(tree, "Đình", latitude="-0.5", longitude="-179.999999")
    place(tree, "Không tọa độ")
    main = main_of(LIST)
    popups, places = main.select("template"), main.select(".map-list li")
    assert [m["title"] for m in map_of(LIST)["markers"]] == ["Đình", "Đồi <vải>"]
    expected = [("Đình", "/du-lich/dinh/"), ("Đồi <vải>", "/du-lich/doi-vai/")]
    for found in (popups, places):
        links = [one.select_one("a") for one in found]
        assert [(link.get_text(), link["href"]) for link in links] == expected
    assert "21.42600, 106.10900" in places[1].get_text()
    # Each says what is there, and how to get there by another website.
    assert [popup.p.get_text() for popup in popups] == [
        "Di tích trong danh mục kiểm kê", "Danh lam thắng cảnh",
    ]  # fmt: skip
    for one in (popups[1], places[1]):
        way = one.select_one("a[rel~=external]")
        assert way["href"].endswith("/directions?to=21.42600%2C106.10900")
        assert way.get_text() == "Chỉ đường: Đồi <vải>"


def test_without_an_address_for_it_no_directions_are_offered(tree: Tree, settings: Any) -> None:
    settings.MAP_DIRECTIONS_URL = ""
    place(tree, "Đồi", **HERE)
    assert not main_of(LIST).select("a[rel~=external]")


def test_the_map_follows_the_filters(tree: Tree) -> None:
    place(tree, "Đồi", **HERE)
    relic(tree, "Đình", **HERE)
    assert [m["title"] for m in map_of(LIST + "?kind=relic")["markers"]] == ["Đình"]
    assert not main_of(LIST + "?kind=history").select(".map")


def test_a_merged_unit_is_drawn_within_the_one_it_became_part_of(tree: Tree) -> None:
    boundary = {"type": "Polygon", "coordinates": [[[106, 21], [106, 22], [107, 22], [106, 21]]]}
    merged = Locality.objects.create(
        code="moi", kind="commune", name={"vi": "Mới"}, boundary=boundary
    )
    old = Locality.objects.create(code="cu", kind="commune", name={"vi": "Cũ"})
    old.successors.add(merged)
    PortalSettings.objects.create(site=Site.objects.get(is_default_site=True), locality=old)
    assert ground()["boundary"] == boundary


def test_the_map_knows_the_boundary_and_no_other_host(tree: Tree, settings: Any) -> None:
    boundary = {"type": "Polygon", "coordinates": [[[106, 21], [106, 22], [107, 22], [106, 21]]]}
    locality = Locality.objects.create(
        code="xa", kind="commune", name={"vi": "Xã"}, boundary=boundary
    )
    site = Site.objects.get(is_default_site=True)
    PortalSettings.objects.create(site=site, locality=locality)
    place(tree, **HERE)
    assert main_of(LIST).select(".map")[0]["data-ground"] == "/ban-do.json"
    assert ground()["boundary"] == boundary
    assert map_of(LIST)["tiles"]["url"] == ""
    settings.MAP_TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    assert map_of(LIST)["tiles"]["url"] == settings.MAP_TILE_URL


def test_only_maps_read_what_maps_draw(tree: Tree, django_assert_num_queries: Any) -> None:
    """The settings go with every page; a boundary may have thousands of points."""
    boundary = {"type": "Polygon", "coordinates": [[[106, 21], [106, 22], [107, 22], [106, 21]]]}
    locality = Locality.objects.create(
        code="xa", kind="commune", name={"vi": "Xã"}, boundary=boundary
    )
    site = Site.objects.get(is_default_site=True)
    PortalSettings.objects.create(site=site, locality=locality)
    found = PortalSettings.base_queryset().get(site=site)
    assert found.locality.get_deferred_fields() == {"boundary", "drawing"}
    with django_assert_num_queries(1):
        assert found.ground.boundary == boundary


def test_the_ground_is_named_in_the_visitors_language(tree: Tree, settings: Any) -> None:
    road = {"type": "LineString", "coordinates": [[106, 21], [106.1, 21.1]]}
    names = {"vi": "Quốc lộ 17", "en": "National Road 17"}
    drawing = {
        "type": "FeatureCollection",
        "attribution": {"vi": "Minh họa", "en": "Illustrative"},
        "features": [
            {"type": "Feature", "properties": {"kind": "road", "name": names}, "geometry": road}
        ],
    }
    locality = Locality.objects.create(
        code="xa", kind="commune", name={"vi": "Xã"}, drawing=drawing
    )
    site = Site.objects.get(is_default_site=True)
    PortalSettings.objects.create(site=site, locality=locality)
    drawn = ground()["drawing"]
    assert drawn["attribution"] == "Minh họa"
    assert drawn["features"][0] == {
        "type": "Feature",
        "properties": {"kind": "road", "name": "Quốc lộ 17"},
        "geometry": road,
    }
    assert ground("en")["drawing"]["features"][0]["properties"]["name"] == names["en"]
    settings.MAP_TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    locality.save()
    assert ground()["drawing"] is None, "tiles show the ground themselves"


def test_a_portal_without_a_ground_has_its_points_all_the_same(db: None) -> None:
    assert ground() == {"boundary": None, "drawing": None}
    assert Client().post(reverse("map_ground")).status_code == 405


def test_the_map_needs_no_inline_code(tree: Tree) -> None:
    place(tree, **HERE)
    for path in (LIST, LIST + "doi-vai/"):
        main = main_of(path)
        assert not main.select("[style], style, [onclick]")
        for script in main.select("script"):
            assert (
                script.get("src", "").startswith("/static/") or script["type"] == "application/json"
            )
        # Without JavaScript the empty canvas is not there; the list is.
        assert "hidden" in main.select_one(".map-canvas").attrs


def test_places_on_map_in_each_language(tree: Tree) -> None:
    shown = place(tree, "Đồi", **HERE)
    restrict(place(tree, "Kín", **HERE))
    place(tree, "Hết hạn", expire_at=timezone.now() - datetime.timedelta(minutes=1), **HERE)
    assert [m.title for m in places_on_map("vi")] == ["Đồi"]
    assert places_on_map("en") == []
    translate(shown, title="Hill", slug="hill")
    assert [(m.title, m.url) for m in places_on_map("en")] == [("Hill", "/en/du-lich/hill/")]


@pytest.mark.parametrize(
    "wrong",
    [{"latitude": "21"}, {"longitude": "106"}, {"latitude": "90.1", "longitude": "106"},
     {"latitude": "21", "longitude": "-180.1"}],
)  # fmt: skip
def test_half_or_impossible_positions_are_refused(tree: Tree, wrong: dict[str, str]) -> None:
    for make in (place, relic):
        with pytest.raises(ValidationError):
            make(tree, **wrong)


def test_a_position_on_the_equator_is_one(tree: Tree) -> None:
    place(tree, latitude="0", longitude="0")
    assert map_of(LIST + "doi-vai/")["markers"][0]["latitude"] == 0


def test_nearest_places_first_and_not_itself(tree: Tree) -> None:
    place(tree, **HERE)
    for title, latitude in (("Xa", "21.6"), ("Gần", "21.43"), ("Vừa", "21.5"), ("Rất xa", "22")):
        relic(tree, title, latitude=latitude, longitude="106.109")
    relic(tree, "Không tọa độ")
    restrict(relic(tree, "Kín", **HERE))
    nearby = main_of(LIST + "doi-vai/").select_one("section[aria-labelledby=nearby]")
    assert [a.get_text() for a in nearby.select(".card-title a")] == ["Gần", "Vừa", "Xa"]
    assert "0,4" in nearby.get_text()


POINTS = st.tuples(
    st.decimals(-90, 90, places=6, allow_nan=False),
    st.decimals(-180, 180, places=6, allow_nan=False),
)


@given(POINTS, POINTS)
@pytest.mark.django_db
def test_distances(one: Any, other: Any) -> None:
    a = TourismPlacePage(latitude=one[0], longitude=one[1])
    b = TourismPlacePage(latitude=other[0], longitude=other[1])
    assert distance_km(a, a) == 0
    assert distance_km(a, b) == pytest.approx(distance_km(b, a))
    assert 0 <= distance_km(a, b) <= 20_016


@pytest.mark.django_db
def test_a_degree_of_latitude_is_111_kilometres() -> None:
    south, north = (TourismPlacePage(latitude=n, longitude=106) for n in (21, 22))
    assert distance_km(south, north) == pytest.approx(111.195, abs=0.01)


def test_a_relic_says_what_the_decision_says(tree: Tree) -> None:
    relic(
        tree, rank="national", relic_type="architecture", decision_number="1/QĐ-BVHTT",
        decision_date=datetime.date(1994, 1, 5), period="Thế kỷ 17", worship="Cao Sơn",
        opening="7 giờ - 17 giờ", fees="Không thu phí", accessibility="Ba bậc đá",
    )  # fmt: skip
    values = set(facts_of(LIST + "dinh-lang/").values())
    assert "1/QĐ-BVHTT, ngày 05 tháng 01 năm 1994" in values
    assert {"Thế kỷ 17", "Cao Sơn", "7 giờ - 17 giờ", "Không thu phí", "Ba bậc đá"} <= values


@pytest.fixture
def festival(tree: Tree) -> EventPage:
    index = make_page(EventIndexPage, tree.vi, title="Sự kiện", slug="su-kien")
    start = datetime.datetime(2024, 3, 1, 1, tzinfo=datetime.UTC)
    return make_page(
        EventPage, index, title="Lễ hội đình", kind="festival", start=start, end=start,
        recurrence="yearly",
    )  # fmt: skip


def test_a_relic_and_its_festival(tree: Tree, festival: EventPage) -> None:
    page = relic(tree, festival=festival)
    link = main_of(LIST + "dinh-lang/").select_one(".notice a")
    assert link.get_text() == "Lễ hội đình"
    with time_machine.travel(datetime.datetime(2026, 3, 2, 5, tzinfo=datetime.UTC), tick=False):
        date = main_of(LIST + "dinh-lang/").select_one(".notice time")
    assert date["datetime"] == "2027-03-01"
    translate(page, title="Communal house", slug="communal-house")
    english = "/en/du-lich/communal-house/"
    assert main_of(english).select_one(".notice a")["lang"] == "vi"
    translate(festival, title="Festival")
    assert main_of(english).select_one(".notice a").get_text() == "Festival"
    restrict(festival)
    assert "Lễ hội" not in text_of(LIST + "dinh-lang/")


def test_history_has_no_map(tree: Tree) -> None:
    history(tree, period="1884-1913")
    assert "1884-1913" in text_of(LIST + "lich-su-lang/")
    assert not main_of(LIST + "lich-su-lang/").select(".map, script")


def test_english_list_has_only_what_is_translated(tree: Tree) -> None:
    translate(place(tree), title="Lychee hill")
    relic(tree)
    unalias(place_index(tree), title="Visit")
    assert titles_listed("/en/du-lich/") == ["Lychee hill"]


def test_queries_do_not_grow_with_places(tree: Tree) -> None:
    place_index(tree)

    def more() -> None:
        for _ in range(3):
            number = TourismPlacePage.objects.count()
            place(tree, f"Đồi {number}", **HERE)
            relic(tree, f"Đình {number}", **HERE)
            history(tree, f"Chuyện {number}")

    more()
    assert_queries_do_not_grow(LIST, more)


def test_queries_of_a_place_do_not_grow_with_its_neighbours(tree: Tree) -> None:
    place(tree, "Đây", **HERE)

    def more() -> None:
        for _ in range(4):
            relic(tree, f"Đình {RelicPage.objects.count()}", **HERE)

    more()
    assert_queries_do_not_grow(LIST + "day/", more)


def test_an_unpublished_place_leaves_the_map(tree: Tree) -> None:
    page = publish(place(tree, **HERE))
    page.unpublish()
    assert places_on_map("vi") == []
