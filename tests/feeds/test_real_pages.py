"""From an editor's publication to the feeds, and nothing that is not public on the way."""

import datetime
import json
from typing import Any

import feedparser
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from lxml import etree
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from core.models import PortalDocument
from products.models import ProductIndexPage, ProductPage
from tests.factories.core import (
    Portal,
    make_image,
    make_page,
    make_section,
    make_stand_in,
    translate,
)
from tests.factories.events import at, make_event, make_event_index
from tests.factories.news import make_news, make_news_index

SECRET = "dau-hieu-bi-mat"
FORMS = ("rss", "atom", "json")
ALL_FEEDS = [
    *(f"/feeds/{locale}/{name}.{form}" for locale in ("vi", "en") for form in FORMS
      for name in ("all", "news", "events", "documents", "products")),
    *(f"/feeds/{locale}/{rest}" for locale in ("vi", "en")
      for rest in ("events.ics", "podcast.rss", "products/merchant.rss", "products/merchant.csv",
                   "products/excluded.json")),
    "/sitemap.xml", "/sitemap-vi-1.xml", "/sitemap-en-1.xml", "/feeds/", "/en/feeds/",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _library(settings: Any) -> None:
    settings.OAI_PMH_ENABLED = True


def get(path: str) -> bytes:
    """As a program reads a feed: on 503 it comes back, since pictures may take their time."""
    answer = Client().get(path)
    for _ in range(20):
        if answer.status_code != 503:
            break
        answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content


def titles(path: str) -> list[str]:
    return [item.title for item in feedparser.parse(get(path)).entries]


def locations() -> set[str]:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found: set[str] = set()
    for file in etree.fromstring(get("/sitemap.xml")).xpath("//s:loc/text()", namespaces=space):
        content = get(file.removeprefix("http://localhost"))
        found.update(etree.fromstring(content).xpath("//s:url/s:loc/text()", namespaces=space))
    return found


def recording(name: str = "ban-tin.mp3", content: bytes = b"ID3 tieng noi") -> PortalDocument:
    return PortalDocument.objects.create(title=name, file=ContentFile(content, name=name))


def spoken(file: PortalDocument, captions: PortalDocument | None = None) -> list[tuple[str, Any]]:
    return [("media", {"title": "Bản tin sáng", "kind": "audio", "file": file, "poster": None,
                       "captions": captions, "duration_seconds": 61,
                       "transcript": "<p>Kính chào bà con.</p>"})]  # fmt: skip


def test_published_changed_and_withdrawn(bilingual: Portal) -> None:
    index = make_news_index(bilingual.home)
    link = f'<a linktype="page" id="{index.pk}">tin</a>'
    page = make_news(
        index, "Vải & <sớm>", cover=make_image(), body=[("text", f"<p>Đọc {link}.</p>")]
    )
    [item] = feedparser.parse(get("/feeds/vi/news.atom")).entries
    assert item.title == "Vải & <sớm>"
    assert item.link == page.full_url
    assert f'href="{index.full_url}"' in item.content[0].value
    picture = item.media_content[0]
    assert (picture["type"], picture["medium"]) == ("image/jpeg", "image")
    assert picture["url"].startswith("http://localhost/media/images/")
    assert page.full_url in locations()
    assert titles("/feeds/en/news.atom") == []

    page.title = "Tên mới"
    page.save_revision().publish()
    [renamed] = feedparser.parse(get("/feeds/vi/news.atom")).entries
    assert (renamed.title, renamed.id) == ("Tên mới", item.id)

    page.unpublish()
    assert titles("/feeds/vi/news.atom") == []
    assert page.full_url not in locations()
    identifier = f"/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier={item.id}"
    assert b'status="deleted"' in get(identifier)
    assert "Tên mới".encode() not in get(identifier)


def test_a_section_and_a_translation(bilingual: Portal) -> None:
    section = make_section(bilingual.home, "Biển đảo")
    page = make_page(section, "Bảy nội dung")
    english = translate(page, "Seven points")
    alone = make_page(section, "Chỉ tiếng Việt")
    make_stand_in(alone)
    listed = get("/feeds/").decode()
    [address] = [part for part in listed.split('"') if "/sections/" in part and ".atom" in part]
    assert set(titles(address)) == {"Bảy nội dung", "Chỉ tiếng Việt"}
    assert "Seven points" in titles("/feeds/en/all.rss")
    assert "Chỉ tiếng Việt" not in titles("/feeds/en/all.rss")
    assert {page.full_url, english.full_url, alone.full_url} <= locations()
    assert not [url for url in locations() if "/en/" in url and "chi-tieng-viet" in url]
    tree = etree.fromstring(get("/sitemap-vi-1.xml"))
    spaces = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    links = {
        url.findtext("s:loc", None, spaces): {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", spaces)
        }
        for url in tree.findall("s:url", spaces)
    }
    assert links[page.full_url] == {
        "vi": page.full_url, "en": english.full_url, "x-default": page.full_url,
    }  # fmt: skip
    assert set(links[alone.full_url]) == {"vi", "x-default"}


def test_a_lunar_festival(bilingual: Portal) -> None:
    index = make_event_index(bilingual.home)
    page = make_event(
        index, "Hội đình", start=at("2026-03-03 07:00"), end=at("2026-03-04 22:00"),
        recurrence="lunar_yearly", lunar_day=15, lunar_month=1, venue="Sân đình",
    )  # fmt: skip
    own = Calendar.from_ical(Client().get(f"{page.url}ics/").content).walk("VEVENT")
    ours = Calendar.from_ical(get("/feeds/vi/events.ics")).walk("VEVENT")
    shown = [
        {(event["uid"], event.decoded("dtstart"), event.decoded("dtend"), event["summary"])
         for event in events}
        for events in (own, ours)
    ]  # fmt: skip
    assert shown[0] == shown[1]
    assert len(ours) == 5


@pytest.mark.parametrize("recurrence", ["none", "yearly"])
@pytest.mark.parametrize("is_all_day", [True, False])
def test_the_calendar_says_what_the_page_says(
    bilingual: Portal, recurrence: str, is_all_day: bool
) -> None:
    index = make_event_index(bilingual.home)
    page = make_event(
        index, "Hội chợ", start=at("2026-03-03 23:00"), end=at("2026-03-05 00:00"),
        recurrence=recurrence, is_all_day=is_all_day, venue="Chợ", time_zone="Asia/Tokyo",
    )  # fmt: skip
    [own] = Calendar.from_ical(Client().get(f"{page.url}ics/").content).walk("VEVENT")
    [ours] = Calendar.from_ical(get("/feeds/vi/events.ics")).walk("VEVENT")
    names = ("UID", "DTSTART", "DTEND", "RRULE", "SUMMARY", "LOCATION", "URL", "CATEGORIES")
    said = [
        {name: event[name].to_ical() for name in names if name in event} for event in (own, ours)
    ]
    assert said[0] == said[1]


def test_goods(bilingual: Portal) -> None:
    index = make_page(bilingual.home, "Sản phẩm", ProductIndexPage)
    make_page(index, "Vải", ProductPage, price_note="85.000 đ/kg", cover=make_image())
    make_page(index, "Gà", ProductPage, price_note="Giá theo ngày", cover=make_image("Gà"))
    tree = etree.fromstring(get("/feeds/vi/products/merchant.rss"))
    price = tree.findtext(".//{http://base.google.com/ns/1.0}price")
    assert (tree.findtext(".//item/title"), price) == ("Vải", "85000 VND")
    report = json.loads(get("/feeds/vi/products/excluded.json"))
    assert [(one["title"], one["reason"]) for one in report["excluded"]] == [
        ("Gà", "unclear_price")
    ]


def test_a_recording(bilingual: Portal) -> None:
    index = make_news_index(bilingual.home)
    file, words = recording(), recording("ban-tin.vtt", b"WEBVTT")
    page = make_news(index, "Nghe bản tin", body=spoken(file, words))
    content = get("/feeds/vi/podcast.rss")
    [episode] = feedparser.parse(content).entries
    assert (episode.title, episode.link) == ("Bản tin sáng", page.full_url)
    [enclosure] = episode.enclosures
    assert enclosure.href == f"http://localhost{file.url}"
    assert (enclosure.length, enclosure.type) == (str(file.file.size), "audio/mpeg")
    assert f"http://localhost{words.url}".encode() in content
    assert Client().get(file.url).status_code == 200
    # The file goes behind a login, the page stays.
    closed = Collection.get_first_root_node().add_child(name="Nội bộ")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    file.collection = closed
    file.save()
    assert feedparser.parse(get("/feeds/vi/podcast.rss")).entries == []


def test_nothing_that_is_not_public_is_in_any_feed(bilingual: Portal) -> None:
    news, events = make_news_index(bilingual.home), make_event_index(bilingual.home)
    goods = make_page(bilingual.home, "Sản phẩm", ProductIndexPage)
    private = make_section(bilingual.home, f"Mục {SECRET}")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    make_page(private, f"Trong mục kín {SECRET}")
    draft = make_news(news, "Bản công khai", body=[("text", "<p>Công khai</p>")])
    draft.title = f"Nháp {SECRET}"
    draft.save_revision()
    hidden = [
        make_news(news, f"Gỡ {SECRET}", body=spoken(recording())),
        make_event(events, f"Gỡ {SECRET}"),
        make_page(goods, f"Gỡ {SECRET}", ProductPage, price_note="85.000 đ", cover=make_image()),
        translate(make_page(bilingual.home, "Còn"), f"Gone {SECRET}"),
    ]
    late = make_news(news, f"Hết hạn {SECRET}")
    for path in ALL_FEEDS:
        Client().get(path)  # Everything has been public once and is in the catalog.
    for page in hidden:
        page.unpublish()
    late.expire_at = timezone.now() - datetime.timedelta(seconds=1)
    late.save()
    make_page(bilingual.home, f"Chưa đăng {SECRET}", live=False)
    for path in ALL_FEEDS:
        text = get(path).decode()
        assert SECRET not in text, path
    assert "Bản công khai" in titles("/feeds/vi/news.rss")


def test_an_expired_page_leaves_without_a_scheduler(bilingual: Portal) -> None:
    index = make_news_index(bilingual.home)
    soon = timezone.now() + datetime.timedelta(hours=1)
    make_news(index, "Hết hạn", expire_at=soon)
    before = Client().get("/feeds/vi/news.rss")
    assert "Hết hạn" in before.content.decode()
    with time_machine.travel(soon + datetime.timedelta(minutes=1), tick=False):
        after = Client().get("/feeds/vi/news.rss", headers={"if-none-match": before["ETag"]})
        assert after.status_code == 200
        assert "Hết hạn" not in after.content.decode()
