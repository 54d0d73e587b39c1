"""An expired or revoked star is never shown as current: not on the page, a card, or in a filter."""

import datetime
import json

import pytest
import time_machine
from django.test import Client

from catalog.models import CatalogItem
from catalog.refresh import refresh
from delivery import share_cards
from products.selectors import featured_products
from tests.dom import main_of, titles_listed
from tests.factories.products import Day, certificate, product
from tests.factories.tree import Tree, publish, translate

NOON = datetime.time(12, tzinfo=datetime.UTC)


def on(day: str) -> time_machine.travel:
    return time_machine.travel(datetime.datetime.combine(Day.fromisoformat(day), NOON), tick=False)


def at(moment: str) -> time_machine.travel:
    return time_machine.travel(datetime.datetime.fromisoformat(moment), tick=False)


def stars_shown(path: str) -> list[str]:
    return [badge.get_text(strip=True) for badge in main_of(path).select(".stars")]


@pytest.fixture
def rated(tree: Tree):
    page = product(tree, is_featured_for_export=True)
    certificate(page, Day(2023, 3, 10), stars=4, decision_number="1/QĐ-UBND")
    return page


def test_shown_until_the_last_day_and_no_longer(rated) -> None:
    with on("2026-03-10"):
        # Once at the top of the page, once beside the certificate.
        assert stars_shown("/san-pham/vai-som/") == ["★★★★", "★★★★"]
        assert stars_shown("/san-pham/") == ["★★★★"]
        assert titles_listed("/san-pham/?stars=4") == ["Vải sớm"]
    with on("2026-03-11"):
        assert stars_shown("/san-pham/vai-som/") == []
        assert stars_shown("/san-pham/") == []
        assert titles_listed("/san-pham/?stars=4") == []


def test_the_day_is_that_of_viet_nam(rated) -> None:
    with at("2026-03-10T16:59:00+00:00"):  # 23:59 there
        assert stars_shown("/san-pham/")
    with at("2026-03-10T17:00:00+00:00"):  # midnight there, still the 10th in Greenwich
        assert not stars_shown("/san-pham/")
        assert titles_listed("/san-pham/?stars=4") == []


def test_history_is_kept_and_shown(rated) -> None:
    with on("2027-01-01"):
        history = main_of("/san-pham/vai-som/").select_one("details")
        assert history is not None
        assert "1/QĐ-UBND" in history.get_text()
        assert "★" not in history.get_text()


def test_a_warning_six_months_before_the_end(rated) -> None:
    with on("2025-09-09"):
        assert not main_of("/san-pham/vai-som/").select(".proof .badge-warning")
    with on("2025-09-10"):
        assert main_of("/san-pham/vai-som/").select(".proof .badge-warning")


def test_a_revoked_star_is_history_from_its_day_on(rated) -> None:
    rated.certificates.update(revoked_on=Day(2024, 6, 1), revoked_reason={"vi": "Sai nhãn"})
    with on("2024-05-31"):
        assert stars_shown("/san-pham/") == ["★★★★"]
    with on("2024-06-01"):
        assert stars_shown("/san-pham/") == []
        assert titles_listed("/san-pham/?stars=4") == []
        assert "Sai nhãn" in main_of("/san-pham/vai-som/").get_text()


def test_the_newest_rating_counts_also_when_it_is_lower(rated) -> None:
    certificate(rated, Day(2025, 1, 15), stars=3, decision_number="2/QĐ-UBND")
    with on("2025-02-01"):
        assert stars_shown("/san-pham/") == ["★★★"]
        assert titles_listed("/san-pham/?stars=3") == ["Vải sớm"]
        assert titles_listed("/san-pham/?stars=4") == []
        assert rated.current_certificate().decision_number == "2/QĐ-UBND"


def test_an_older_rating_counts_again_when_the_newer_is_revoked(rated) -> None:
    certificate(rated, Day(2025, 1, 15), stars=5, revoked_on=Day(2025, 3, 1))
    with on("2025-03-01"):
        assert stars_shown("/san-pham/") == ["★★★★"]
        assert titles_listed("/san-pham/?stars=5") == []


def test_a_decision_of_tomorrow_does_not_count_today(rated) -> None:
    certificate(rated, Day(2025, 1, 15), stars=5)
    with on("2025-01-14"):
        assert stars_shown("/san-pham/") == ["★★★★"]


def test_filter_and_page_agree_on_every_day(rated) -> None:
    certificate(rated, Day(2024, 2, 29), stars=5, revoked_on=Day(2025, 12, 31))
    certificate(rated, Day(2026, 1, 31), stars=3)
    for months in range(0, 84, 1):
        day = Day(2023 + months // 12, months % 12 + 1, 28)
        with on(day.isoformat()):
            current = rated.current_certificate()
            by_sql = featured_products("vi", 1)[0].current_stars
            assert by_sql == (current.stars if current else None), day


def test_the_english_page_shows_the_same_stars(rated) -> None:
    translate(rated, title="Early lychee", slug="early-lychee")
    with on("2026-03-10"):
        assert stars_shown("/en/san-pham/early-lychee/") == ["★★★★", "★★★★"]
    with on("2026-03-11"):
        assert stars_shown("/en/san-pham/early-lychee/") == []


def test_featured_products_for_the_home_page_are_sorted_by_stars_in_force(tree: Tree) -> None:
    expired = product(tree, "Ba kích", is_featured_for_export=True)
    rated = product(tree, "Vải khô", is_featured_for_export=True)
    product(tree, "An không nổi bật")
    certificate(expired, Day(2020, 1, 1), stars=5)
    certificate(rated, Day(2025, 1, 1), stars=3)
    with on("2026-01-01"):
        assert [p.title for p in featured_products("vi", 5)] == ["Vải khô", "Ba kích"]
        assert featured_products("en", 5) == []


@pytest.mark.parametrize(
    ("day", "revoked_on", "vietnamese", "english"),
    [
        ("2024-01-01", None, "OCOP 4 sao, có hiệu lực đến 10/03/2026",
         "OCOP 4 stars, in force until 10 March 2026"),
        ("2024-01-01", Day(2024, 6, 1), "OCOP 4 sao, có hiệu lực đến 31/05/2024",
         "OCOP 4 stars, in force until 31 May 2024"),
        ("2026-03-10", None, "OCOP 4 sao, sắp hết hạn: 10/03/2026",
         "OCOP 4 stars, expires soon: 10 March 2026"),
        ("2026-03-11", None, "Giấy chứng nhận OCOP hết hạn ngày 10/03/2026",
         "OCOP certificate expired on 10 March 2026"),
        ("2024-06-01", Day(2024, 6, 1), "Giấy chứng nhận OCOP bị thu hồi từ ngày 01/06/2024",
         "OCOP certificate revoked on 1 June 2024"),
        ("2023-03-09", None, "Chưa được công nhận sao OCOP", "No OCOP stars yet"),
    ],
)  # fmt: skip
def test_the_state_of_the_certificate_speaks_wherever_the_product_appears(
    rated, day: str, revoked_on: Day | None, vietnamese: str, english: str
) -> None:
    """Page, list, search, feeds, picture to share, JSON-LD, card and item of the interface."""
    rated.certificates.update(revoked_on=revoked_on)
    with on(day):
        rated.product_class = "ocop"
        publish(rated)
        translate(rated, title="Lychee", slug="lychee")
        is_in_force = english.startswith("OCOP 4")
        for text, address, listing, search in (
            (vietnamese, "/san-pham/vai-som/", "/san-pham/", "/tim-kiem/?q=vai"),
            (english, "/en/san-pham/lychee/", None, "/en/search/?q=lychee"),
        ):
            header = main_of(address).select_one(".page-header")
            assert text in header.get_text(" ", strip=True)
            eyebrow = header.select_one(".eyebrow").get_text()
            assert (eyebrow in ("Sản phẩm OCOP", "OCOP product")) is is_in_force
            if listing:
                assert text in main_of(listing).select_one(".card").get_text(" ", strip=True)
            assert text in main_of(search).select_one(".search-result").get_text(" ", strip=True)
            locale = "en" if text == english else "vi"
            for form in ("rss", "atom", "json"):
                assert text in Client().get(f"/feeds/{locale}/products.{form}").content.decode()
            item = CatalogItem.objects.public().get(kind="product", locale=locale)
            payload, card = json.loads(item.payload), json.loads(item.card)
            assert payload["data"]["ocop"]["text"] == card["facts"]["ocop"]["text"] == text
            assert (card["facts"]["product_class"]["code"] == "ocop") is is_in_force
            assert share_cards.card_of(payload, None).status == text
            said = [row["certificationStatus"] for row in payload["json_ld"].get(
                "hasCertification", [])]  # fmt: skip
            begun = day >= "2023-03-10"
            kind = "Active" if is_in_force else "Inactive"
            assert said == ([f"https://schema.org/Certification{kind}"] if begun else [])
            assert ("award" in payload["json_ld"]) is is_in_force


def test_a_product_that_claims_no_stars_is_not_asked_for_them(tree: Tree) -> None:
    product(tree, product_class="specialty")
    assert "OCOP" not in main_of("/san-pham/").select_one(".card").get_text()
    refresh()
    payload = json.loads(CatalogItem.objects.public().get(kind="product").payload)
    assert payload["data"]["ocop"]["state"]["code"] == "never"
    assert share_cards.card_of(payload, None).status == ""
