"""One public read: how far the catalog was when it began, and what the client holds already."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from django.utils.http import parse_etags

from catalog.freshness import Freshness, bring_up_to_date

#: Changes when the same rows are shown in another form, so that no client keeps the old one.
FORM = "1"
JSON = "application/json"


def absolute(path: str) -> str:
    """The absolute address of a path of the interface."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def quoted(value: Any) -> str:
    """The value as JSON text, with no needless space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def item_list(texts: Iterable[bytes], rest: str) -> bytes:
    """``{"items": [texts], rest}``: nothing is parsed, and nothing long is copied as text."""
    return b'{"items":[' + b",".join(texts) + f"],{rest}}}".encode()


def matches(request: HttpRequest, etag: str) -> bool:
    """Whether If-None-Match names this version; weakly, for gzip makes every tag weak."""
    asked = request.headers.get("If-None-Match", "")
    if not asked or not etag:
        return False
    tags = [tag.removeprefix("W/") for tag in parse_etags(asked)]
    return "*" in tags or etag in tags


def not_modified(etag: str, cache_control: str) -> HttpResponse:
    response = HttpResponse(status=304)
    del response.headers["Content-Type"]
    response["ETag"] = etag
    response["Cache-Control"] = cache_control
    response["Vary"] = "Accept-Encoding"
    return response


class Read:
    """Brings the catalog up to date (one query) and answers for that state.

    ``etag`` names the state and the question. It is empty while changes are pending: what would be
    answered then is no certain version of anything. ``also``: what else the answer depends on.
    """

    cache_control = "no-cache"

    def __init__(self, request: HttpRequest, also: Callable[[], str] = str) -> None:
        self.request = request
        self.also = also
        self.freshness: Freshness = bring_up_to_date()
        self.etag = self._etag() if self.freshness.is_complete else ""

    def _etag(self) -> str:
        asked = f"{FORM} {self.request.path_info}?{self.request.META.get('QUERY_STRING', '')}"
        asked += self.also()
        question = hashlib.sha256(asked.encode(errors="replace")).hexdigest()[:16]
        return f'"{self.freshness.epoch.hex}-{self.freshness.max_seq}-{question}"'

    @property
    def unchanged(self) -> HttpResponse | None:
        """304 when the client holds this version."""
        if matches(self.request, self.etag):
            return not_modified(self.etag, self.cache_control)
        return None

    def answer(self, body: str | bytes, *, next_cursor: str | None = None) -> HttpResponse:
        """The JSON text; with a link to the next page when there is one."""
        response = HttpResponse(body, content_type=JSON)
        response["Cache-Control"] = self.cache_control
        if self.etag:
            response["ETag"] = self.etag
        if next_cursor:
            query = self.request.GET.copy()
            query["cursor"] = next_cursor
            address = absolute(f"{escape_uri_path(self.request.path_info)}?{query.urlencode()}")
            response["Link"] = f'<{address}>; rel="next"'
        return response

    def list_of(
        self, texts: Iterable[str], next_cursor: str | None, more: dict[str, Any]
    ) -> HttpResponse:
        """A page of a list, and what belongs to it besides."""
        rest = f'"next":{quoted(next_cursor)}'
        rest += "".join(f",{quoted(name)}:{quoted(value)}" for name, value in more.items())
        body = item_list((text.encode() for text in texts), rest)
        return self.answer(body, next_cursor=next_cursor)


def document(request: HttpRequest, body: str, seconds: int = 0) -> HttpResponse:
    """A small document that is no part of the log; its tag is made of its text.

    Whoever keeps it need not ask again for so many seconds.
    """
    etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    cache_control = f"public, max-age={seconds}" if seconds else "no-cache"
    if matches(request, etag):
        return not_modified(etag, cache_control)
    response = HttpResponse(body, content_type=JSON)
    response["ETag"] = etag
    response["Cache-Control"] = cache_control
    return response
