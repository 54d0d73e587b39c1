"""Translating segment by segment: what may go public is checked there as well."""

import datetime
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from core.models import PortalImage
from home.models import StandardPage
from localization.models import GlossaryTerm
from tests.factories.core import Portal, make_image, make_standard_page, make_user


@pytest.fixture
def chairman(roles: Portal) -> Client:
    client = Client()
    client.force_login(make_user("chutich", "Người duyệt"))
    return client


def in_translation(portal: Portal, **fields: Any) -> StandardPage:
    """A page whose English version exists as a draft of the translation editor."""
    page = make_standard_page(portal.home, **fields)
    source, _created = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=portal.en)
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string, locale=portal.en, context=segment.context, data="About"
        )
    translation.save_target(publish=False)
    return StandardPage.objects.get(locale=portal.en, translation_key=page.translation_key)


def publish(client: Client, page: StandardPage) -> str:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, {"action": "publish"}, follow=True).content.decode()


def test_a_translation_is_published(
    chairman: Client, roles: Portal, django_capture_on_commit_callbacks: Any
) -> None:
    page = in_translation(roles)
    assert not page.live
    with django_capture_on_commit_callbacks(execute=True):
        publish(chairman, page)
    page.refresh_from_db()
    assert page.live
    assert page.title == "About"


def test_a_cover_without_english_alternative_text_is_named(
    chairman: Client, roles: Portal, django_capture_on_commit_callbacks: Any
) -> None:
    image = make_image("Ảnh lễ hội", alt={"vi": "Rước kiệu"})
    page = in_translation(roles, cover=image)
    with django_capture_on_commit_callbacks(execute=True):
        assert "Ảnh lễ hội" in publish(chairman, page)
    page.refresh_from_db()
    assert not page.live
    PortalImage.objects.filter(pk=image.pk).update(alt={"vi": "Rước kiệu", "en": "A procession"})
    with django_capture_on_commit_callbacks(execute=True):
        publish(chairman, page)
    page.refresh_from_db()
    assert page.live


def test_submitting_for_translation_publishes_nothing(roles: Portal) -> None:
    in_translation(roles)
    answer = Client().get("/en/about/").content.decode()
    assert '<meta name="robots" content="noindex">' in answer
    assert "About" not in answer


def test_remarks_are_shown_and_stop_nothing(
    chairman: Client, roles: Portal, django_capture_on_commit_callbacks: Any
) -> None:
    GlossaryTerm.objects.create(code="xa", name={"vi": "xã", "en": "commune"})
    page = in_translation(roles, title="Xã có 1.300 hộ")
    with django_capture_on_commit_callbacks(execute=True):
        shown = publish(chairman, page)
    assert "commune" in shown
    assert "1.300" in shown
    page.refresh_from_db()
    assert page.live


def test_the_segment_editor_speaks_the_officers_language(chairman: Client, roles: Portal) -> None:
    page = in_translation(roles)
    StringTranslation.objects.update(
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        updated_at=datetime.datetime(2026, 11, 27, 20, tzinfo=datetime.UTC),  # Three here.
    )
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = BeautifulSoup(chairman.get(address).content, "html.parser")
    editor, heading = (
        shown.select_one(".js-translation-editor"),
        shown.select_one("#translation-heading"),
    )
    assert editor is not None
    assert heading is not None
    props = json.loads(str(editor["data-props"]))
    assert props["locale"]["displayName"] == "tiếng Anh"  # "Xuất bản bằng tiếng Anh"
    assert heading["data-heading"] == "Bản dịch từ tiếng Việt sang tiếng Anh"
    comments = {text["comment"] for text in props["initialStringTranslations"]}
    assert comments == {"Dịch thủ công ngày 28/11/2026"}


def test_only_who_may_publish_takes_a_translation_off_the_site(
    chairman: Client, roles: Portal, django_capture_on_commit_callbacks: Any
) -> None:
    """Going back to the original does that; wagtail-localize asks for the right to edit only."""
    page = in_translation(roles)
    back = reverse("wagtail_localize:convert_to_alias", args=[page.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    translator = Client()
    translator.force_login(make_user("dich", "Biên dịch, hiệu đính"))
    assert back in translator.get(edit).content.decode()  # Nobody reads it yet.
    with django_capture_on_commit_callbacks(execute=True):
        publish(chairman, page)
    assert back not in translator.get(edit).content.decode()
    assert translator.post(back).status_code in {302, 403}
    page.refresh_from_db()
    assert page.alias_of is None
    assert back in chairman.get(edit).content.decode()
    chairman.post(back)
    page.refresh_from_db()
    assert page.alias_of is not None
