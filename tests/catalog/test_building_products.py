"""Products, businesses and investment sites: what proves them, and what nobody agreed to show."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from wagtail.models import Collection, CollectionViewRestriction

from products.models import OtherCertification, ProductionCode
from tests.factories.building import built
from tests.factories.core import make_document
from tests.factories.products import (
    Day,
    business,
    category,
    certificate,
    investment_site,
    listing,
    product,
)
from tests.factories.tree import Tree, restrict, translate


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel("2026-03-05T12:00:00+07:00", tick=False):
        yield


def midnight(day: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{day}T00:00:00+07:00")


def test_stars_are_those_in_force(tree: Tree) -> None:
    page = product(tree)
    certificate(page, Day(2022, 1, 10), stars=5)
    certificate(page, Day(2025, 1, 10), stars=4, score="82.00")
    item = built(page)
    data = item.payload["data"]
    assert [row["stars"] for row in data["certificates"]] == [4, 5]
    assert [row["state"]["code"] for row in data["certificates"]] == ["in_force", "expired"]
    assert data["current"] == data["certificates"][0]
    assert data["current"]["expires_on"] == "2028-01-10"
    assert data["current"]["score"] == 82
    assert isinstance(data["current"]["score"], int)
    assert item.card["facts"]["stars"] == 4
    assert ("stars", "4") in item.facets
    assert ("stars", "5") not in item.facets
    assert item.payload["json_ld"]["award"] == "OCOP 4★"
    (rating,) = item.payload["json_ld"]["hasCertification"]
    assert rating["certificationRating"]["ratingValue"] == 4
    assert rating["issuedBy"]["name"] == data["current"]["authority"]["name"]["value"]
    assert rating["expires"] == "2028-01-10"


@pytest.mark.parametrize(
    ("decided", "revoked", "expected"),
    [
        (Day(2025, 1, 10), None, "2027-07-10"),  # Expires soon from then on.
        (Day(2023, 5, 10), None, "2026-05-11"),  # The day after the last one.
        (Day(2023, 3, 5), None, "2026-03-06"),  # The last day is today.
        (Day(2025, 1, 10), Day(2026, 4, 1), "2026-04-01"),
        (Day(2026, 4, 2), None, "2026-04-02"),
        (Day(2020, 1, 1), None, None),
    ],
)
def test_it_is_built_again_when_a_certificate_changes_by_itself(
    tree: Tree, decided: Day, revoked: Day | None, expected: str | None
) -> None:
    page = product(tree)
    certificate(page, decided, revoked_on=revoked)
    before = built(page)
    assert before.recheck_at == (midnight(expected) if expected else None)
    if expected:
        state = before.payload["data"]["certificates"][0]["state"]
        for moment, same in ((midnight(expected) - datetime.timedelta(seconds=1), True),
                             (midnight(expected), False)):  # fmt: skip
            with time_machine.travel(moment, tick=False):
                now = built(page).payload["data"]["certificates"][0]["state"]
                assert (now == state) is same


def test_the_earliest_boundary_counts(tree: Tree) -> None:
    page = product(tree)
    certificate(page, Day(2025, 1, 10))
    OtherCertification.objects.create(product=page, scheme="vietgap", valid_to=Day(2026, 6, 30))
    OtherCertification.objects.create(product=page, scheme="haccp", valid_to=Day(2026, 1, 1))
    item = built(page)
    assert item.recheck_at == midnight("2026-07-01")
    assert ("scheme", "vietgap") in item.facets
    assert ("scheme", "haccp") not in item.facets
    in_force = [row["is_in_force"] for row in item.payload["data"]["certifications"]]
    assert sorted(in_force) == [False, True]


def test_a_certificate_whose_file_is_closed_stays_without_it(tree: Tree) -> None:
    page, file = product(tree), make_document("Giấy nội bộ")
    closed = Collection.get_first_root_node().add_child(instance=Collection(name="Nội bộ"))
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    file.collection = closed
    file.save()
    OtherCertification.objects.create(product=page, scheme="organic", file=file)
    item = built(page)
    assert item.payload["data"]["certifications"][0]["file"] is None
    assert "Giấy nội bộ" not in json.dumps(item.payload, ensure_ascii=False)
    assert f"file:{file.pk}" in item.dependencies


def test_the_category_is_a_path_and_every_step_a_facet(tree: Tree) -> None:
    group = category("1", "group", vi="Thực phẩm")
    below = category("1.1", "subgroup", group)
    last = category("01", "set", below)
    item = built(product(tree, ocop_category=last))
    assert [row["code"] for row in item.payload["data"]["category"]] == ["1", "1.1", "01"]
    assert {("category", "1"), ("category", "1.1"), ("category", "01")} <= item.facets
    assert f"record:products.ocopcategory:{group.pk}" in item.dependencies


def test_the_producer_is_linked_in_the_language_of_the_page(tree: Tree) -> None:
    maker = business(tree)
    page = product(tree, producer=maker)
    english = translate(page, title="Lychee", slug="lychee")
    first = built(english).payload["data"]["producer"]
    assert (first["locale"], first["title"]) == ("vi", "HTX Vải sớm")
    translate(maker, title="Lychee Cooperative", slug="coop")
    item = built(english)
    assert item.payload["data"]["producer"]["title"] == "Lychee Cooperative"
    assert ("producer", item.payload["data"]["producer"]["id"]) in item.facets


def test_a_producer_that_is_not_public_is_not_named(tree: Tree) -> None:
    maker = business(tree, "HTX Kín")
    page = product(tree, producer=maker)
    restrict(maker)
    item = built(page)
    assert item.payload["data"]["producer"] is None
    assert "HTX Kín" not in json.dumps(item.payload, ensure_ascii=False)
    assert f"group:{maker.translation_key}" in item.dependencies


def test_only_listings_that_lead_somewhere(tree: Tree) -> None:
    page = product(tree)
    listing(page, "Voso")
    listing(page, "Dong", is_closed=True)
    listing(page, "Mat", status="dead")
    listings = built(page).payload["data"]["listings"]
    assert [row["marketplace"]["code"] for row in listings] == ["voso"]
    assert len([key for key in built(page).dependencies if "marketplace" in key]) == 3


def test_seasons_codes_and_promotion(tree: Tree) -> None:
    page = product(tree, harvest_months=[5, 6], is_featured_for_export=True, mark_kind="gi",
                   mark_name="Vải thiều", incoterms=["FOB"])  # fmt: skip
    ProductionCode.objects.create(
        product=page, kind="growing", code="VN-BGOR-0001", market={"vi": "Nhật Bản"}, area_ha="2.50"
    )
    item = built(page)
    data = item.payload["data"]
    assert item.is_featured
    assert {("month", "5"), ("month", "6"), ("featured", "true")} <= item.facets
    assert data["production_codes"][0]["area_ha"] == 2.5
    assert data["mark"]["name"] == "Vải thiều"
    assert data["export"]["incoterms"] == ["FOB"]
    assert "vn-bgor-0001" in item.exact_text


CONTACT = {
    "contact_name": "Bà Nguyễn Thị Kín", "contact_phone": "0912000111",
    "contact_email": "kin@example.org",
}  # fmt: skip


@pytest.mark.parametrize("agreed", [True, False])
def test_a_contact_appears_with_consent_only(tree: Tree, agreed: bool) -> None:
    consent = {"contact_consent_on": Day(2025, 1, 1)} if agreed else {}
    maker = business(tree, **CONTACT, **consent)
    item = built(maker)
    told = json.dumps([item.payload, item.card, item.exact_text], ensure_ascii=False)
    assert ("0912000111" in told) is agreed
    assert ("kin@example.org" in told) is agreed
    assert (item.payload["data"]["contact"] is not None) is agreed


def test_a_product_never_carries_a_contact(tree: Tree) -> None:
    maker = business(tree, **CONTACT, contact_consent_on=Day(2025, 1, 1))
    item = built(product(tree, producer=maker))
    assert "0912000111" not in json.dumps([item.payload, item.card])


def test_an_investment_site_has_its_place(tree: Tree) -> None:
    fields: dict[str, Any] = {"latitude": "21.426000", "longitude": "106", "area_ha": "1.50"}
    item = built(investment_site(tree, **fields))
    assert (item.latitude, item.longitude) == (21.426, 106.0)
    assert item.payload["data"]["longitude"] == 106
    assert isinstance(item.payload["data"]["longitude"], int)
    assert item.payload["json_ld"]["geo"]["latitude"] == 21.426
