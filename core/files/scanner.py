"""Asks a virus scanner, clamd, about a file. Source: clamd(8), command INSTREAM."""

import contextlib
import socket
from collections.abc import Iterator
from typing import IO
from urllib.parse import urlsplit

_CHUNK = 65_536
_SECONDS = 60  # Without any answer.
_MAX_ANSWER = 4096


class ScannerError(Exception):
    """The scanner did not say whether the file is clean, so it counts as not checked."""


def found_in(file: IO[bytes], address: str) -> str:
    """Name of what the scanner found in the file; empty when it is clean.

    ``address`` is ``tcp://host:port`` or ``unix:///path``. ScannerError for anything but a
    plain answer: also for a file larger than the scanner's own StreamMaxLength.
    """
    file.seek(0)
    try:
        with _connected(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            while chunk := file.read(_CHUNK):
                connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
            connection.sendall(bytes(4))
            answer = _answer(connection)
    except (OSError, ValueError) as failed:
        raise ScannerError(str(failed)) from failed
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerError(answer)


@contextlib.contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(_SECONDS)
        with connection:
            connection.connect(parts.path)
            yield connection
        return
    with socket.create_connection((parts.hostname, parts.port), _SECONDS) as connection:
        yield connection


def _answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _MAX_ANSWER:
        if not (more := connection.recv(_MAX_ANSWER)):
            break
        answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
