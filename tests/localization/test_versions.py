"""Switch, hreflang and stand-ins: only what a visitor can really open counts as a translation."""

import datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, PageViewRestriction, Site

from localization.selectors import language_links
from tests.factories.core import (
    Portal,
    make_page,
    make_section,
    make_stand_in,
    make_standard_page,
    make_user,
    translate,
)

TITLE, SUMMARY = "Kế hoạch nội bộ", "Tóm tắt không ai được đọc"


def got(address: str, client: Client | None = None) -> Any:
    return (client or Client()).get(address)


def soup(address: str) -> BeautifulSoup:
    answer = got(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html5lib")


def switch(page: BeautifulSoup) -> dict[str, str]:
    return {a["hreflang"]: a["href"] for a in page.select(".languages a")}


def alternates(page: BeautifulSoup) -> dict[str, str]:
    """Of languages; what x-default says is tested in tests/delivery."""
    links = page.select("link[rel=alternate][hreflang]:not([hreflang=x-default])")
    return {a["hreflang"]: a["href"] for a in links}


def restrict(page: Page, kind: str = "login") -> None:
    rule = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    if kind == "groups":
        rule.groups.add(Group.objects.create(name="Nội bộ"))


def expire(page: Page) -> None:
    past = timezone.now() - datetime.timedelta(hours=1)
    type(page).objects.filter(pk=page.pk).update(expire_at=past)


def test_a_translated_page_names_both_languages(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)
    english = translate(page, "About")
    both = {"vi": "http://localhost/gioi-thieu/", "en": "http://localhost/en/about/"}
    assert alternates(soup(page.url)) == alternates(soup(english.url)) == both
    assert switch(soup(page.url)) == {"en": "/en/about/"}
    assert switch(soup(english.url)) == {"vi": "/gioi-thieu/"}


def test_addresses_stay_right_with_two_sites(bilingual: Portal) -> None:
    other = make_page(bilingual.home.get_parent(), "Cổng khác", type(bilingual.home))
    Site.objects.create(hostname="other.example", root_page=other, port=80)
    page = make_standard_page(bilingual.home)
    translate(page, "About")
    found = alternates(soup("/gioi-thieu/"))
    assert found == {"vi": "http://localhost/gioi-thieu/", "en": "http://localhost/en/about/"}


@pytest.mark.parametrize("state", ["missing", "draft", "private", "below private", "expired"])
def test_what_cannot_be_opened_is_no_translation(bilingual: Portal, state: str) -> None:
    section = make_section(bilingual.home)
    english_section = translate(section, "Sea")
    page = make_standard_page(section)
    if state != "missing":
        english = translate(page, "About", live=state != "draft")
        if state == "private":
            restrict(english)
        elif state == "below private":
            restrict(english_section)
        elif state == "expired":
            expire(english)
    there = soup(page.url)
    assert set(alternates(there)) == {"vi"}
    # A draft has its original's stand-in; what is private or was never made has nothing.
    if state == "draft":
        assert soup(switch(there)["en"]).find("meta", {"name": "robots"})["content"] == "noindex"
    else:
        assert switch(there) == {"en": "/en/"}


def test_a_translation_that_is_not_public_answers_for_its_original(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home, title="Đình làng", summary="Ngôi đình cổ")
    english = translate(page, "Nobody may read this yet", live=False)
    there = soup(english.url)
    assert there.find("meta", {"name": "robots"})["content"] == "noindex"
    assert "Ngôi đình cổ" in there.main.get_text()
    assert "Nobody" not in str(there)
    page.unpublish()
    assert got(english.url).status_code == 404


def test_queries_are_constant(
    bilingual: Portal, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = make_standard_page(bilingual.home)
    translate(page, "About")
    language_links(page)  # Fills the cache of site roots.
    with django_assert_num_queries(3):  # Home pages, what is closed, the page's versions.
        language_links(page)


@pytest.mark.parametrize(
    ("vietnamese", "english"),
    [("/tim-kiem/?q=v%E1%BA%A3i", "/en/search/?q=v%E1%BA%A3i"), ("/so-do/", "/en/site-map/")],
)
def test_what_is_no_page_has_its_other_language_too(
    bilingual: Portal, vietnamese: str, english: str
) -> None:
    there, back = soup(vietnamese), soup(english)
    assert switch(there) == {"en": english}
    assert switch(back) == {"vi": vietnamese}
    for html, name in ((there, "Tiếng Việt"), (back, "English")):
        assert html.select_one(".languages [aria-current]").get_text() == name


def test_what_is_not_found_leads_home(bilingual: Portal) -> None:
    answer = got("/en/no-such-page/")
    assert answer.status_code == 404
    html = BeautifulSoup(answer.content, "html5lib")
    assert switch(html) == {"vi": "/"}
    assert html.select_one(".languages [aria-current]").get_text() == "English"


# The page that nobody has translated.


def test_the_stand_in_is_honest(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home, title="Đình làng", summary="Ngôi đình cổ")
    stand_in = make_stand_in(page)
    there = soup(stand_in.url)
    assert there.html["lang"] == "en"
    assert there.find("meta", {"name": "robots"})["content"] == "noindex"
    assert there.find("link", rel="canonical")["href"] == "http://localhost/dinh-lang/"
    assert not alternates(there)
    assert switch(there) == {"vi": "/dinh-lang/"}
    quoted = there.main.find(lang="vi")
    assert "Đình làng" in quoted.get_text()
    assert "Ngôi đình cổ" in quoted.get_text()
    quoted.extract()
    for link in there.select(".languages"):
        link.extract()
    # A window's title has no language of its own, and says which page this is.
    assert there.title.extract().get_text().startswith("Đình làng: This page is not available")
    assert "Đình làng" not in there.get_text()  # Nowhere without its language.
    assert set(alternates(soup(page.url))) == {"vi"}
    assert switch(soup(page.url)) == {"en": stand_in.url}


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
@pytest.mark.parametrize("where", ["source", "parent of the source"])
def test_the_stand_in_of_a_private_page_tells_nothing(
    bilingual: Portal, kind: str, where: str
) -> None:
    section = make_section(bilingual.home)
    page = make_standard_page(section, title=TITLE, summary=SUMMARY)
    stand_in = make_stand_in(page)
    assert got(stand_in.url).status_code == 200
    restrict(page if where == "source" else section, kind)  # After the alias was made.
    answer = got(stand_in.url)
    assert answer.status_code in {200, 302, 404}
    assert TITLE not in answer.content.decode()
    assert SUMMARY not in answer.content.decode()


def test_the_stand_in_of_a_page_in_a_private_section_tells_nothing(bilingual: Portal) -> None:
    """The English section is another page than the private Vietnamese one."""
    section = make_section(bilingual.home)
    translate(section, "Sea")
    page = make_standard_page(section, title=TITLE, summary=SUMMARY)
    stand_in = make_stand_in(page)
    restrict(section)
    assert got(stand_in.url).status_code == 404


def test_an_officer_reads_the_private_original_only(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home, title=TITLE)
    stand_in = make_stand_in(page)
    restrict(page)
    client = Client()
    client.force_login(make_user("bientap"))
    assert got(stand_in.url, client).status_code == 404
    assert got(page.url, client).status_code == 200


@pytest.mark.parametrize("state", ["unpublished", "expired"])
def test_the_stand_in_of_a_withdrawn_page_is_gone(bilingual: Portal, state: str) -> None:
    page = make_standard_page(bilingual.home, title=TITLE)
    stand_in = make_stand_in(page)
    if state == "expired":
        expire(page)
    else:
        type(page).objects.filter(pk=page.pk).update(live=False)
    answer = got(stand_in.url)
    assert answer.status_code == 404
    assert TITLE not in answer.content.decode()


def test_unpublishing_reaches_the_stand_in(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)
    stand_in = make_stand_in(page)
    page.unpublish()
    assert got(stand_in.url).status_code == 404
    assert switch(soup("/")) == {"en": "/en/"}


def test_an_expired_page_is_gone_without_a_scheduler(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)
    expire(page)
    assert got(page.url).status_code == 404


def test_an_alias_in_the_same_language_is_a_page(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)
    section = make_section(bilingual.home)
    alias = page.create_alias(parent=section)
    assert "noindex" not in got(alias.url).content.decode()
