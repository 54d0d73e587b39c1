"""A draft and its translation, prepared together and published in one act."""

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail_localize.models import StringTranslation

from core.publishing import CONFIRMED
from home.models import StandardPage
from home.roles import OFFICE, ensure_roles
from localization import translating
from localization.joint import NOT_PUBLISHED
from localization.models import PreparedDraft
from tests.editing import page_form
from tests.factories.core import Portal, make_standard_page, make_user

ENGLISH = {"Giới thiệu": "About", "Xã đảo": "An island commune", "Xã ven biển": "By the sea"}


def draft(page: StandardPage, **values: Any) -> Any:
    there = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(there, name, value)
    return there.save_revision()


def fill_in(page: StandardPage, portal: Portal, *, leave_out: str = "") -> None:
    """What a translator types into the segments that are shown."""
    translation = translating.translation_into(page, portal.en)
    for segment in translation.source.stringsegment_set.exclude(string__data=leave_out):
        StringTranslation.objects.get_or_create(
            translation_of=segment.string, context=segment.context, locale=portal.en,
            defaults={"data": ENGLISH.get(segment.string.data, "about"),
                      "translation_type": "manual"},
        )  # fmt: skip


@pytest.fixture
def page(bilingual: Portal) -> StandardPage:
    """Public in both languages, with a draft that only exists in Vietnamese."""
    page = make_standard_page(bilingual.home, summary="Xã ven biển")
    translating.begin(page, bilingual.en, None)
    fill_in(page, bilingual)
    translating.publish(translating.translation_into(page, bilingual.en))
    draft(page, summary="Xã đảo")
    return StandardPage.objects.get(pk=page.pk)


def english(page: StandardPage) -> StandardPage:
    key = page.translation_key
    return StandardPage.objects.get(translation_key=key, locale__language_code="en")


def joint(client: Client, page: StandardPage, **data: str) -> str:
    address = reverse("translations:joint", args=[page.pk])
    return client.post(address, data, follow=True).content.decode()


def summaries(page: StandardPage) -> tuple[str, str]:
    return StandardPage.objects.get(pk=page.pk).summary, english(page).summary


def test_both_appear_in_one_act(
    admin_client: Client, bilingual: Portal, page: StandardPage
) -> None:
    assert "Giao bản nháp này" in admin_client.get(
        reverse("translations:joint", args=[page.pk])
    ).content.decode()  # fmt: skip
    joint(admin_client, page, prepare="1")
    assert summaries(page) == ("Xã ven biển", "By the sea")
    # Not finished: nothing is published, neither here nor in the translation editor.
    assert "1 đoạn chưa được dịch" in joint(
        admin_client, page, publish="1", confirms_publishable="on"
    )
    fill_in(page, bilingual)
    edit = reverse("wagtailadmin_pages:edit", args=[english(page).pk])
    refused = admin_client.post(edit, {"action": "publish"}, follow=True).content.decode()
    assert "bản nháp chưa xuất bản" in refused
    joint(admin_client, page, publish="1")  # Without the confirmation.
    assert summaries(page) == ("Xã ven biển", "By the sea")
    joint(admin_client, page, publish="1", confirms_publishable="on")
    assert summaries(page) == ("Xã đảo", "An island commune")
    assert not PreparedDraft.objects.exists()
    assert PageLogEntry.objects.filter(page=page.pk, action=CONFIRMED).exists()


def test_the_page_is_named_on_a_phone_as_well(page: StandardPage, admin_client: Client) -> None:
    """Wagtail's header has the title for screen readers, and in breadcrumbs that a phone folds."""
    answer = admin_client.get(reverse("translations:joint", args=[page.pk]))
    heading = BeautifulSoup(answer.content, "html5lib").select_one(".translations-screen h2")
    assert heading is not None
    assert heading.get_text() == page.title
    assert heading["lang"] == "vi"


def test_a_deleted_translation_is_begun_again_from_the_draft(
    page: StandardPage, admin_client: Client, bilingual: Portal
) -> None:
    """wagtail-localize forgets the original's texts with its last translation."""
    joint(admin_client, page, prepare="1")
    english = page.get_translation(bilingual.en)
    confirmed = {"wagtail_site_name": "Cổng thông tin đối ngoại"}
    admin_client.post(reverse("wagtailadmin_pages:delete", args=[english.pk]), confirmed)
    assert not StandardPage.objects.filter(pk=english.pk).exists()
    english = translating.begin(page, bilingual.en, None)
    draft = page.get_latest_revision_as_object()
    assert english.specific.get_latest_revision_as_object().summary == draft.summary


def test_here_is_said_only_to_who_may_publish_here(
    page: StandardPage, admin_client: Client
) -> None:
    ensure_roles()
    office = Client()
    office.force_login(make_user("vanphong", OFFICE))
    joint(admin_client, page, prepare="1")
    address = reverse("translations:joint", args=[page.pk])
    assert "hoặc ngay tại đây" in admin_client.get(address).content.decode()
    assert "khi người duyệt xuất bản hoặc đến giờ đã hẹn" in office.get(address).content.decode()


def test_whoever_publishes_the_draft_publishes_its_translation(
    admin_client: Client, bilingual: Portal, page: StandardPage
) -> None:
    """The last approver of the workflow does nothing else than this."""
    joint(admin_client, page, prepare="1")
    fill_in(page, bilingual)
    page.get_latest_revision().publish()
    assert summaries(page) == ("Xã đảo", "An island commune")


def test_what_is_not_finished_stays_behind_and_says_so(
    admin_client: Client, bilingual: Portal, page: StandardPage
) -> None:
    joint(admin_client, page, prepare="1")
    fill_in(page, bilingual, leave_out="Xã đảo")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = page_form(title=page.title, slug=page.slug, summary="Xã đảo",
                     confirms_publishable="on", **{"action-publish": "1"})  # fmt: skip
    told = admin_client.post(edit, form, follow=True).content.decode()
    assert "Chưa được xuất bản bằng tiếng Anh cùng với bản gốc." in told
    assert "1 đoạn chưa được dịch" in told
    assert summaries(page) == ("Xã đảo", "By the sea")
    assert PageLogEntry.objects.filter(page=english(page).pk, action=NOT_PUBLISHED).exists()


def test_both_at_the_appointed_time(
    admin_client: Client, bilingual: Portal, page: StandardPage
) -> None:
    draft(page, go_live_at=timezone.now() + datetime.timedelta(hours=1))
    joint(admin_client, page, prepare="1")
    fill_in(page, bilingual)
    joint(admin_client, page, publish="1", confirms_publishable="on")
    assert summaries(page) == ("Xã ven biển", "By the sea")
    late = timezone.now() - datetime.timedelta(minutes=1)
    revision = StandardPage.objects.get(pk=page.pk).scheduled_revision
    revision.content["go_live_at"] = late.isoformat()
    revision.approved_go_live_at = late
    revision.save()
    call_command("publish_scheduled")
    assert summaries(page) == ("Xã đảo", "An island commune")


def test_given_up_the_translators_keep_what_they_typed(
    admin_client: Client, bilingual: Portal, page: StandardPage
) -> None:
    joint(admin_client, page, prepare="1")
    fill_in(page, bilingual)
    joint(admin_client, page, give_up="1")
    translation = translating.translation_into(page, bilingual.en)
    shown = {s.string.data for s in translation.source.stringsegment_set.all()}
    assert "Xã ven biển" in shown
    assert "Xã đảo" not in shown
    assert StringTranslation.objects.filter(data="An island commune").exists()


def test_turning_the_segments_off_and_on_loses_nothing(
    admin_client: Client, bilingual: Portal, page: StandardPage
) -> None:
    """What was written by hand meanwhile becomes the translation of its segments."""
    translation = translating.translation_into(page, bilingual.en)
    translation.enabled = False
    translation.save()
    by_hand = english(page)
    by_hand.summary = "Typed by hand"
    by_hand.save_revision().publish()
    edit = reverse("wagtailadmin_pages:edit", args=[by_hand.pk])
    admin_client.post(edit, {"localize-restart-translation": "1"})
    translation.refresh_from_db()
    assert translation.enabled
    translating.publish(translation)
    assert english(page).summary == "Typed by hand"
    assert english(page).title == "About"
