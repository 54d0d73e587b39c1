"""Which items a feed holds, and what it says about itself."""

import datetime
import json
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext, override

from api.feeds.entries import Entry, entry_of, moment_of, without_controls
from catalog.freshness import Freshness
from catalog.identity import item_id
from catalog.models import CatalogFacet, CatalogItem
from core.kinds import all_kinds
from core.models import PortalSettings

FEED_LENGTH = 50
ALL = "all"
PODCAST = "podcast"
#: Name in the address and code of the kind.
KIND_FEEDS = {"news": "news", "events": "event", "documents": "document", "products": "product"}
_EVENT = "event"
_HOME = "home"


@dataclass(frozen=True)
class Channel:
    """A feed before it is written in a format. ``id`` stays when the portal's address changes."""

    id: str
    title: str
    description: str
    author: str
    language: str
    home_url: str
    self_url: str
    updated: datetime.datetime
    entries: list[Entry]
    picture_url: str = ""


def absolute(path: str) -> str:
    """The public address of something that is not a page."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def kind_channel(request: HttpRequest, fresh: Freshness, locale: str, name: str) -> Channel:
    """The newest items of one kind, or of all kinds that lists show."""
    if name == ALL:
        kinds = [kind for kind in all_kinds() if kind.is_listed]
        label = ""
    else:
        kinds = [kind for kind in all_kinds() if kind.code == KIND_FEEDS[name]]
        label = feed_title_in(locale, name)
    rows = _newest(_rows(locale).filter(kind__in=[kind.code for kind in kinds]))
    return channel_of(request, fresh, locale, rows, label)


def section_channel(
    request: HttpRequest, fresh: Freshness, locale: str, section: uuid.UUID
) -> Channel:
    """The newest items below a section or on its topics, as its page lists them.

    404 unless it is a public section of this language.
    """
    row = sections(locale).filter(pk=section).first()
    if row is None:
        raise Http404
    listed = [kind.code for kind in all_kinds() if kind.is_listed]
    topics = [topic["code"] for topic in json.loads(row.payload)["topics"]]
    wanted = Q(name="ancestor", value=str(section)) | Q(name="topic", value__in=topics)
    inside = CatalogFacet.objects.filter(wanted).values("item")
    rows = _newest(_rows(locale).filter(pk__in=inside, kind__in=listed))
    return channel_of(request, fresh, locale, rows, row.title)


def sections(locale: str) -> QuerySet[CatalogItem]:
    """What has others below it: sections, and the pages that list one kind."""
    codes = [kind.code for kind in all_kinds() if not kind.is_listed and kind.code != _HOME]
    return _rows(locale).filter(kind__in=codes).order_by("tree_path")


def channel_of(
    request: HttpRequest, fresh: Freshness, locale: str, rows: list[CatalogItem], label: str
) -> Channel:
    entries = [entry_of(row) for row in rows]
    portal = PortalSettings.for_visitor(request)
    home = _rows(locale).filter(kind=_HOME).order_by("tree_path").first()
    home_entry = entry_of(home) if home else None
    with override(locale):
        name = without_controls(str(portal.name) or str(settings.WAGTAIL_SITE_NAME))
        tagline = without_controls(str(portal.tagline))
    picture = home_entry.picture if home_entry else None
    return Channel(
        id=f"urn:uuid:{item_id(fresh.namespace, f'feed:{request.path}')}",
        title=f"{name} – {without_controls(label)}" if label else name,
        description=tagline or name,
        author=name,
        language=locale,
        home_url=home_entry.url if home_entry else absolute("/"),
        self_url=absolute(request.path),
        updated=max(entry.changed_at for entry in entries) if entries else last_change(),
        entries=entries,
        picture_url=picture.url if picture else "",
    )


def last_change() -> datetime.datetime:
    """When the catalog changed last; the first second of 1970 when it is empty."""
    newest = CatalogItem.objects.order_by("-seq").values_list("changed_at", flat=True).first()
    return newest or datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def feed_title(name: str) -> str:
    """In the active language."""
    if name == ALL:
        return gettext("Everything new")
    if name == PODCAST:
        return gettext("Recordings")
    return str(next(kind.label_plural for kind in all_kinds() if kind.code == KIND_FEEDS[name]))


def feed_title_in(locale: str, name: str) -> str:
    with override(locale):
        return feed_title(name)


def _rows(locale: str) -> QuerySet[CatalogItem]:
    return CatalogItem.objects.public().filter(locale=locale)


def _newest(rows: QuerySet[CatalogItem]) -> list[CatalogItem]:
    """Two queries: events are dated by the day on which they take place, often one to come."""
    others = rows.exclude(kind=_EVENT).order_by(F("date").desc(nulls_last=True), "id")
    events = rows.filter(kind=_EVENT).order_by(F("published_at").desc(nulls_last=True), "id")
    both = [*others[:FEED_LENGTH], *events[:FEED_LENGTH]]
    return sorted(both, key=lambda row: (moment_of(row), str(row.id)), reverse=True)[:FEED_LENGTH]
