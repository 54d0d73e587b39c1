"""An event as a visitor reads it."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation
from wagtail.models import Page

from events.models import EventIndexPage, EventPage
from home.models import StandardPage
from products.models import BusinessPage, ProductPage
from tests.budgets import assert_queries_do_not_grow
from tests.factories.events import at, make_event
from tests.factories.tree import Tree, add, restrict, translate

pytestmark = pytest.mark.usefixtures("february")


def soup(client: Client, page: EventPage) -> BeautifulSoup:
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def product(parent: Page, title: str, slug: str, **fields: object) -> ProductPage:
    page: ProductPage = add(
        parent, ProductPage(title=title, slug=slug, product_class="key", **fields)
    )
    return page


def business(parent: Page, title: str, slug: str, **fields: object) -> BusinessPage:
    values = {"legal_form": "cooperative", **fields}
    page: BusinessPage = add(parent, BusinessPage(title=title, slug=slug, **values))
    return page


@pytest.mark.parametrize(
    ("fields", "vietnamese", "english"),
    [
        (
            {"start": at("2026-03-05 08:00")},
            "8 giờ 00, ngày 05 tháng 3 năm 2026",
            "08:00, 5 March 2026",
        ),
        (
            {"start": at("2026-03-05 08:00"), "is_all_day": True},
            "ngày 05 tháng 3 năm 2026",
            "5 March 2026",
        ),
        (
            {"start": at("2026-04-05 09:30", "Asia/Tokyo"), "time_zone": "Asia/Tokyo"},
            "9 giờ 30, ngày 05 tháng 4 năm 2026",
            "09:30, 5 April 2026 (local time, Asia/Tokyo)",
        ),
        (
            {"start": at("2026-03-05 08:00"), "end": at("2026-03-05 11:30")},
            "8 giờ 00",
            "08:00 to 11:30, 5 March 2026",
        ),
    ],
)
def test_when(
    index: EventIndexPage, fields: dict[str, object], vietnamese: str, english: str
) -> None:
    page = make_event(index, **fields)
    with translation.override("vi"):
        assert page.when.startswith(vietnamese)
    with translation.override("en"):
        assert page.when == english


def test_the_lunar_date_in_both_languages(
    client: Client, tree: Tree, index: EventIndexPage
) -> None:
    page = make_event(
        index, kind="festival", start=at("2025-02-13 07:00"), recurrence="lunar_yearly",
        lunar_day=16, lunar_month=1,
    )  # fmt: skip
    text = soup(client, page).get_text()
    assert "16 tháng Giêng (âm lịch)" in text
    assert "ngày 04 tháng 3 năm 2026" in text
    translate(index, title="Events", slug="events")
    english = soup(client, translate(page, title="Festival", slug="festival")).get_text()
    assert "16th day of the first lunar month" in english
    assert "4 March 2026" in english


def test_venue_organiser_stand_and_results(client: Client, index: EventIndexPage) -> None:
    page = make_event(
        index, start=at("2025-03-05 08:00"), venue="Nhà văn hóa", organiser="UBND xã",
        stand="Gian A12", results="Ký 3 hợp đồng",
    )  # fmt: skip
    text = soup(client, page).get_text()
    for part in ("Nhà văn hóa", "UBND xã", "Gian A12", "Ký 3 hợp đồng"):
        assert part in text


def test_what_is_not_public_leaves_no_trace(
    client: Client, tree: Tree, index: EventIndexPage
) -> None:
    place = add(tree.home, StandardPage(title="Sân đình", slug="san-dinh"))
    page = make_event(index, place=place)
    secret = product(tree.home, "Sản phẩm mật", "mat", live=False)
    internal = business(tree.home, "Cơ sở nội bộ", "noi-bo")
    restrict(internal)
    page.products.set([product(tree.home, "Vải sớm", "vai"), secret])
    page.businesses.set([business(tree.home, "HTX Vải", "htx"), internal])
    page.save()
    shown = soup(client, page)
    text = shown.get_text()
    assert [a.get_text() for a in shown.select(".related a")] == ["HTX Vải", "Vải sớm"]
    assert "Sân đình" in text
    assert "mật" not in text
    assert "nội bộ" not in text
    place.live = False
    place.save()
    assert "Sân đình" not in soup(client, page).get_text()


def test_references_are_shown_in_the_language_of_the_page(
    client: Client, tree: Tree, index: EventIndexPage
) -> None:
    both, one = product(tree.home, "Vải sớm", "vai"), product(tree.home, "Mật ong", "mat-ong")
    translate(both, title="Early lychee", slug="lychee")
    page = make_event(index)
    page.products.set([both, one])
    page.save()
    translate(index, title="Events", slug="events")
    english = soup(client, translate(page, title="Fair", slug="fair"))
    links = {(a.get_text(), a.get("lang")) for a in english.select(".related a")}
    assert links == {("Early lychee", None), ("Mật ong", "vi")}


def test_the_page_costs_the_same_with_twice_the_references(
    client: Client, tree: Tree, index: EventIndexPage
) -> None:
    page = make_event(index)

    def enrich(start: int) -> None:
        for number in range(start, start + 3):
            page.products.add(product(tree.home, f"Sản phẩm {number}", f"san-pham-{number}"))
            page.businesses.add(business(tree.home, f"Cơ sở {number}", f"co-so-{number}"))
        page.save()

    enrich(0)
    assert_queries_do_not_grow(page.url, lambda: enrich(3))
