"""How every feed answers: complete or 503, conditional, the same for everybody."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext, override

from api.feeds.channels import last_change
from api.reading import FORM, matches
from catalog.freshness import Freshness, bring_up_to_date

RETRY_AFTER = 10  # seconds
XML = "application/xml; charset=utf-8"


@dataclass(frozen=True)
class Document:
    """What a feed's view gives: bytes that depend on the catalog and the settings only."""

    content: bytes
    content_type: str
    language: str = settings.LANGUAGE_CODE
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Version:
    """``modified``: seconds since 1970 of the last change, None when it may not be the last yet."""

    etag: str
    modified: int | None

    def marked(self, response: Any) -> Any:
        response["ETag"] = self.etag
        response["Cache-Control"] = "no-cache"
        response["Access-Control-Allow-Origin"] = "*"
        if self.modified is not None:
            response["Last-Modified"] = http_date(self.modified)
        return response


def feed(view: Callable[..., Document]) -> Callable[..., HttpResponseBase]:
    """The view gets the state of the catalog after the request; it answers GET and HEAD only."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        fresh = bring_up_to_date()
        if not fresh.is_complete:
            return unavailable(kwargs.get("locale", settings.LANGUAGE_CODE))
        # Both are of the state before the rows are read: what changes in between must look newer.
        version = _version(request, fresh)
        if _holds(request, version.etag):
            return version.marked(HttpResponse(status=304))
        return conditional(request, view(request, fresh, **kwargs), version)

    return answer


def unavailable(language: str) -> HttpResponse:
    """Never a short 200: whoever reads a feed would take what is missing for withdrawn."""
    with override(language):
        text = gettext("The feed is being brought up to date. Please try again in a moment.")
    headers = {
        "Retry-After": str(RETRY_AFTER),
        "Cache-Control": "no-store",
        "Content-Language": language,
    }
    return HttpResponse(
        text + "\n", status=503, content_type="text/plain; charset=utf-8", headers=headers
    )


def conditional(request: HttpRequest, document: Document, version: Version) -> HttpResponseBase:
    """The document, or 304 for whoever has it."""
    response = HttpResponse(document.content, content_type=document.content_type)
    response["Content-Language"] = document.language
    for name, value in document.headers.items():
        response[name] = value
    version.marked(response)
    found = get_conditional_response(request, version.etag, version.modified, response)
    return version.marked(found or response)


def _version(request: HttpRequest, fresh: Freshness) -> Version:
    """One query at most: none in a portal whose catalog was ever refreshed."""
    asked = (
        FORM, request.get_full_path(), settings.WAGTAILADMIN_BASE_URL,
        settings.PRODUCT_FEED_COLUMNS, fresh.epoch, fresh.max_seq, fresh.generation,
    )  # fmt: skip
    etag = quote_etag(hashlib.sha256(repr(asked).encode(errors="replace")).hexdigest()[:32])
    changed = int((fresh.generation_at or last_change()).timestamp())
    # A second change in the same second would hide behind the same date.
    return Version(etag, changed if changed < int(timezone.now().timestamp()) else None)


def _holds(request: HttpRequest, etag: str) -> bool:
    """Whether the client names this very version. Only who was given it once can: so it exists."""
    return request.headers.get("If-None-Match", "").strip() != "*" and matches(request, etag)
