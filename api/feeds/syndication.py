"""RSS 2.0, Atom and JSON Feed 1.1 of a channel."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape

from api.feeds.channels import Channel
from api.feeds.entries import Entry, Picture

_MEDIA = "http://search.yahoo.com/mrss/"


def _add_picture(handler: Any, picture: Picture | None) -> None:
    if picture is None:
        return
    attributes = {
        "url": picture.url,
        "type": picture.type,
        "medium": "image",
        "width": str(picture.width),
        "height": str(picture.height),
    }
    handler.startElement("media:content", attributes)
    if picture.alt:
        handler.addQuickElement("media:description", picture.alt, {"type": "plain"})
    if picture.credit:
        handler.addQuickElement("media:credit", picture.credit)
    handler.endElement("media:content")


class RSSFeed(Rss201rev2Feed):
    """Django's with the whole text, pictures and the language of each item."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": _MEDIA,
        }

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("dc:language", item["language"])
        if item["html"]:
            handler.addQuickElement("content:encoded", item["html"])
        _add_picture(handler, item["picture"])


class AtomFeed(Atom1Feed):
    """Django's with the whole text and pictures."""

    content_type = "application/atom+xml; charset=utf-8"

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:media": _MEDIA}

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        if item["html"]:
            handler.addQuickElement("content", item["html"], {"type": "html"})
        _add_picture(handler, item["picture"])


def rss(channel: Channel) -> bytes:
    return write_feed(RSSFeed, channel, channel.entries)


def atom(channel: Channel) -> bytes:
    return write_feed(AtomFeed, channel, channel.entries)


def write_feed(
    generator: type[SyndicationFeed],
    channel: Channel,
    entries: list[Entry],
    extra: Mapping[uuid.UUID, dict[str, Any]] | None = None,
) -> bytes:
    """``extra``: what the generator wants to know besides, by the id of the entry."""
    feed = generator(
        title=channel.title,
        link=channel.home_url,
        description=channel.description,
        language=channel.language,
        author_name=channel.author,
        feed_url=channel.self_url,
        feed_guid=channel.id,
        picture_url=channel.picture_url,
    )
    # Left to itself the generator writes the present moment, so that no two answers are the same.
    feed.latest_post_date = lambda: channel.updated  # type: ignore[method-assign]
    for entry in entries:
        item: dict[str, Any] = {
            "title": entry.title,
            "link": entry.url,
            "description": escape(entry.description) or None,  # Both formats take it for HTML.
            "unique_id": entry.urn,
            "unique_id_is_permalink": False,
            "pubdate": entry.date,
            "updateddate": entry.changed_at,
            "categories": entry.topics,
            "language": entry.locale,
            "html": entry.html,
            "picture": entry.picture,
        }
        feed.add_item(**(item | (extra or {}).get(entry.id, {})))
    return feed.writeString("utf-8").encode()


def json_feed(channel: Channel) -> bytes:
    """https://www.jsonfeed.org/version/1.1/"""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.description,
        "home_page_url": channel.home_url,
        "feed_url": channel.self_url,
        "language": channel.language,
        "authors": [{"name": channel.author}],
        "items": [_json_item(entry) for entry in channel.entries],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _json_item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.urn,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.description,
        "date_published": entry.date.isoformat(),
        "date_modified": entry.changed_at.isoformat(),
        "language": entry.locale,
        "tags": list(entry.topics),
    }
    # One of the two texts is obligatory.
    item |= {"content_html": entry.html} if entry.html else {"content_text": entry.description}
    if entry.picture:
        item["image"] = entry.picture.url
    return item


#: Ending of the address: type of the answer, and what writes it.
FORMS = {
    "rss": (RSSFeed.content_type, rss),
    "atom": (AtomFeed.content_type, atom),
    "json": ("application/feed+json; charset=utf-8", json_feed),
}
