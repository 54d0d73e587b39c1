"""The admin's own search of pages: Vietnamese typed with or without marks."""

import unicodedata
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from core.search_text import FoldedTitleMixin
from home.models import StandardPage
from tests.factories.core import Portal, make_document, make_standard_page

TITLE = "Lễ hội đình làng, văn hoá vải sớm"


@pytest.fixture
def page(bilingual: Portal) -> StandardPage:
    make_standard_page(bilingual.home, "Chuyển đổi số")
    found = make_standard_page(bilingual.home, TITLE)
    make_document("Kế hoạch lễ hội đình")
    call_command("update_index", verbosity=0)
    return found


TYPED = [
    "Lễ hội", "lễ hội", "le hoi", "LE HOI", "đình", "dinh", "sớm", "som", "văn hoá", "van hoa",
    "le hoi dinh lang", "lễ hộ", unicodedata.normalize("NFD", "Lễ hội"),
]  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_pages_are_found(admin_client: Client, page: StandardPage, typed: str) -> None:
    text = admin_client.get(reverse("wagtailadmin_pages:search_results"), {"q": typed})
    assert TITLE in text.content.decode()
    assert "Chuyển đổi số" not in text.content.decode()


@pytest.mark.parametrize("typed", ["le hoi", "dinh"])
def test_choosers_and_lists_find_them_too(
    admin_client: Client, bilingual: Portal, page: StandardPage, typed: str
) -> None:
    for url in (
        reverse("wagtailadmin_choose_page_search"),
        reverse("wagtailadmin_explore_results", args=[bilingual.home.pk]),
    ):
        assert TITLE in admin_client.get(url, {"q": typed}).content.decode(), url
    documents = admin_client.get(reverse("wagtaildocs_chooser:choose_results"), {"q": typed})
    assert "Kế hoạch lễ hội đình" in documents.content.decode()


@pytest.mark.parametrize("typed", ["le hoi", "som", "dinh"])
def test_without_the_folded_title_the_database_does_not_find_them(
    page: StandardPage, monkeypatch: Any, typed: str
) -> None:
    """What SQLite's index does by itself. When this fails, core.search_text may go."""
    monkeypatch.setattr(FoldedTitleMixin, "folded_title", "")
    call_command("update_index", verbosity=0)
    assert not Page.objects.autocomplete(typed)
    assert Page.objects.autocomplete("Lễ hội")
