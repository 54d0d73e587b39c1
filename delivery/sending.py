"""Sending a stored file: by the web server in front, from an object storage, or by the portal."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from delivery.ranges import Parts, Span, UnsatisfiableError, read, spans

NO_STORE = "private, no-store"
# A file is shown, read or played, and never runs anything: for browsers that open it as a page.
POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"


def send(
    request: HttpRequest, storage: Storage, name: str, headers: dict[str, str]
) -> HttpResponseBase:
    """The file of this name; ``headers`` say its Content-Type and who may keep it.

    Http404 when it is missing on the disk. Whether who asks may have it was decided before.
    """
    headers = {
        "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", **headers,
    }  # fmt: skip
    try:
        path = storage.path(name)
    except NotImplementedError:  # An object storage signs an address that is good for a while.
        away = HttpResponseRedirect(storage.url(name))
        away.headers["Cache-Control"] = NO_STORE
        return away
    if settings.ACCEL_REDIRECT:
        # nginx answers conditions and ranges by itself.
        handed = HttpResponse(headers=headers)
        handed.headers["X-Accel-Redirect"] = settings.ACCEL_REDIRECT + quote(name)
        return handed
    try:
        return _read(request, open(path, "rb"), headers)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise Http404 from None


@dataclass(frozen=True)
class _Content:
    """Closes the file when the answer is over, also one that nobody read."""

    file: BinaryIO
    blocks: Iterator[bytes]

    def __iter__(self) -> Iterator[bytes]:
        return self.blocks

    def close(self) -> None:
        self.file.close()


def _read(request: HttpRequest, file: BinaryIO, headers: dict[str, str]) -> HttpResponseBase:
    found = os.fstat(file.fileno())
    moment, size = int(found.st_mtime), found.st_size
    etag = f'"{found.st_mtime_ns:x}-{size:x}"'
    headers |= {"Accept-Ranges": "bytes", "ETag": etag, "Last-Modified": http_date(moment)}
    known = get_conditional_response(request, etag, moment)
    if known is not None or request.method == "HEAD":
        file.close()
    if known is not None:
        for name in ("ETag", "Last-Modified", "Cache-Control"):
            known.headers[name] = headers[name]
        return known
    if request.method == "HEAD":
        return HttpResponse(headers={**headers, "Content-Length": str(size)})
    return _whole_or_part(file, size, headers, _range_of(request, headers))


def _whole_or_part(
    file: BinaryIO, size: int, headers: dict[str, str], asked_for: str
) -> HttpResponseBase:
    try:
        asked = spans(asked_for, size)
    except UnsatisfiableError:
        file.close()
        beyond = {"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"}
        return HttpResponse(status=416, headers=beyond)
    if len(asked) > 1:
        parts = Parts.made(asked, size, headers["Content-Type"])
        kind = f"multipart/byteranges; boundary={parts.boundary}"
        headers |= {"Content-Type": kind, "Content-Length": str(parts.length)}
        blocks = parts.read(file)
    else:
        span = asked[0] if asked else Span(0, size - 1)
        headers |= {"Content-Length": str(span.length)}
        headers |= {"Content-Range": span.of(size)} if asked else {}
        blocks = read(file, span)
    status = 206 if asked else 200
    return StreamingHttpResponse(_Content(file, blocks), status=status, headers=headers)


def _range_of(request: HttpRequest, headers: dict[str, str]) -> str:
    """What is asked for; nothing when the client's part is of another state of the file."""
    condition = request.headers.get("If-Range", "").strip()
    if condition and condition != headers["ETag"]:
        since = parse_http_date_safe(condition)
        if since is None or http_date(since) != headers["Last-Modified"]:
            return ""
    return request.headers.get("Range", "")
