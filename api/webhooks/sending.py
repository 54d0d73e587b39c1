"""One POST to an endpoint: pinned address, verified certificate, no redirect, bounded in time."""

import datetime
import email.utils
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

import urllib3
from django.utils import timezone
from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection

from api.webhooks.targets import RefusedError, Target, parse, resolve

STEP_SECONDS = 15.0  # to connect, and for each wait on the answer
TOTAL_SECONDS = 25.0  # for everything after the name server: below gunicorn's 30 for a test ping
EXCERPT_BYTES = 1024
ADDRESSES_TRIED = 3
_FAILURES = (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError, ValueError)


@dataclass(frozen=True)
class Answer:
    """What came of it. ``status`` None: no answer, ``error`` says why.

    ``retry_after``: seconds that the receiver asked to wait, or None.
    """

    status: int | None = None
    excerpt: str = ""
    retry_after: float | None = None
    error: str = ""
    duration_ms: int = 0

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(url: str, body: str, headers: Mapping[str, str]) -> Answer:
    """Send; every failure is an `Answer` with ``error``, nothing is raised."""
    start = time.perf_counter()
    try:
        target = parse(url)
        answer = _post_to_one_of(target, resolve(target), body.encode(), headers)
    except RefusedError as refused:
        answer = Answer(error=str(refused))
    took = round((time.perf_counter() - start) * 1000)
    return Answer(answer.status, answer.excerpt, answer.retry_after, answer.error, took)


def _post_to_one_of(
    target: Target, addresses: list[str], body: bytes, headers: Mapping[str, str]
) -> Answer:
    """The next address only when a connection was not made: nothing is sent twice."""
    deadline = time.monotonic() + TOTAL_SECONDS
    error = ""
    for address in addresses[:ADDRESSES_TRIED]:
        connection = _connection(target, address)
        # A receiver may dribble a byte now and then for ever; no timeout of a socket ends that.
        opened: list[socket.socket] = []
        left = max(deadline - time.monotonic(), 0)
        watch = threading.Timer(left, _cut, [connection, opened])
        watch.daemon = True
        watch.start()
        try:
            try:
                connection.connect()
            except _FAILURES as failure:
                error = _words(failure, deadline)
                continue
            # The connection forgets its socket as soon as the answer begins.
            opened.append(connection.sock)
            return _exchange(connection, target, body, headers)
        except _FAILURES as failure:
            return Answer(error=_words(failure, deadline))
        finally:
            watch.cancel()
            connection.close()
    return Answer(error=error)


def _connection(target: Target, address: str) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=STEP_SECONDS)
    return HTTPSConnection(
        address,
        target.port,
        timeout=STEP_SECONDS,
        ssl_context=ssl.create_default_context(),
        server_hostname=target.host,  # The certificate is checked against the name.
    )


def _cut(connection: HTTPConnection, opened: list[socket.socket]) -> None:
    for sock in opened or [connection.sock]:
        try:
            # Not SSLSocket.shutdown, which takes the TLS layer from the thread that reads.
            if sock is not None:
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
        except OSError:
            continue


def _exchange(
    connection: HTTPConnection, target: Target, body: bytes, headers: Mapping[str, str]
) -> Answer:
    connection.request(
        "POST",
        target.path,
        body=body,
        headers={**headers, "Host": target.host_header, "Connection": "close"},
        preload_content=False,
        decode_content=False,
    )
    response = connection.getresponse()
    try:
        excerpt = response.read(EXCERPT_BYTES, decode_content=False)
    except _FAILURES:
        excerpt = b""  # The status is known: it decides.
    text = excerpt.decode("utf-8", "replace").replace("\x00", "\ufffd")
    return Answer(response.status, text, _retry_after(response.headers.get("Retry-After", "")))


def _retry_after(value: str) -> float | None:
    """Seconds from a number or an HTTP date; None when there is neither."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return max((moment - timezone.now()).total_seconds(), 0.0)


def _words(failure: Exception, deadline: float) -> str:
    timeouts = (TimeoutError, urllib3.exceptions.TimeoutError)
    # To urllib3 a refused connection is a timeout as well.
    is_refused = isinstance(failure, urllib3.exceptions.NewConnectionError)
    if time.monotonic() >= deadline or (isinstance(failure, timeouts) and not is_refused):
        return _("No answer in time.")
    if is_refused:
        return _("No connection to the receiver.")
    return f"{type(failure).__name__}: {failure}"[:300]
