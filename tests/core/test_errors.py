"""Whatever is asked for, a visitor never sees a bare error."""

import unicodedata
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from core.views import server_error
from tests.factories.core import Portal, make_section, make_standard_page, make_topic

LANGUAGES = [("vi", "/khong-co-trang-nay/"), ("en", "/en/no-such-page/")]


def status(address: str) -> int:
    client = Client(raise_request_exception=False)
    return client.get(address).status_code


@pytest.mark.parametrize(("language", "address"), LANGUAGES)
def test_not_found_speaks_the_language_of_the_address(
    bilingual: Portal, language: str, address: str
) -> None:
    answer = Client().get(address)
    assert answer.status_code == 404
    page = BeautifulSoup(answer.content, "html5lib")
    assert page.html["lang"] == language
    words = "Không tìm thấy trang" if language == "vi" else "Page not found"
    assert page.h1.get_text() == words
    assert page.find("meta", {"name": "robots"})["content"] == "noindex"
    with translation.override(language):
        assert page.main.form["action"] == reverse("search")
    homes = {"vi": "/", "en": "/en/"}
    assert page.select_one(".languages [aria-current]")["lang"] == language
    assert page.main.find("a", class_="button")["href"] == homes.pop(language)
    others = {a["hreflang"]: a["href"] for a in page.select(".languages a")}
    assert others == homes


@pytest.mark.parametrize("address", ["/admin/khong-co/", "/documents/99/x.pdf", "/x", "/en/x"])
def test_other_unknown_addresses(bilingual: Portal, address: str) -> None:
    assert status(address) in {301, 302, 404}


def test_the_system_error_needs_nothing_that_may_be_broken(rf) -> None:  # type: ignore[no-untyped-def]
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "Hệ thống đang gặp lỗi" in text
    assert "Something went wrong" in text
    assert "{%" not in text


@pytest.mark.sets_aside
def test_an_error_of_a_page_is_answered_with_it(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: object, request: object) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setattr("home.models.HomePage.serve", broken)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "Hệ thống đang gặp lỗi" in answer.content.decode()


def test_robots(bilingual: Portal) -> None:
    answer = Client().get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /admin/" in lines
    for language in ("vi", "en"):
        with translation.override(language):
            assert f"Disallow: {reverse('search')}" in lines


def test_a_decomposed_path_finds_the_page(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)
    # As one that was made before slugs were cleaned.
    address = f"{bilingual.home.url_path}lễ-hội/"
    Page.objects.filter(pk=page.pk).update(slug="lễ-hội", url_path=address)
    for form in ("NFC", "NFD"):
        path = quote(unicodedata.normalize(form, "/lễ-hội/"))
        assert status(path) == 200, form


PAGES = ["0", "-1", "999999", "abc", "1e20", "9" * 400, "1.5", "", " 2 ", "٣", "\x00", "Ⅷ", "%00"]


@pytest.mark.parametrize("page", PAGES)
def test_any_page_number(bilingual: Portal, page: str) -> None:
    make_section(bilingual.home, topics=[make_topic()])
    for address in ("/bien-dao/", reverse("search")):
        answer = Client(raise_request_exception=False).get(address, {"page": page, "q": "a"})
        assert answer.status_code in {200, 404}


STRANGE = [
    "?q=" + "a" * 20_000, "?q=%00", "?page=%00&q=x", "?%00=1", "?q=%FF%FE", "?q=%ED%A0%80",
    "?" + "&".join(f"a{n}=1" for n in range(900)), "?q[]=1&q=2", "?q=%F0%9F%98%80", "?&&&=", "?q",
    "?q=" + "%CC%81" * 500, "?q=" + "(" * 300, "?q=%25", "?q='%20OR%201=1--", "?q=" + "x%20" * 4000,
]  # fmt: skip


@pytest.mark.parametrize("query", STRANGE)
def test_any_query_string(bilingual: Portal, query: str) -> None:
    make_section(bilingual.home)
    for address in ("/", "/en/", "/bien-dao/", reverse("search"), reverse("site_map"), "/x/"):
        assert status(address + query) in {200, 400, 404}, address


PATHS = [
    "/%00/", "/gioi-thieu%00/", "/%FF/", "/..%2f..%2fetc/passwd", "/" + "a" * 9_000 + "/",
    "/" + "a/" * 2_000, "/%E2%80%8B/", "/en/%00/", "//", "/en//", "/%0a/", "/%ED%A0%80/",
    "/media/%00", "/documents/1/%00", "/static/%00",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_any_path(bilingual: Portal, path: str) -> None:
    assert status(path) in {200, 301, 302, 400, 404}


@given(text=st.text(max_size=60))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_words_in_the_search(bilingual: Portal, text: str) -> None:
    address = f"{reverse('search')}?q={quote(text, errors='ignore')}"
    assert status(address) == 200


def test_a_section_far_beyond_its_last_page(bilingual: Portal) -> None:
    assert make_section(bilingual.home)
    assert status("/bien-dao/?page=" + "9" * 5_000) in {200, 404}
