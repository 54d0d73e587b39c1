"""Stored values that a form would never let through, written past every check; and whether a portal
goes on answering. Used by the tests of broken values and of removed things.
"""

import datetime
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError
from django.test import Client
from wagtail.models import Page

from catalog.marks import mark, marks_of
from catalog.models import CatalogItem
from core.models import (
    Agency,
    Locality,
    Marketplace,
    Officer,
    PortalDocument,
    PortalImage,
    Post,
    Topic,
)

UTC = datetime.UTC
_TEXTS = ["", "x" * 60, "\u202e\u0007 {{ x }} <b>%s", "http://["]
_JSON = ["[]", "5", "null", '"chữ"', '{"vi": 5}', '{"vi": ["x"]}', r'{"vi": "\ud83d"}', "{", ""]
_STREAMS = [
    "[null]", '{"a": 1}', '"chữ"', "{", '[{"type": "text", "value": 5}]',
    '[{"type": "gone", "value": 1}]', '[{"type": "image", "value": {"image": 99999}}]',
    r'[{"type": "text", "value": "<p>\ud83d</p>"}]',
    '[{"type": "text", "value": "<a linktype=\\"page\\" id=\\"99999999999999999999\\">x</a>"}]',
    '[{"type": "people", "value": {"agency": 99999}}]', '[{"type": "table", "value": [1]}]',
]  # fmt: skip
_OF_TYPE: dict[str, list[Any]] = {
    "DateField": [datetime.date.min, datetime.date.max],
    "DateTimeField": [
        datetime.datetime(1, 1, 1, tzinfo=UTC),
        datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    ],
    "DecimalField": [-1, 99999],
    "FloatField": [1e308, -1e308],
    "PositiveSmallIntegerField": [0, 32767],
    "IntegerField": [-1, 2**31 - 1],
    "CharField": _TEXTS, "TextField": _TEXTS, "URLField": _TEXTS, "EmailField": _TEXTS,
    "SlugField": ["x" * 50], "FileField": ["gone/file.pdf"], "WagtailImageField": ["gone/file.png"],
    "TranslatedTextField": _JSON, "JSONField": _JSON, "StreamField": _STREAMS,
}  # fmt: skip
# What the tree, the addresses and the languages are made of is no content; it has tests of its own.
_NOT_BROKEN = {
    "path", "depth", "numchild", "url_path", "slug", "draft_title", "content_type",
    "translation_key", "locale", "code",
}  # fmt: skip


@dataclass(frozen=True)
class Break:
    """One value of one field of one row. ``value`` of a text in JSON is the text itself."""

    thing: models.Model
    field: str
    value: Any

    def __str__(self) -> str:
        return f"{self.thing._meta.label} {self.thing.pk}: {self.field} = {self.value!r:.60}"

    def write(self) -> bool:
        """Past every check; False where the database does not take it."""
        field = self.thing._meta.get_field(self.field)
        model: Any = field.model
        value = field.get_db_prep_save(self.value, connection) if self._is_plain else self.value
        table, column = model._meta.db_table, field.column
        key = model._meta.pk.column
        quoted = [connection.ops.quote_name(name) for name in (table, column, key)]
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE {} SET {} = %s WHERE {} = %s".format(*quoted), [value, self.thing.pk]
                )
        except (DatabaseError, UnicodeError, ValueError):
            return False
        mark(*marks_of(self.thing))
        return True

    @property
    def _is_plain(self) -> bool:
        return type(self.thing._meta.get_field(self.field)).__name__ not in {
            "TranslatedTextField", "JSONField", "StreamField", "FileField", "WagtailImageField",
        }  # fmt: skip


def breaks_of(things: Iterable[models.Model]) -> Iterator[Break]:
    """Every field of each of these rows with every value that may break it."""
    for thing in things:
        for field in thing._meta.concrete_fields:
            if field.name in _NOT_BROKEN or field.primary_key or field.is_relation:
                continue
            kind = next((t.__name__ for t in type(field).__mro__ if t.__name__ in _OF_TYPE), "")
            for value in _OF_TYPE.get(kind, ()):
                yield Break(thing, field.name, value)
            if field.null:
                yield Break(thing, field.name, None)


def sample(things: list[Any], count: int) -> list[Any]:
    """As many of them, the same in every run; all where there are fewer."""
    return random.Random(2026).sample(things, min(count, len(things)))


REMOVED = (
    PortalImage, PortalDocument, Agency, Locality, Marketplace, Officer, Post, Topic,
    get_user_model(),
)  # fmt: skip


@dataclass(frozen=True)
class Removal:
    """A thing that is deleted, or whose file is gone while its row stays."""

    thing: Any
    is_file_only: bool = False

    def __str__(self) -> str:
        return f"{self.thing._meta.label} {self.thing.pk}{' (file)' * self.is_file_only}"

    @contextmanager
    def done(self) -> Iterator[bool]:
        """Undone at the end. False where the database protects it."""
        moved: list[tuple[Path, Path]] = []
        with transaction.atomic():
            is_done = True
            if self.is_file_only:
                moved = self._move_files()
            else:
                with suppress(ProtectedError):
                    is_done = bool(self.thing.__class__.objects.get(pk=self.thing.pk).delete())
                is_done = not type(self.thing).objects.filter(pk=self.thing.pk).exists()
            try:
                yield is_done
            finally:
                transaction.set_rollback(True)
                for here, there in moved:
                    there.rename(here)

    def _move_files(self) -> list[tuple[Path, Path]]:
        """The original and all sizes drawn of it; their rows stay."""
        files = [self.thing.file, *(one.file for one in self._renditions())]
        paths = [Path(file.path) for file in files if Path(file.path).exists()]
        moved = [(path, path.with_name(f"{path.name}.gone")) for path in dict.fromkeys(paths)]
        for here, there in moved:
            here.rename(there)
        mark(*marks_of(self.thing))
        return moved

    def _renditions(self) -> Iterable[Any]:
        return self.thing.renditions.all() if hasattr(self.thing, "renditions") else ()


def removals() -> Iterator[Removal]:
    """Of every picture, file, record and user there is."""
    for model in REMOVED:
        for thing in model.objects.order_by("pk"):
            yield Removal(thing)
            if hasattr(thing, "file"):
                yield Removal(thing, is_file_only=True)


class Visitor:
    """Reads all addresses before and after, and says which answer otherwise."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self.client = Client(raise_request_exception=False)
        self.addresses = list(addresses)
        self.before = {address: self.status(address) for address in self.addresses}

    @property
    def unwell(self) -> dict[str, int]:
        """What did not answer 200 before."""
        return {address: status for address, status in self.before.items() if status != 200}

    def status(self, address: str) -> int:
        caches["pages"].clear()
        answer = self.client.get(address)
        if answer.streaming:
            b"".join(answer)  # type: ignore[arg-type]
        return answer.status_code

    def otherwise(self, but: Iterable[str] = (), among: Iterable[str] = ()) -> dict[str, int]:
        """``{address: status}`` of those that answer otherwise; those of ``but`` may be gone."""
        own = set(but)
        found = {}
        for address in list(among) or self.addresses:
            status = self.status(address)
            if status != self.before[address] and not (address in own and status in {404, 410}):
                found[address] = status
        return found


def addresses_of(thing: Any) -> set[str]:
    """Where a page, or a picture or file in the API, is itself."""
    if not isinstance(thing, Page):
        return set()
    rows = CatalogItem.objects.filter(translation_key=thing.translation_key)
    found = {urlsplit(url).path for url in rows.values_list("url", flat=True)}
    found |= {f"/api/v1/content/{pk}" for pk in rows.values_list("pk", flat=True)}
    return found | {
        urlsplit(page.full_url or "").path for page in (thing, *thing.get_translations())
    }


def public_addresses() -> list[str]:
    """Every page in every language, its item, and what is made of many of them."""
    items = CatalogItem.objects.public().filter(page_id__isnull=False).order_by("seq")
    found = [urlsplit(url).path for url in items.values_list("url", flat=True)]
    found += [f"/api/v1/content/{pk}" for pk in items.values_list("pk", flat=True)]
    return [*found, *MANY]


MANY = [
    "/api/v1/content?limit=100&view=full", "/api/v1/sync", "/api/v1/sync/status",
    "/api/v1/openapi.json", "/sitemap.xml", "/sitemap-vi-1.xml", "/so-do/", "/en/site-map/",
    "/tim-kiem/?q=vai", "/en/search/?q=lychee", "/ban-do.json", "/feeds/vi/all.rss",
    "/feeds/en/all.atom", "/feeds/vi/all.json", "/feeds/vi/events.ics", "/feeds/vi/podcast.rss",
    "/feeds/vi/products/merchant.rss", "/feeds/vi/products/merchant.csv",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc", "/api/v1/search?q=vai", "/api/v1/events",
]  # fmt: skip
