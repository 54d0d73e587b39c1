"""Answers as they are kept: compressed once, with the validators by which others keep them."""

import datetime
import gzip
import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe

from delivery.state import State

_SECOND = datetime.timedelta(seconds=1)


@dataclass(frozen=True)
class KeptPage:
    """A finished answer 200 of one address. ``body`` is compressed with gzip."""

    token: str
    headers: dict[str, str]
    body: bytes
    until: datetime.datetime


def key_of(request: HttpRequest) -> str:
    """Of the address alone; DisallowedHost for a host that is not the portal's."""
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return hashlib.blake2b(address.encode(), digest_size=16).hexdigest()


def find(key: str) -> KeptPage | None:
    found: Any = caches["pages"].get(f"page|{key}")
    return found


def keep(key: str, page: KeptPage) -> None:
    caches["pages"].set(f"page|{key}", page)


def etag_of(key: str, state: State, until: datetime.datetime) -> str:
    """Weak, because it is the same for every encoding. It says itself until when it holds."""
    name = hashlib.blake2b(f"{key}|{state.token}".encode(), digest_size=9).hexdigest()
    return f'W/"{name}-{int(until.timestamp()):x}"'


def known_tag(request: HttpRequest, key: str, state: State) -> str:
    """The tag of this very answer, if the client holds it: it proves that there is one."""
    now = timezone.now()
    tags = [tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")]
    return next((tag for tag in tags if _holds(tag, key, state, now)), "")


def is_unmodified(request: HttpRequest, state: State) -> bool:
    """Whether a client without a tag holds a copy of this state; only where the answer is 200."""
    if "If-None-Match" in request.headers:
        return False
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and since >= int(state.since.timestamp())


def _holds(tag: str, key: str, state: State, now: datetime.datetime) -> bool:
    _name, _dash, end = tag.rstrip('"').rpartition("-")
    try:
        until = datetime.datetime.fromtimestamp(int(end, 16), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return False
    return now < until and tag == etag_of(key, state, until)


def validators(key: str, state: State, until: datetime.datetime) -> dict[str, str]:
    """``ETag``, and ``Last-Modified`` once nothing else can carry the same second."""
    headers = {"ETag": etag_of(key, state, until)}
    if timezone.now() - state.since > _SECOND:
        headers["Last-Modified"] = http_date(state.since.timestamp())
    return headers


def takes_gzip(request: HttpRequest) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


def compressed(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=6, mtime=0)


def compress(request: HttpRequest, response: HttpResponse) -> None:
    """An answer that is not kept, and in which there is nothing secret to guess by its length."""
    patch_vary_headers(response, ("Accept-Encoding",))
    if takes_gzip(request):
        response.content = compressed(response.content)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))


def answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    """The kept body goes out as it is to whoever reads gzip, as nearly all do."""
    is_compressed = takes_gzip(request)
    response = HttpResponse(page.body if is_compressed else gzip.decompress(page.body))
    for name, value in page.headers.items():
        response.headers[name] = value
    patch_vary_headers(response, ("Accept-Encoding",))
    response.headers["Content-Length"] = str(len(response.content))
    if is_compressed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def not_modified(headers: dict[str, str]) -> HttpResponse:
    response = HttpResponseNotModified()
    for name in ("ETag", "Last-Modified", "Cache-Control", "Content-Language"):
        if name in headers:
            response.headers[name] = headers[name]
    response.headers["Vary"] = "Accept-Encoding"
    return response
