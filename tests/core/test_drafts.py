"""A draft may be half done, and what stops it without need is mended by the form itself."""

import datetime
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, streamfield

from core.publishing import reasons_not_to_publish
from home.models import StandardPage
from tests.core.test_confirmation import TICKED, add, edit, form_data
from tests.editing import page_form
from tests.factories import documents as papers
from tests.factories import products as goods
from tests.factories.core import Portal, make_standard_page
from tests.factories.tree import Tree

NO_ROWS = inline_formset([])
HALF = {
    "products/productpage": {
        "product_class": "ocop", "mark_kind": "none",
        "certificates": inline_formset([{
            "stars": "", "score": "", "decision_number": "12/QĐ-UBND", "decision_date": "",
            "authority": "", "certificate_number": "", "category": "", "revoked_on": "",
            "revoked_reason_vi": "", "revoked_reason_en": "",
        }]),
        "listings": inline_formset([{
            "marketplace": "", "url": "https://vi.example/vai", "checked_on": "", "status": "live",
        }]),
        "certifications": NO_ROWS, "production_codes": NO_ROWS,
    },
    "documents/officialdocumentpage": {
        "kind": "plan",
        "files": inline_formset([{"document": "", "label_vi": "Phụ lục", "label_en": ""}]),
        "relations": inline_formset([{"kind": "amends", "target": ""}]),
    },
}  # fmt: skip
JSON = {"accept": "application/json"}


def index_for(model: str, portal: Portal) -> Page:
    if model.startswith("documents"):
        return papers.make_document_index(portal.home)
    return goods.product_index(Tree(portal.home, portal.english))


def latest(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.mark.parametrize("model", HALF)
@pytest.mark.parametrize("headers", [{}, JSON])
def test_half_filled_rows_wait_in_the_draft_and_are_asked_for_on_submission(
    admin_client: Client, bilingual: Portal, model: str, headers: dict[str, str]
) -> None:
    form = page_form(title="Vải", slug="vai", summary="", **HALF[model])
    address = f"/admin/pages/add/{model}/{index_for(model, bilingual).pk}/"
    answer = admin_client.post(address, form, headers=headers)
    assert answer.json()["success"] if headers else answer.status_code == 302
    page = Page.objects.get(title="Vải").specific
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = admin_client.get(url).content.decode()
    assert "12/QĐ-UBND" in shown or "Phụ lục" in shown
    draft = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert draft.status_code == 200

    answer = admin_client.post(url, {**form, **TICKED, "action-publish": "1"})
    assert answer.status_code == 200
    page.refresh_from_db()
    assert not page.live
    # And by the doors that ask no form.
    assert len(reasons_not_to_publish(latest(page))) == 2


def test_a_taken_slug_takes_the_next_free_one_and_says_so(
    admin_client: Client, bilingual: Portal
) -> None:
    make_standard_page(bilingual.home)
    make_standard_page(bilingual.home, slug="gioi-thieu-2")
    answer = add(admin_client, bilingual.home)
    page = StandardPage.objects.get(slug="gioi-thieu-3")
    assert "gioi-thieu-3" in admin_client.get(answer.url).content.decode().split("<form")[0]
    # What the form still says is understood the next time as well, and stands in its way no more.
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    saved = admin_client.post(url, form_data(title="Tự lưu", slug="gioi-thieu"), headers=JSON)
    assert saved.json()["field_updates"]["slug"] == "gioi-thieu-3"
    long = "x" * 240  # As many as addresses have room for, but for the number.
    make_standard_page(bilingual.home, slug=long)
    edit(admin_client, page, slug=long)
    assert latest(page).slug == "x" * 240 + "-2"


def test_a_passed_expiry_does_not_stop_a_page_from_being_saved(
    admin_client: Client, bilingual: Portal
) -> None:
    passed = timezone.now() - datetime.timedelta(days=2)
    page = make_standard_page(bilingual.home, expire_at=passed)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = timezone.localtime(passed).strftime("%Y-%m-%d %H:%M")
    kept = {"title": "Mới", "slug": page.slug, "expire_at": shown}
    answer = admin_client.post(url, form_data(**kept), headers=JSON)
    assert answer.json()["success"], answer.content
    assert answer.json()["field_updates"]["expire_at"] == ""
    assert latest(page).expire_at is None
    # One that is typed anew is a slip, which the officer is told of at the field.
    typed = edit(admin_client, page, expire_at="2020-01-01 08:00")
    assert "expire_at" in typed.context["form"].errors


def test_half_an_emoji_and_control_characters_do_not_stop_a_publication(
    admin_client: Client, bilingual: Portal
) -> None:
    """As the editor leaves them: in JSON, which a browser writes with escapes."""
    block = {"key": "a", "text": "Hội \ud83d vui\x00\x0b", "type": "unstyled", "depth": 0,
             "inlineStyleRanges": [{"offset": 6, "length": 3, "style": "BOLD"}],
             "entityRanges": []}  # fmt: skip
    text = json.dumps({"blocks": [block], "entityMap": {}})
    body = streamfield([("text", text)])
    answer = add(
        admin_client, bilingual.home, title="Hội\x00 làng\ufffd", body=body, summary="Vui\x0b",
        **TICKED, **{"action-publish": "1"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    page = StandardPage.objects.get()
    assert (page.title, page.summary) == ("Hội làng", "Vui")
    assert "<b>vui</b>" in page.body[0].value.source
    page.body[0].value.source.encode()
    assert "\x0b" not in page.body[0].value.source
