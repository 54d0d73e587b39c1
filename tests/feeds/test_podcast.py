"""Recordings as a podcast program reads them."""

import datetime
import json

import feedparser
import pytest
from django.test import Client
from lxml import etree

from catalog.models import CatalogDependency, CatalogItem
from tests.factories.core import Portal
from tests.feeds.rows import START, make_recording, make_row, picture, withdraw

NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}


@pytest.fixture(autouse=True)
def _site(bilingual: Portal) -> None:
    make_row("Trang chủ", "home", image=picture(), url="http://localhost/")


def test_an_episode() -> None:
    row = make_recording()
    make_row("Không có tiếng")
    content = Client().get("/feeds/vi/podcast.rss").content
    feed = feedparser.parse(content)
    assert not feed.bozo
    assert feed.feed.language == "vi"
    assert feed.feed.image.href == "http://localhost/media/a-1200.jpg"
    [item] = feed.entries
    assert item.title == "Bản tin sáng & chiều"
    assert item.link == row.url
    [enclosure] = item.enclosures
    assert (enclosure.length, enclosure.type) == ("4321", "audio/mpeg")
    assert enclosure.href.endswith("/a.mp3")
    assert item.itunes_duration == "00:01:05"
    assert item.content[0].value == "<p>Lời <b>đọc</b></p>"
    transcript = etree.fromstring(content).find(".//podcast:transcript", NAMES)
    assert transcript is not None
    assert dict(transcript.attrib) == {
        "url": enclosure.href.replace(".mp3", ".vtt"),
        "type": "text/vtt", "language": "vi", "rel": "captions",
    }  # fmt: skip
    assert etree.fromstring(content).findtext(".//itunes:explicit", None, NAMES) == "false"


def test_a_recording_on_two_pages_is_one_episode() -> None:
    first = make_recording(date=START)
    again = make_row("Tin khác", body=_body_of(first), date=START + datetime.timedelta(days=1))
    CatalogDependency.objects.create(item=again, target=first.dependencies.get().target)
    [item] = feedparser.parse(Client().get("/feeds/vi/podcast.rss").content).entries
    assert item.link == first.url


def test_only_public_recordings_of_the_language() -> None:
    make_recording(locale="en")
    make_recording(expires_at=START)
    hidden = make_recording()
    withdraw(hidden)
    restricted = make_recording()
    source = restricted.dependencies.get().target
    withdraw(CatalogItem.objects.get(source=source))
    assert feedparser.parse(Client().get("/feeds/vi/podcast.rss").content).entries == []


def _body_of(row: CatalogItem) -> dict[str, object]:
    return json.loads(row.payload)["body"]
