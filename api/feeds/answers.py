"""How every feed answers: complete or 503, conditional, the same for everybody."""

import datetime
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
from catalog.freshness import bring_up_to_date

RETRY_AFTER = 10  # seconds
XML = "application/xml; charset=utf-8"


@dataclass(frozen=True)
class Document:
    """What a feed's view gives: bytes that depend on the catalog and the settings only."""

    content: bytes
    content_type: str
    language: str = settings.LANGUAGE_CODE
    headers: dict[str, str] = field(default_factory=dict)


def feed(view: Callable[..., Document]) -> Callable[..., HttpResponseBase]:
    """The view gets the state of the catalog after the request; it answers GET and HEAD only."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        fresh = bring_up_to_date()
        if not fresh.is_complete:
            return unavailable(kwargs.get("locale", settings.LANGUAGE_CODE))
        # Asked before the rows are read: what changes in between must look newer than the answer.
        changed = last_change()
        return conditional(request, view(request, fresh, **kwargs), changed)

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


def conditional(
    request: HttpRequest, document: Document, changed_at: datetime.datetime
) -> HttpResponseBase:
    """The document, or 304 for whoever has it; ``changed_at``: when the catalog changed last."""
    etag = quote_etag(hashlib.sha256(document.content).hexdigest()[:32])
    changed = int(changed_at.timestamp())
    # A second change in the same second would hide behind the same date.
    modified = changed if changed < int(timezone.now().timestamp()) else None
    response = HttpResponse(document.content, content_type=document.content_type)
    found = get_conditional_response(request, etag, modified, response) or response
    headers = {
        "ETag": etag,
        "Cache-Control": "no-cache",
        "Content-Language": document.language,
        "Access-Control-Allow-Origin": "*",
        **document.headers,
    }
    if modified is not None:
        headers["Last-Modified"] = http_date(modified)
    for name, value in headers.items():
        found[name] = value
    return found
