"""One more language for a portal in use: by one command, also after pages were moved (row 7)."""

from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import clear_url_caches
from django.utils import translation
from wagtail.models import Locale, Page

from cms import languages
from localization.trees import adding
from tests.factories.core import Portal, make_section, make_standard_page, translate
from tests.localization.trees import commit, kinds


@pytest.fixture
def three(settings: Any) -> Any:
    """The portal is set up for Chinese as well, and nothing has been done about it yet."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("zh-hans", "简体中文")]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES
    return settings


def test_every_page_has_its_place_in_the_new_language(bilingual: Portal, three: Any) -> None:
    with commit():
        section = make_section(bilingual.home, "Chuyên mục")
        page = make_standard_page(bilingual.home, title="Đình làng", slug="dinh-lang")
        translate(page, "Temple", slug="temple")
    with commit():
        # Moved below a page that comes after it: stock reads the tree in the wrong order then.
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=section.pk), pos="last-child")
    out = StringIO()
    call_command("localization", "add-language", "zh-hans", stdout=out)
    assert "3 pages" in out.getvalue()
    assert kinds() == []
    chinese = page.get_translation(Locale.objects.get(language_code="zh-hans"))
    assert chinese.url == "/zh-hans/chuyen-muc/dinh-lang/"
    clear_url_caches()
    answer = Client().get(chinese.url)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'lang="zh-hans"' in text
    assert "Đình làng" in text
    assert "noindex" in text
    listed = Client().get("/api/v1/content?limit=100").json()["items"]
    assert {item["locale"] for item in listed} <= {"vi", "en"}
    call_command("localization", "add-language", "zh-hans", stdout=out)  # Again changes nothing.
    assert kinds() == []


def test_the_command_says_what_to_set_first(bilingual: Portal) -> None:
    with pytest.raises(CommandError, match="CONTENT_LANGUAGES=vi,en,lo"):
        call_command("localization", "add-language", "lo")
    with pytest.raises(CommandError, match="first language"):
        call_command("localization", "add-language", "vi")


def test_the_interface_of_a_new_language_reads_english(tmp_path: Any, settings: Any) -> None:
    """Django has no Lao at all; a text that is missing would be shown in Vietnamese."""
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, tmp_path]
    settings.LANGUAGES = languages.named(["vi", "en", "lo"], "vi")
    adding.write_interface("lo", tmp_path)
    with translation.override("lo"):
        assert translation.gettext("This page has not been translated yet").startswith("This page")
        assert translation.check_for_language("lo")


@pytest.mark.parametrize("codes", [["en", "vi"], ["vi", "vi"], [], ["vi", "xx"]])
def test_languages_that_make_no_sense_are_refused(codes: list[str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="CONTENT_LANGUAGES"):
        languages.named(codes, "vi")


def test_languages_are_named_in_themselves() -> None:
    named = dict(languages.named(["vi", "en", "lo", "zh-hans", "ko"], "vi"))
    assert (named["vi"], named["lo"], named["ko"]) == ("Tiếng Việt", "ລາວ", "한국어")
