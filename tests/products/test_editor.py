"""The officer's form: what it accepts, what it says when it does not, and what is still missing."""

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from products.completeness import completeness
from products.models import OcopCertificate, OtherCertification, ProductPage
from tests.factories.products import Day, agency, business, certificate, investment_site, product
from tests.factories.tree import Tree, translate


@pytest.fixture
def officer(db: None) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("can-bo", "cb@example.vn", "x"))
    return client


ROWS = ("certificates", "certifications", "production_codes", "listings", "comments")


def form_of(page: ProductPage, **changes: Any) -> dict[str, Any]:
    rows = {name: inline_formset([]) for name in ROWS}
    fields: dict[str, Any] = {
        "title": page.title, "slug": page.slug, "summary": "", "body": streamfield([]),
        "product_class": "ocop", "mark_kind": "none", **rows, **changes,
    }  # fmt: skip
    # Several values of one name are no rows of a formset, which is what lists are taken for.
    several = {name: fields.pop(name) for name, value in changes.items() if type(value) is list}
    return {**nested_form_data(fields), **several}


def save(client: Client, page: ProductPage, **changes: Any) -> list[str]:
    """Post the editor's form; the error messages it answers with, none when it was saved."""
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **changes)
    )
    if response.status_code == 302:
        return []
    html = BeautifulSoup(response.content, "html5lib")
    return [row.get_text(" ", strip=True) for row in html.select(".error-message")] or ["?"]


def draft_of(page: ProductPage) -> ProductPage:
    draft: ProductPage = ProductPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return draft


def rating(**changes: Any) -> dict[str, Any]:
    row = {
        "stars": "4", "score": "75", "decision_number": "12/QĐ-UBND", "decision_date": "2025-01-31",
        "authority": str(agency().pk), "certificate_number": "", "category": "", "revoked_on": "",
        "revoked_reason_vi": "", "revoked_reason_en": "", "ORDER": "1",
    }  # fmt: skip
    return {**row, **changes}


def test_lists_of_choices_are_kept_in_order(tree: Tree, officer: Client) -> None:
    page = product(tree)
    assert save(officer, page, harvest_months=["7", "5"], incoterms=["CIF", "FOB"]) == []
    draft = draft_of(page)
    assert draft.harvest_months == [5, 7]
    assert draft.incoterms == ["FOB", "CIF"]
    html = officer.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content
    checked = BeautifulSoup(html, "html5lib").select("input[name=harvest_months][checked]")
    assert [box["value"] for box in checked] == ["5", "7"]


def test_a_month_that_does_not_exist_is_refused(tree: Tree, officer: Client) -> None:
    assert save(officer, product(tree), harvest_months=["13"])


def test_gtin_is_stored_as_digits_and_checked(tree: Tree, officer: Client) -> None:
    page = product(tree)
    assert save(officer, page, gtin="893 6012-345674") == []
    assert draft_of(page).gtin == "8936012345674"
    assert len(save(officer, page, gtin="8936012345673")) == 1
    assert len(save(officer, page, gtin="89360")) == 1


def test_hs_code_is_checked(tree: Tree, officer: Client) -> None:
    page = product(tree)
    assert save(officer, page, hs_code="0810.90.10") == []
    assert len(save(officer, page, hs_code="0810.9")) == 1


def test_a_rating_is_saved_with_its_last_day(tree: Tree, officer: Client) -> None:
    page = product(tree)
    form = form_of(
        page, certificates=inline_formset([rating(decision_date="2024-02-29", score="")])
    )
    form["action-publish"] = "1"
    form["confirms_publishable"] = "on"
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert officer.post(url, form).status_code == 302
    assert OcopCertificate.objects.get(product=page).expires_on == Day(2027, 2, 28)


@pytest.mark.parametrize(
    "wrong",
    [
        {"stars": "5", "score": "75"},
        {"stars": "2", "score": "40"},
        {"decision_date": (datetime.date.today() + datetime.timedelta(days=400)).isoformat()},
        {"revoked_on": "2025-01-30"},
        {"score": "101", "stars": "5"},
    ],
)
def test_a_rating_that_cannot_be_is_refused(
    tree: Tree, officer: Client, wrong: dict[str, str]
) -> None:
    page = product(tree)
    assert save(officer, page, certificates=inline_formset([rating()])) == []
    assert len(save(officer, page, certificates=inline_formset([rating(**wrong)]))) == 1


def test_every_field_of_the_form_has_a_label_and_a_hint(tree: Tree, officer: Client) -> None:
    edit = ProductPage.get_edit_handler()
    form = edit.get_form_class()(instance=product(tree))
    without = [name for name in _own_fields() if not form.fields[name].help_text]
    assert without == []


def _own_fields() -> list[str]:
    inherited = {field.name for field in ProductPage._meta.get_parent_list()[0]._meta.get_fields()}
    own = {field.name for field in ProductPage._meta.local_fields if field.editable}
    common = {"page_ptr", "body", "locality", "promoted_level"}
    return sorted(own - inherited - common)


def complete_product(tree: Tree) -> ProductPage:
    producer = business(tree, contact_name="A", contact_consent_on=Day(2026, 1, 1))
    page = product(
        tree, summary="s", ingredients="i", packaging="p", latin_name="l", hs_code="0810.90",
        yearly_volume="v", minimum_order="m", lead_time="t", shelf_life="h", storage="s",
        incoterms=["FOB"], traceability_url="https://a.example/", producer=producer,
        body=[("text", "<p>Chuyện</p>")],
    )  # fmt: skip
    OtherCertification.objects.create(product=page, scheme="vietgap")
    translate(page, title="Lychee")
    return page


def test_only_the_picture_is_missing(tree: Tree) -> None:
    found = completeness(complete_product(tree))
    assert [r.field for r in found.missing] == ["cover"]
    assert 90 <= found.percent < 100


def test_each_gap_is_named(tree: Tree) -> None:
    page = complete_product(tree)
    page.certifications.update(valid_to=Day(2020, 1, 1))
    page.producer.contact_consent_on = None
    page.producer.save()
    page.get_translations().get().unpublish()
    page = ProductPage.objects.get(pk=page.pk)
    assert {r.field for r in completeness(page).missing} == {
        "cover", "certificates", "producer", "translations",
    }  # fmt: skip
    certificate(page, datetime.date.today(), stars=3)
    assert "certificates" not in {r.field for r in completeness(page).missing}


def test_an_empty_product_has_nothing(tree: Tree) -> None:
    found = completeness(ProductPage(title="Mới"))
    assert found.percent == 0
    assert len(found.missing) == len(found.requirements)


def test_the_editor_shows_the_bar(tree: Tree, officer: Client) -> None:
    page = complete_product(tree)
    html = officer.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content
    bar = BeautifulSoup(html, "html5lib").select_one("progress#completeness-bar")
    assert bar["value"] == str(completeness(page).percent)


def test_the_bar_of_a_new_product_is_empty(tree: Tree, officer: Client) -> None:
    index = product(tree).get_parent()
    url = reverse("wagtailadmin_pages:add", args=["products", "productpage", index.pk])
    html = officer.get(url).content
    assert BeautifulSoup(html, "html5lib").select_one("progress#completeness-bar")["value"] == "0"


def test_half_a_position_is_refused(tree: Tree) -> None:
    for half in (
        {"latitude": "21.4"},
        {"longitude": "106.1"},
        {"latitude": "91", "longitude": "1"},
    ):
        with pytest.raises(ValidationError):
            investment_site(tree, **half)
