"""Views that do as little as a view can: the measure of the interface. They keep no promise."""

from functools import cache

import orjson
from django.db.models import F, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse

from catalog.models import CatalogItem
from news.models import NewsPage

_CONSTANT = orjson.dumps({"items": [{"id": n, "title": "Lễ hội đình làng"} for n in range(20)]})
_TITLES = ("id", "title", "slug", "url_path", "first_published_at", "last_published_at")
_NEWS = ("date", "kind", "author", "summary", "is_illustrative", "translation_key", "cover_id")


def _json(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type="application/json")


def constant(request: HttpRequest) -> HttpResponse:
    """No query and no work."""
    return _json(_CONSTANT)


def values(request: HttpRequest) -> HttpResponse:
    """One query for the newest 20 news items with their bodies, as they are in the database."""
    rows = (
        NewsPage.objects.filter(live=True, alias_of=None, locale__language_code="vi")
        .order_by("-date")
        .annotate(raw=Cast("body", TextField()), language=F("locale__language_code"))
        .values(*_TITLES, *_NEWS, "raw", "language")[:20]
    )
    return _json(orjson.dumps({"items": list(rows)}))


@cache
def _number_of(skip: int) -> int:
    """The change number after which a dump begins; asked once, before anything is measured."""
    rows = CatalogItem.objects.order_by("seq").values_list("seq", flat=True)
    return rows[skip - 1] if skip else 0


def dump(request: HttpRequest) -> HttpResponse:
    """One query for the stored JSON texts of ``limit`` items after the first ``skip``."""
    first = _number_of(int(request.GET["skip"]))
    limit = int(request.GET["limit"])
    rows = CatalogItem.objects.filter(seq__gt=first).order_by("seq")
    return _json(("[" + ",".join(rows.values_list("payload", flat=True)[:limit]) + "]").encode())
