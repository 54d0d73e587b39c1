"""One product: what proves it, whom to ask, and what must not be shown."""

import datetime

import pytest
import time_machine
from django.test import Client

from events.models import EventIndexPage, EventPage
from products.models import OtherCertification, ProductionCode
from tests.budgets import assert_queries_do_not_grow
from tests.dom import facts_of, main_of, page_of, text_of, titles_listed
from tests.factories.products import Day, business, certificate, listing, product
from tests.factories.tree import Tree, make_page, publish, restrict, translate

PAGE = "/san-pham/vai-som/"
CONTACT = {"contact_name": "Nguyễn Văn Mẫu", "contact_phone": "0900 000 000",
           "contact_email": "htx@example.vn"}  # fmt: skip


@pytest.fixture(autouse=True)
def _a_day_in_2026():
    with time_machine.travel(datetime.datetime(2026, 6, 1, 5, tzinfo=datetime.UTC), tick=False):
        yield


def test_contact_of_the_producer_only_with_consent(tree: Tree) -> None:
    producer = business(tree, **CONTACT)
    product(tree, producer=producer)
    for path in (PAGE, "/doanh-nghiep/htx-vai-som/"):
        html = str(page_of(path))
        assert not [value for value in CONTACT.values() if value in html], path
    producer.contact_consent_on = Day(2026, 1, 5)
    publish(producer)
    for path in (PAGE, "/doanh-nghiep/htx-vai-som/"):
        card = main_of(path).select_one(".contact-card")
        assert not [value for value in CONTACT.values() if value not in card.get_text()], path
        assert card.select_one("a[href='mailto:htx@example.vn']")
        assert card.select_one("a[href='tel:+84900000000']")


@pytest.mark.parametrize("how", ["draft", "private", "expired"])
def test_a_producer_that_is_not_public_leaves_no_trace(tree: Tree, how: str) -> None:
    producer = business(tree, "HTX Bí mật", **CONTACT, contact_consent_on=Day(2026, 1, 5))
    product(tree, producer=producer)
    if how == "draft":
        producer.unpublish()
    elif how == "private":
        restrict(producer)
    else:
        producer.expire_at = datetime.datetime(2026, 5, 31, tzinfo=datetime.UTC)
        producer.save()
    html = str(page_of(PAGE))
    assert "HTX Bí mật" not in html
    assert "0900" not in html


def test_the_producer_comes_in_the_language_of_the_page(tree: Tree) -> None:
    producer = business(tree)
    translate(product(tree, producer=producer), title="Early lychee", slug="early-lychee")
    card = main_of("/en/san-pham/early-lychee/").select_one(".contact-card")
    assert card.select_one("a")["lang"] == "vi"
    assert card.select_one("a")["href"] == "/doanh-nghiep/htx-vai-som/"
    translate(producer, title="Lychee Cooperative", slug="lychee-cooperative")
    card = main_of("/en/san-pham/early-lychee/").select_one(".contact-card")
    assert not card.select("a[lang]")
    assert card.select_one("a").get_text() == "Lychee Cooperative"
    assert card.select_one("a")["href"] == "/en/doanh-nghiep/lychee-cooperative/"


def test_nothing_can_be_ordered(tree: Tree) -> None:
    product(tree)
    main = main_of(PAGE)
    assert not main.select("form, input, button:not(.share button)")
    assert main.select_one(".notice")


def test_dead_addresses_are_named_but_not_linked(tree: Tree) -> None:
    page = product(tree)
    listing(page, "Voso", status="live", checked_on=Day(2026, 5, 4))
    listing(page, "Postmart", status="dead")
    listing(page, "Sendo", status="live", is_closed=True)
    listing(page, "Lazada", status="unchecked")
    main = main_of(PAGE)
    linked = [a["href"] for a in main.select("a[href*='.example']")]
    assert linked == ["https://voso.example/vai", "https://lazada.example/vai"]
    assert "Postmart" in main.get_text()
    assert "Sendo" in main.get_text()
    assert main.select_one("time[datetime='2026-05-04']")


def test_other_certifications_are_marked_when_expired(tree: Tree) -> None:
    page = product(tree)
    for scheme, last in (
        ("vietgap", Day(2026, 6, 1)),
        ("organic", Day(2026, 5, 31)),
        ("haccp", None),
    ):
        OtherCertification.objects.create(product=page, scheme=scheme, valid_to=last)
    marked = {
        row.strong.get_text(): bool(row.select_one(".badge-warning"))
        for row in main_of(PAGE).select(".proofs li")
    }
    assert list(marked.values()) == [False, True, False]


def test_texts_of_a_row_come_in_the_language_of_the_reader(tree: Tree) -> None:
    page = product(tree)
    ProductionCode.objects.create(
        product=page, kind="growing", code="TH-MINHHOA-1", area_ha="1234.50",
        market={"vi": "Thái Lan", "en": "Thailand"},
    )  # fmt: skip
    OtherCertification.objects.create(
        product=page, scheme="vietgap", issuer={"vi": "Trung tâm Mẫu"}
    )
    translate(page, title="Early lychee", slug="early-lychee")
    assert "Thái Lan" in text_of(PAGE)
    assert "1.234,5" in text_of(PAGE)
    english = main_of("/en/san-pham/early-lychee/")
    assert "Thailand" in english.get_text()
    assert "1,234.5" in english.get_text()
    # Without an English text the Vietnamese one is shown and says what it is.
    assert english.select_one("span[lang=vi]").get_text() == "Trung tâm Mẫu"


def test_export_block_and_mark(tree: Tree) -> None:
    product(
        tree, hs_code="0810.90", incoterms=["FOB", "CIF"], latin_name="Litchi chinensis Sonn.",
        samples_available=True, mark_kind="collective_mark", mark_name="Vải sớm minh họa",
        mark_number="MH-1", gtin="8936012345674",
    )  # fmt: skip
    values = facts_of(PAGE).values()
    assert {"0810.90", "FOB, CIF", "Litchi chinensis Sonn.", "8936012345674"} <= set(values)
    assert "Vải sớm minh họa (MH-1)" in values


def test_no_export_block_without_facts(tree: Tree) -> None:
    product(tree)
    assert not main_of(PAGE).select("#export, #proof, #season, #traceability, #shown-at")


def test_the_qr_code_is_drawn_here_and_has_a_text(tree: Tree) -> None:
    url = "https://truyxuat.example/?sp=1&lo=<2>"
    product(tree, traceability_url=url)
    main = main_of(PAGE)
    code = main.select_one(".qr")
    assert code["role"] == "img"
    assert url in code["aria-label"]
    assert code.svg
    assert code.svg.path["d"]
    assert main.select_one("#traceability ~ p a")["href"] == url
    assert not main.select("img, [style], script")


def test_season_is_also_text(tree: Tree) -> None:
    product(tree, harvest_months=[5, 6])
    season = main_of(PAGE).select_one(".season")
    assert len(season.select("path")) == 12
    assert len(season.select("path.is-in-season")) == 2
    assert season.svg["aria-hidden"] == "true"
    assert season.p.get_text(strip=True)


@pytest.fixture
def fair(tree: Tree) -> EventPage:
    index = make_page(EventIndexPage, tree.vi, title="Sự kiện", slug="su-kien")
    start = datetime.datetime(2026, 5, 20, 1, tzinfo=datetime.UTC)
    return make_page(EventPage, index, title="Hội chợ vải", kind="fair", start=start, end=start)


def test_events_where_it_was_shown(tree: Tree, fair: EventPage) -> None:
    producer = business(tree)
    page = product(tree, producer=producer)
    fair.products.set([page])
    fair.businesses.set([producer])
    publish(fair)
    assert titles_listed(PAGE) == ["Hội chợ vải"]
    assert titles_listed("/doanh-nghiep/htx-vai-som/") == ["Vải sớm", "Hội chợ vải"]
    translate(page, title="Early lychee", slug="early-lychee")
    assert titles_listed("/en/san-pham/early-lychee/") == []
    translate(fair, title="Lychee Fair")
    assert titles_listed("/en/san-pham/early-lychee/") == ["Lychee Fair"]
    fair.unpublish()
    assert titles_listed(PAGE) == []


def test_what_is_still_to_come_is_not_among_the_events_attended(
    tree: Tree, fair: EventPage
) -> None:
    producer = business(tree)
    page = product(tree, producer=producer)
    later = fair.start + datetime.timedelta(days=60)
    coming = make_page(
        EventPage, fair.get_parent(), title="Hội chợ thu", kind="fair", start=later, end=later
    )
    for event in (fair, coming):
        event.products.set([page])
        event.businesses.set([producer])
        publish(event)
    for path, attended in ((PAGE, "shown-at"), ("/doanh-nghiep/htx-vai-som/", "past-events")):
        main = main_of(path)
        for name, title in (("coming-events", "Hội chợ thu"), (attended, "Hội chợ vải")):
            section = main.select_one(f"[aria-labelledby={name}]")
            titles = [link.get_text(strip=True) for link in section.select(".card-title a")]
            assert titles == [title], (path, name)


def test_queries_do_not_grow_with_rows(tree: Tree, fair: EventPage) -> None:
    page = product(tree, producer=business(tree))

    def more() -> None:
        for _ in range(3):
            number = page.certificates.count()
            certificate(page, Day(2020, 1, 1) + datetime.timedelta(days=number), stars=3)
            OtherCertification.objects.create(product=page, scheme="vietgap")
            ProductionCode.objects.create(product=page, kind="packing", code=str(number))
            listing(page, f"San{number}")
            event = fair.copy(update_attrs={"slug": f"hoi-cho-{number}"})
            event.products.set([page])
            publish(event)

    more()
    assert_queries_do_not_grow(PAGE, more)


def test_a_private_product_asks_for_a_login(tree: Tree) -> None:
    restrict(product(tree))
    assert Client().get(PAGE).status_code == 302
