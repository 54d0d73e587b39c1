"""Sitemaps by the rules of sitemaps.org and of hreflang."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from tests.factories.catalog import write
from tests.factories.core import Portal
from tests.feeds.rows import START, make_row, withdraw

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


@pytest.fixture(autouse=True)
def _site(bilingual: Portal) -> None:
    pass


def tree(path: str) -> Any:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(answer.content)


def locations(path: str) -> list[str]:
    return tree(path).xpath("//s:loc/text()", namespaces=NAMES)


def addresses_of_all_files() -> list[str]:
    files = [url.removeprefix("http://localhost") for url in locations("/sitemap.xml")]
    return [address for file in files for address in locations(file)]


def test_every_public_page_once_and_nothing_else() -> None:
    pages = [make_row(f"Tin {n}") for n in range(3)] + [make_row("News", locale="en")]
    withdraw(make_row("Đã gỡ"))
    make_row("Hết hạn", expires_at=START)
    make_row("Ảnh", "image", "")
    assert sorted(addresses_of_all_files()) == sorted(page.url for page in pages)


def test_versions_name_each_other() -> None:
    key = uuid.uuid4()
    vi = make_row("Tin", translation_key=key, url="http://localhost/tin/?a=1&b=2")
    en = make_row("News", locale="en", translation_key=key)
    alone = make_row("Chỉ tiếng Việt")
    hidden = make_row("Hidden", locale="en", translation_key=alone.translation_key)
    withdraw(hidden)
    both = {"vi": vi.url, "en": en.url, "x-default": vi.url}
    expected = {vi.url: both, en.url: both, alone.url: {"vi": alone.url, "x-default": alone.url}}
    found = {}
    for path in ("/sitemap-vi-1.xml", "/sitemap-en-1.xml"):
        for url in tree(path).findall("s:url", NAMES):
            links = url.findall("x:link[@rel='alternate']", NAMES)
            found[url.findtext("s:loc", None, NAMES)] = {
                link.get("hreflang"): link.get("href") for link in links
            }
    assert found == expected


def test_last_modification() -> None:
    make_row(changed_at=START + datetime.timedelta(days=2))
    make_row()
    index = tree("/sitemap.xml").xpath("//s:lastmod/text()", namespaces=NAMES)
    assert index == ["2026-03-07T01:00:00+00:00"]
    assert tree("/sitemap-vi-1.xml").xpath("//s:lastmod/text()", namespaces=NAMES) == [
        "2026-03-07T01:00:00+00:00", "2026-03-05T01:00:00+00:00",
    ]  # fmt: skip


def test_many_pages_are_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.feeds.sitemaps.BLOCK", 4)
    pages = [make_row(f"Tin {n}") for n in range(10)]
    assert len(locations("/sitemap.xml")) == 3
    assert sorted(addresses_of_all_files()) == sorted(page.url for page in pages)
    # A crawler has read the first file; then a page of the second changes, and one is withdrawn.
    seen = set(locations("/sitemap-vi-1.xml"))
    still_there = {page.url for page in pages[1:]}
    withdraw(pages[0])
    write(pages[5])
    for number in (2, 3, 4):
        if f"http://localhost/sitemap-vi-{number}.xml" in locations("/sitemap.xml"):
            seen |= set(locations(f"/sitemap-vi-{number}.xml"))
    assert still_there <= seen


@pytest.mark.parametrize(
    "path", ["/sitemap-vi-2.xml", "/sitemap-vi-0.xml", "/sitemap-fr-1.xml",
             "/sitemap-vi-99999999999999999999999.xml"],
)  # fmt: skip
def test_there_is_no_such_file(path: str) -> None:
    make_row()
    assert Client().get(path).status_code == 404


def test_an_empty_portal_has_an_index() -> None:
    withdraw(make_row())
    assert locations("/sitemap.xml") == []


def test_robots_names_it() -> None:
    lines = Client().get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: http://localhost/sitemap.xml" in lines
