"""An English page whose Vietnamese original has changed: seen by officers, visitors, harvesters."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail_localize.models import StringTranslation

from catalog.models import CatalogItem
from catalog.refresh import refresh as refresh_catalog
from core.publishing import MINOR
from home.models import StandardPage
from localization import translating
from localization.models import State, TranslationState
from localization.states.refresh import refresh
from localization.trees.models import Fate
from localization.trees.withdrawal import deciding
from tests.editing import page_form
from tests.factories.core import Portal, make_standard_page, make_user


@pytest.fixture
def page(bilingual: Portal) -> StandardPage:
    """Published in both languages: "Giới thiệu", "About"."""
    page = make_standard_page(bilingual.home, summary="Xã ven biển")
    translate_by_segments(page, bilingual)
    return page


def translate_by_segments(page: Any, portal: Portal, publish: bool = True) -> Any:
    texts = {"Giới thiệu": "About", "Xã ven biển": "A commune by the sea"}
    translating.begin(page, portal.en, None)
    translation = translating.translation_into(page, portal.en)
    for segment in translation.source.stringsegment_set.all():
        StringTranslation.objects.get_or_create(
            translation_of=segment.string, context=segment.context, locale=portal.en,
            defaults={"data": texts.get(segment.string.data, "about"),
                      "translation_type": "manual"},
        )  # fmt: skip
    return translating.publish(translation) if publish else None


def post(client: Client, page: StandardPage, **values: Any) -> Any:
    """The editor's form of the page, published."""
    data = {
        "title": page.title, "slug": page.slug, "summary": page.summary,
        "action-publish": "1", "confirms_publishable": "on", **values,
    }  # fmt: skip
    answer = client.post(f"/admin/pages/{page.pk}/edit/", page_form(**data))
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def state_of(page: StandardPage) -> TranslationState:
    refresh()
    return TranslationState.objects.get(source_id=page.pk)


def english(page: StandardPage) -> StandardPage:
    key = page.translation_key
    return StandardPage.objects.get(translation_key=key, locale__language_code="en")


def notice(page: StandardPage) -> str:
    answer = Client().get(english(page).url)
    found = BeautifulSoup(answer.content, "html5lib").select_one(".outdated")
    return " ".join(found.get_text().split()) if found else ""


def item(page: StandardPage) -> dict[str, Any]:
    refresh_catalog()
    found = CatalogItem.objects.get(source=f"page:{page.pk}")
    return {**json.loads(found.payload), "seq": found.seq}


def test_a_change_is_seen_by_everybody(admin_client: Client, page: StandardPage) -> None:
    assert state_of(page).state == State.UP_TO_DATE
    before = item(english(page))
    assert before["translation_state"] == "up_to_date"
    assert not notice(page)
    post(admin_client, page, summary="Xã đảo")
    state = state_of(page)
    assert (state.state, state.changes, state.done, state.total) == (State.OUTDATED, 1, 1, 2)
    page.refresh_from_db()
    assert state.since == page.last_published_at
    assert "may be out of date" in notice(page)
    after = item(english(page))
    assert after["translation_state"] == "outdated"
    assert after["outdated_since"]
    assert after["seq"] > before["seq"]
    link = item(page)["translations"][0]
    assert (link["locale"], link["translation_state"]) == ("en", "outdated")
    assert item(page)["translation_state"] == "source"


def test_a_draft_changes_nothing_in_public(admin_client: Client, page: StandardPage) -> None:
    before = item(english(page)), item(page)
    draft = page_form(title=page.title, slug=page.slug, summary="Xã đảo")
    admin_client.post(f"/admin/pages/{page.pk}/edit/", draft)
    assert state_of(page).state == State.UP_TO_DATE
    assert not notice(page)
    assert (item(english(page)), item(page)) == before


def test_a_minor_change_leaves_the_translation_valid(
    admin_client: Client, page: StandardPage
) -> None:
    post(admin_client, page, summary="Xã ven biển.", is_minor_change="on")
    state = state_of(page)
    assert (state.state, state.done, state.total) == (State.UP_TO_DATE, 2, 2)
    assert PageLogEntry.objects.filter(page=page.pk, action=MINOR).count() == 1
    assert not notice(page)
    # What was out of date before stays so.
    post(admin_client, page, summary="Xã đảo")
    post(admin_client, page, title="Giới thiệu xã", summary="Xã đảo", is_minor_change="on")
    state = state_of(page)
    assert (state.state, state.changes) == (State.OUTDATED, 1)


def test_an_approver_keeps_what_the_author_called_minor(
    admin_client: Client, page: StandardPage
) -> None:
    draft = page_form(
        title=page.title, slug=page.slug, summary="Xã ven biển.", is_minor_change="on"
    )
    admin_client.post(f"/admin/pages/{page.pk}/edit/", draft)
    shown = admin_client.get(f"/admin/pages/{page.pk}/edit/").context["form"]
    assert shown["is_minor_change"].value() is True
    page.refresh_from_db()
    page.get_latest_revision().publish()
    assert state_of(page).state == State.UP_TO_DATE


def test_the_question_is_only_asked_of_a_translated_page(
    admin_client: Client, bilingual: Portal
) -> None:
    alone = make_standard_page(bilingual.home, "Liên hệ")
    form = admin_client.get(f"/admin/pages/{alone.pk}/edit/").context["form"]
    assert "is_minor_change" not in form.fields


def test_the_changed_texts_are_translated_side_by_side(
    admin_client: Client, page: StandardPage
) -> None:
    post(admin_client, page, summary="Xã đảo")
    address = reverse("translations:changes", args=[state_of(page).pk])
    shown = BeautifulSoup(admin_client.get(address).content, "html5lib")
    field = shown.select_one("textarea")
    assert field.get_text() == "A commune by the sea"
    assert "Xã ven biển" in shown.select_one("main tbody").get_text()
    # Saved as it is, a prefilled field is not taken for a translation.
    admin_client.post(address, {field["name"]: field.get_text()})
    assert state_of(page).done == 1
    answer = admin_client.post(address, {field["name"]: "An island commune"}, follow=True)
    assert "Các đoạn đã dịch xong" in answer.content.decode()
    assert "1/2 đoạn" not in answer.content.decode()
    assert english(page).summary == "A commune by the sea"
    admin_client.post(address, {"publish": "1"})
    assert state_of(page).state == State.UP_TO_DATE
    assert english(page).summary == "An island commune"
    assert english(page).title == "About"
    assert not notice(page)
    assert item(english(page))["translation_state"] == "up_to_date"


def test_a_comparison_by_eye_is_enough(admin_client: Client, page: StandardPage) -> None:
    post(admin_client, page, summary="Xã đảo")
    admin_client.post(reverse("translations:confirm", args=[state_of(page).pk]))
    assert state_of(page).state == State.UP_TO_DATE
    assert item(english(page))["translation_state"] == "up_to_date"


def test_nothing_is_published_with_vietnamese_texts_in_it(
    admin_client: Client, page: StandardPage
) -> None:
    post(admin_client, page, summary="Xã đảo")
    for address, data in (
        (reverse("wagtailadmin_pages:edit", args=[english(page).pk]), {"action": "publish"}),
        (reverse("translations:publish", args=[state_of(page).pk]), {}),
    ):
        answer = admin_client.post(address, data, follow=True).content.decode()
        assert "1 đoạn chưa được dịch" in answer
        assert english(page).summary == "A commune by the sea"


def test_shared_fields_follow_at_once(admin_client: Client, page: StandardPage) -> None:
    """Also into a draft that somebody is working on, which keeps what was typed."""
    translated = english(page)
    translated.summary = "Unfinished"
    translated.save_revision()
    post(admin_client, page, is_illustrative="on")
    assert english(page).is_illustrative
    assert english(page).summary == "A commune by the sea"
    draft = english(page).get_latest_revision_as_object()
    assert (draft.is_illustrative, draft.summary) == (True, "Unfinished")
    assert state_of(page).state == State.UP_TO_DATE


def test_a_withdrawn_original_is_named(admin_client: Client, page: StandardPage) -> None:
    with deciding(Fate.KEEP):
        page.unpublish()
    assert state_of(page).state == State.WITHDRAWN
    # Nobody outside learns that there was an original.
    assert item(english(page))["translation_state"] == "up_to_date"
    assert not notice(page)


def test_a_page_translated_by_hand(admin_client: Client, bilingual: Portal) -> None:
    """Publishing it says nothing about the original; the translator does."""
    page = make_standard_page(bilingual.home, summary="Xã ven biển")
    copy = page.copy_for_translation(bilingual.en)
    copy.title, copy.summary = "About", "By the sea"
    copy.save_revision().publish()
    assert state_of(page).state == State.UP_TO_DATE
    post(admin_client, page, summary="Xã đảo")
    assert state_of(page).state == State.OUTDATED
    copy = english(page)
    copy.title = "About us"
    copy.save_revision().publish()
    assert state_of(page).state == State.OUTDATED
    admin_client.post(reverse("translations:confirm", args=[state_of(page).pk]))
    assert state_of(page).state == State.UP_TO_DATE


def test_a_lock_names_who_has_it(bilingual: Portal, page: StandardPage) -> None:
    there = english(page)
    there.locked, there.locked_by = True, make_user("lan")
    there.save()
    assert state_of(page).locked_by.username == "lan"
