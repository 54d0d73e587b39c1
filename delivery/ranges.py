"""Parts of a file, as players and readers of long files ask for them (RFC 9110, section 14)."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MOST = 20  # Ranges in one request; no player asks for more.
_BLOCK = 64 * 1024
_RANGE = re.compile(r"(\d{0,19})-(\d{0,19})", re.ASCII)


class UnsatisfiableError(ValueError):
    """None of the ranges lies within the file."""


@dataclass(frozen=True)
class Span:
    """Bytes from the first to the last, both included, counted from 0."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def of(self, size: int) -> str:
        """As ``Content-Range`` says it."""
        return f"bytes {self.first}-{self.last}/{size}"


def spans(header: str, size: int) -> list[Span]:
    """What a ``Range`` asks for of a file of this many bytes; empty where the whole is right.

    That is so for other units, for what is no range, and for many ranges or ranges that overlap
    until they are more than the file. UnsatisfiableError when nothing asked for is there.
    """
    unit, _equals, given = header.partition("=")
    asked = [part.strip() for part in given.split(",") if part.strip()]
    if unit.strip().lower() != "bytes" or not 1 <= len(asked) <= MOST:
        return []
    matches = [_RANGE.fullmatch(part) for part in asked]
    pairs = [(match[1], match[2]) for match in matches if match]
    if len(pairs) < len(asked) or not all(_is_range(*pair) for pair in pairs):
        return []
    found = [span for pair in pairs if (span := _within(pair, size))]
    if not found:
        raise UnsatisfiableError(header)
    return found if sum(span.length for span in found) <= size else []


def _is_range(first: str, last: str) -> bool:
    return int(first) <= int(last) if first and last else bool(first or last)


def _within(pair: tuple[str, str], size: int) -> Span | None:
    """``100-199``, ``100-`` or ``-100`` (the last hundred); None beyond the end of the file."""
    first, last = pair
    if first:
        start, end = int(first), min(int(last or size - 1), size - 1)
    else:
        start, end = max(0, size - int(last)), size - 1
    return Span(start, end) if start <= end else None


def read(file: BinaryIO, span: Span) -> Iterator[bytes]:
    file.seek(span.first)
    left = span.length
    while left and (block := file.read(min(_BLOCK, left))):
        left -= len(block)
        yield block


@dataclass(frozen=True)
class Parts:
    """Several ranges in one answer: ``multipart/byteranges``."""

    spans: list[Span]
    size: int
    content_type: str
    boundary: str

    @classmethod
    def made(cls, spans: list[Span], size: int, content_type: str) -> "Parts":
        return cls(spans, size, content_type, secrets.token_hex(12))

    @property
    def length(self) -> int:
        heads = sum(len(self._head(span)) + span.length for span in self.spans)
        return heads + len(self._end)

    def read(self, file: BinaryIO) -> Iterator[bytes]:
        for span in self.spans:
            yield self._head(span)
            yield from read(file, span)
        yield self._end

    def _head(self, span: Span) -> bytes:
        lines = (
            "", f"--{self.boundary}", f"Content-Type: {self.content_type}",
            f"Content-Range: {span.of(self.size)}", "", "",
        )  # fmt: skip
        return "\r\n".join(lines).encode()

    @property
    def _end(self) -> bytes:
        return f"\r\n--{self.boundary}--\r\n".encode()
