"""A row of the catalog as a feed shows it."""

import datetime
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape

from catalog.models import CatalogItem
from catalog.status import status_of

# Everything that a document of XML 1.0 cannot hold, not even escaped.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PRESETS = ("figure", "hero", "card")
_WIDELY_READ = "image/jpeg"


@dataclass(frozen=True)
class Picture:
    """One drawn size of a picture: never the file that was uploaded."""

    url: str
    width: int
    height: int
    type: str
    alt: str
    credit: str
    is_illustrative: bool


@dataclass(frozen=True)
class Entry:
    """One public item in one language; every text is free of what XML cannot hold.

    ``date`` is when it was made known, ``changed_at`` when the catalog saw it change; both aware.
    ``status`` is what has to be said of it wherever it is named; often nothing.
    ``html`` is the clean text with absolute addresses. ``payload`` is the item as the API shows it.
    """

    id: uuid.UUID
    kind: str
    locale: str
    url: str
    title: str
    summary: str
    html: str
    date: datetime.datetime
    changed_at: datetime.datetime
    topics: tuple[str, ...]
    picture: Picture | None
    is_illustrative: bool
    status: str
    data: dict[str, Any]
    payload: dict[str, Any]

    @property
    def description(self) -> str:
        """The summary, after what has to be said first."""
        return ". ".join(filter(None, (self.status, self.summary)))

    @property
    def urn(self) -> str:
        return f"urn:uuid:{self.id}"


def entry_of(row: CatalogItem) -> Entry:
    payload = without_controls(json.loads(row.payload))
    body = payload.get("body") or {}
    status = status_of(payload)
    return Entry(
        id=row.id,
        kind=row.kind,
        locale=row.locale,
        url=payload["url"],
        title=payload["title"],
        summary=payload.get("summary") or "",
        html=_html(body.get("html") or "", status),
        date=moment_of(row),
        changed_at=row.changed_at,
        topics=tuple(t["name"]["value"] for t in payload.get("topics") or [] if t.get("name")),
        picture=picture_of(payload.get("image")),
        is_illustrative=bool(payload.get("is_illustrative")),
        status=status,
        data=payload.get("data") or {},
        payload=payload,
    )


def _html(body: str, status: str) -> str:
    return f"<p><strong>{escape(status)}</strong></p>\n{body}" if status else body


def moment_of(row: CatalogItem) -> datetime.datetime:
    """When the item was made known. Of an event ``date`` is its day, which may lie ahead."""
    own = row.published_at if row.kind == "event" else row.date
    return own or row.published_at or row.changed_at


def picture_of(image: dict[str, Any] | None) -> Picture | None:
    """The largest size of the first preset there is, as JPEG where it was drawn as one."""
    presets = (image or {}).get("presets") or {}
    for name in _PRESETS:
        sizes = presets.get(name)
        if not image or not sizes:
            continue
        readable = [size for size in sizes if size["type"] == _WIDELY_READ] or sizes
        best = max(readable, key=lambda size: size["width"])
        return Picture(
            url=best["url"],
            width=best["width"],
            height=best["height"],
            type=best["type"],
            alt=image.get("alt") or "",
            credit=(image.get("credit") or {}).get("value", ""),
            is_illustrative=bool(image.get("is_illustrative")),
        )
    return None


def without_controls(value: Any) -> Any:
    """The same JSON value; its texts, and not its keys, without what XML cannot hold."""
    if isinstance(value, str):
        return _NOT_IN_XML.sub("", value)
    if isinstance(value, list):
        return [without_controls(one) for one in value]
    if isinstance(value, dict):
        return {key: without_controls(one) for key, one in value.items()}
    return value
