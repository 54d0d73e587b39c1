"""Recordings as a podcast: every audio block of a public item is an episode."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.feedgenerator import Enclosure

from api.feeds.channels import Channel
from api.feeds.entries import Entry
from api.feeds.syndication import RSSFeed, write_feed
from catalog.models import FILE, CatalogDependency, CatalogItem

_CATEGORY = "Government"
_CAPTIONS = "text/vtt"


@dataclass(frozen=True)
class Episode:
    """An entry with the title and text of one recording in it, and its file as the API shows it."""

    entry: Entry
    file: dict[str, Any]
    seconds: int | None
    captions: dict[str, Any] | None


def rows_with_audio(locale: str) -> list[CatalogItem]:
    """Public items whose payload was built from a public sound file; two queries."""
    files = CatalogItem.objects.public().filter(kind=FILE, payload__contains='"audio/')
    sources = list(files.values_list("source", flat=True))
    shown = CatalogDependency.objects.filter(target__in=sources).values("item")
    found = CatalogItem.objects.public().filter(locale=locale, pk__in=shown)
    return list(found.order_by("-date", "id"))


def episodes(entries: list[Entry]) -> list[Episode]:
    """Newest first; a recording that two items show is one episode, that of the older item."""
    found: dict[str, Episode] = {}
    for entry in sorted(entries, key=lambda one: (one.date, str(one.id))):
        blocks = (entry.payload.get("body") or {}).get("blocks") or []
        for block_id, value in _recordings(blocks, ""):
            title, text = value.get("title") or entry.title, value.get("transcript") or entry.html
            file = value["file"]
            episode = replace(
                entry, id=uuid.uuid5(entry.id, block_id or file["url"]), title=title, html=text
            )
            seconds = value.get("duration_seconds")
            found.setdefault(file["url"], Episode(episode, file, seconds, value.get("captions")))
    return list(reversed(found.values()))


def _recordings(value: Any, block_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """``(id of the block, its value)`` of everything that carries a sound file, at any depth."""
    if isinstance(value, list):
        for one in value:
            yield from _recordings(one, block_id)
    elif isinstance(value, dict):
        block_id = str(value.get("id") or block_id)
        file = value.get("file")
        if isinstance(file, dict) and str(file.get("type", "")).startswith("audio/"):
            yield block_id, value
        for one in value.values():
            yield from _recordings(one, block_id)


class _PodcastFeed(RSSFeed):
    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:author", self.feed["author_name"])
        handler.addQuickElement("itunes:explicit", "false")
        handler.addQuickElement("itunes:type", "episodic")
        handler.addQuickElement("itunes:category", None, {"text": _CATEGORY})
        if self.feed["picture_url"]:
            handler.addQuickElement("itunes:image", None, {"href": self.feed["picture_url"]})

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        episode: Episode = item["episode"]
        if episode.seconds:
            duration = str(datetime.timedelta(seconds=episode.seconds)).rjust(8, "0")
            handler.addQuickElement("itunes:duration", duration)
        if episode.captions:
            attributes = {"url": episode.captions["url"], "type": _CAPTIONS}
            attributes |= {"language": item["language"], "rel": "captions"}
            handler.addQuickElement("podcast:transcript", None, attributes)


def podcast_rss(channel: Channel, found: list[Episode]) -> bytes:
    extra = {
        one.entry.id: {
            "episode": one,
            "enclosures": [Enclosure(one.file["url"], str(one.file["size"]), one.file["type"])],
        }
        for one in found
    }
    return write_feed(_PodcastFeed, channel, [one.entry for one in found], extra)
