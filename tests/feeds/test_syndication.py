"""RSS, Atom and JSON Feed through the readers that other people use."""

import datetime
import json
from typing import Any

import feedparser
import pytest
import time_machine
from django.test import Client
from lxml import etree
from wagtail.models import Site

from core.models import PortalSettings
from tests.factories.core import Portal
from tests.feeds.rows import START, make_row, picture, withdraw

HOSTILE = 'Vải <b>sớm</b> & ]]> "nháy" 😀\x00\x0b\x1f\ufffe hết'
CLEAN = 'Vải <b>sớm</b> & ]]> "nháy" 😀 hết'
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


@pytest.fixture(autouse=True)
def _site(bilingual: Portal) -> None:
    pass


def get(path: str, **headers: str) -> Any:
    return Client().get(path, headers=headers)


def parsed(path: str) -> Any:
    answer = get(path)
    assert answer.status_code == 200, path
    etree.fromstring(answer.content)
    # Only what a reader gets: no sanitising, and no guess at what is meant.
    found = feedparser.parse(answer.content, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.bozo_exception
    return found


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_an_item_arrives_whole(form: str) -> None:
    row = make_row(
        HOSTILE, summary="Tóm tắt <i>1</i> & 2", image=picture(),
        body={"html": '<p>Nội &amp; <a href="http://localhost/x?a=1&amp;b=2">liên kết</a></p>',
              "blocks": []},
        topics=[{"code": "T1", "name": {"value": "Nông sản & OCOP", "lang": "vi"}}],
    )  # fmt: skip
    feed = parsed(f"/feeds/vi/news.{form}")
    assert feed.feed.language == "vi"
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [
        f"http://localhost/feeds/vi/news.{form}"
    ]
    [item] = feed.entries
    assert item.title == CLEAN
    assert item.id == f"urn:uuid:{row.id}"
    assert not item.get("guidislink")
    assert item.link == row.url
    assert item.summary == "Tóm tắt &lt;i&gt;1&lt;/i&gt; &amp; 2"
    assert 'href="http://localhost/x?a=1&amp;b=2"' in item.content[0].value
    assert [tag.term for tag in item.tags] == ["Nông sản & OCOP"]
    assert item.media_content[0]["url"] == "http://localhost/media/a-1200.jpg"
    assert item.published_parsed[:6] == row.date.timetuple()[:6]


def test_json_feed() -> None:
    row = make_row(HOSTILE, body={"html": "<p>x</p>", "blocks": []}, image=picture())
    bare = make_row("Không có bài", summary="Chỉ có tóm tắt")
    answer = get("/feeds/vi/news.json")
    feed = json.loads(answer.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://localhost/feeds/vi/news.json"
    assert feed["language"] == "vi"
    first, second = feed["items"]
    assert first["id"] == f"urn:uuid:{bare.id}"
    assert first["content_text"] == "Chỉ có tóm tắt"
    assert second["title"] == CLEAN
    assert second["content_html"] == "<p>x</p>"
    assert second["url"] == row.url
    assert datetime.datetime.fromisoformat(second["date_published"]) == row.date


@pytest.mark.parametrize("form", list(TYPES))
def test_what_is_said_about_the_answer(form: str) -> None:
    make_row("News", locale="en")
    answer = get(f"/feeds/en/all.{form}")
    assert answer["Content-Type"] == TYPES[form]
    assert answer["Content-Language"] == "en"
    assert answer["Cache-Control"] == "no-cache"
    assert "Cookie" not in answer.get("Vary", "")
    assert "Accept-Language" not in answer.get("Vary", "")
    again = get(f"/feeds/en/all.{form}", if_none_match=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == answer["ETag"]
    weak = get(f"/feeds/en/all.{form}", if_none_match=f"W/{answer['ETag']}")
    assert weak.status_code == 304
    assert (
        get(f"/feeds/en/all.{form}", if_modified_since=answer["Last-Modified"]).status_code == 304
    )
    head = Client().head(f"/feeds/en/all.{form}")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == answer["ETag"]
    make_row("More", locale="en")
    assert get(f"/feeds/en/all.{form}", if_none_match=answer["ETag"]).status_code == 200
    assert Client().post(f"/feeds/en/all.{form}").status_code == 405


def test_a_change_of_this_second_has_no_date_yet() -> None:
    with time_machine.travel(START, tick=False):
        make_row(changed_at=START)
        assert "Last-Modified" not in get("/feeds/vi/all.rss")


def test_another_name_of_the_portal_is_another_version() -> None:
    make_row()
    answer = get("/feeds/vi/all.rss")
    portal = PortalSettings.for_site(Site.objects.get())
    portal.name = {"vi": "Cổng khác"}
    portal.save()
    again = get("/feeds/vi/all.rss", if_none_match=answer["ETag"])
    assert again.status_code == 200
    assert again["ETag"] != answer["ETag"]


def test_an_invented_feed_is_not_unchanged() -> None:
    assert get("/feeds/vi/khong-co.rss", if_none_match="*").status_code == 404


@pytest.mark.parametrize("form", list(TYPES))
def test_only_what_is_public_in_this_language(form: str) -> None:
    make_row("Công khai")
    make_row("Dau-hieu tiếng Anh", locale="en")
    gone = make_row("Dau-hieu đã gỡ")
    make_row("Dau-hieu hết hạn", expires_at=START)
    make_row("Dau-hieu trang mục lục", "news_index")
    make_row("Dau-hieu tệp", "file", "")
    withdraw(gone)
    text = get(f"/feeds/vi/all.{form}").content.decode()
    assert "Công khai" in text
    assert "Dau-hieu" not in text


def test_the_newest_fifty_by_their_own_date() -> None:
    for number in range(60):
        make_row(f"Tin {number}", date=START - datetime.timedelta(days=number))
    titles = [item.title for item in parsed("/feeds/vi/all.rss").entries]
    assert titles == [f"Tin {number}" for number in range(50)]


def test_an_event_is_news_when_it_is_announced() -> None:
    make_row("Tin", date=START + datetime.timedelta(hours=1))
    make_row(
        "Hội chợ", "event", date=START + datetime.timedelta(days=300),
        published_at=START,
    )  # fmt: skip
    found = parsed("/feeds/vi/all.atom").entries
    assert [item.title for item in found] == ["Tin", "Hội chợ"]
    assert found[1].published_parsed[:5] == START.timetuple()[:5]


def test_a_section() -> None:
    section = make_row("Nông nghiệp & OCOP", "section")
    inside = make_row("Trong", facets=[("ancestor", str(section.pk))])
    make_row("Ngoài")
    feed = parsed(f"/feeds/vi/sections/{section.pk}.atom")
    assert feed.feed.title.endswith("– Nông nghiệp & OCOP")
    assert [item.title for item in feed.entries] == ["Trong"]
    assert get(f"/feeds/en/sections/{section.pk}.atom").status_code == 404
    assert get(f"/feeds/vi/sections/{inside.pk}.atom").status_code == 404
    withdraw(section)
    assert get(f"/feeds/vi/sections/{section.pk}.atom").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/feeds/fr/all.rss", "/feeds/vi/khac.rss", "/feeds/vi/all.xml", "/feeds/vi/sections/x.rss"],
)
def test_there_is_no_such_feed(path: str) -> None:
    assert get(path).status_code == 404


@pytest.mark.parametrize("form", list(TYPES))
def test_an_empty_feed_is_a_feed(form: str) -> None:
    one, two = get(f"/feeds/vi/documents.{form}"), get(f"/feeds/vi/documents.{form}")
    assert one.status_code == 200
    assert one["ETag"] == two["ETag"]
    if form != "json":
        assert parsed(f"/feeds/vi/documents.{form}").entries == []


def test_the_identity_of_a_feed_does_not_hang_on_its_address(settings: Any) -> None:
    make_row()
    before = parsed("/feeds/vi/news.atom").feed.id
    settings.WAGTAILADMIN_BASE_URL = "https://portal.example"
    assert parsed("/feeds/vi/news.atom").feed.id == before
    assert parsed("/feeds/vi/all.atom").feed.id != before


def test_the_page_that_lists_them(bilingual: Portal) -> None:
    section = make_row("Mục <1>", "section")
    answer = get("/feeds/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert f"/feeds/vi/sections/{section.pk}.atom" in text
    assert "Mục &lt;1&gt;" in text
    assert "/feeds/en/all.rss" in get("/en/feeds/").content.decode()
    assert '<link rel="alternate" type="application/atom+xml"' in get("/").content.decode()
