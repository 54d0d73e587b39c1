"""Rich Text Format: its text in every possible encoding, and what it must not hold.

Source: Rich Text Format (RTF) Specification 1.9.1.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import IO

from core.files.active import is_remote, runs_programs
from core.files.plain import western
from core.files.report import Reason, RefusedError

_MAX_RTF = 40_000_000  # Bytes.
_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL,
)
_ENDS_OF_LINES = {
    b"par", b"line", b"tab", b"cell", b"nestcell", b"row", b"nestrow", b"sect", b"page", b"column",
}  # fmt: skip
# Groups that are no part of the text around them; those marked \* are none either.
_DESTINATIONS = {
    b"header", b"headerl", b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf",
    b"footnote", b"info", b"title", b"subject", b"author", b"keywords", b"doccomm", b"company",
    b"operator", b"manager", b"category", b"comment", b"shptxt", b"txe", b"xe", b"tc", b"fldinst",
    b"template", b"annotation",
}  # fmt: skip
_WITHOUT_TEXT = {
    b"pict", b"fonttbl", b"colortbl", b"stylesheet", b"themedata", b"datastore", b"listtable",
    b"colorschememapping", b"latentstyles", b"rsidtbl", b"blipuid", b"generator",
}  # fmt: skip
_PACKED = {b"objdata", b"objocx", b"objautlink", b"objlink", b"objupdate"}


@dataclass
class _Group:
    text: list[bytes | str]
    name: bytes = b""
    has_text: bool = True
    substitutes: int = 1  # How many characters follow \u for programs that do not know it.


@dataclass
class _Reader:
    groups: list[_Group] = field(default_factory=lambda: [_Group([])])
    finished: list[_Group] = field(default_factory=list)
    skipped: int = 0
    depth: int = 0

    def add(self, piece: bytes | str) -> None:
        if isinstance(piece, bytes):
            dropped = min(self.skipped, len(piece))
            self.skipped -= dropped
            piece = piece[dropped:]
        if piece and self.groups[-1].has_text:
            self.groups[-1].text.append(piece)

    def brace(self, sign: bytes) -> None:
        self.skipped = 0
        if sign == b"{":
            self.depth += 1
            self.groups.append(replace(self.groups[-1]))
        elif len(self.groups) > 1:
            self.depth -= 1
            group = self.groups.pop()
            if group.text is not self.groups[-1].text:
                self.finished.append(group)

    def start_destination(self, name: bytes) -> None:
        group = self.groups[-1]
        if len(self.groups) > 1 and group.text is self.groups[-2].text:
            group.text = []
        group.name = name or group.name

    def word(self, name: bytes, value: int) -> None:
        if name == b"u":
            self.skipped = 0
            self.add(chr(value % 65536))
            self.skipped = self.groups[-1].substitutes
        elif name == b"uc":
            self.groups[-1].substitutes = max(value, 0)
        elif name in _ENDS_OF_LINES:
            self.add("\n")
        elif name in _PACKED:
            raise RefusedError(Reason.MACROS)
        elif name in _WITHOUT_TEXT:
            self.groups[-1].has_text = False
        elif name in _DESTINATIONS:
            self.start_destination(name)


def texts_of(file: IO[bytes]) -> list[str]:
    """The text in Windows-1258 and in Western letters. RefusedError: damaged, packed programs."""
    content = file.read(_MAX_RTF + 1)
    if len(content) > _MAX_RTF:
        raise RefusedError(Reason.TOO_LARGE)
    reader = _read(content)
    groups = [*reader.finished, reader.groups[0]]
    texts = [
        "\n".join(_decoded(group, encoding) for group in groups) for encoding in ("cp1258", "")
    ]
    for group in groups:
        said = _decoded(group, "").strip()
        if group.name == b"template" and is_remote(said):
            raise RefusedError(Reason.REMOTE)
        if group.name == b"fldinst" and runs_programs(said):
            raise RefusedError(Reason.MACROS)
    return texts


def _read(content: bytes) -> _Reader:
    reader = _Reader()
    at = 0
    while found := _TOKEN.match(content, at):
        at = found.end()
        word, number, code, sign, brace, plain = found.groups()
        if word == b"bin":
            at += max(int(number or 0), 0)
        elif word:
            reader.word(word, int(number or 0))
        elif code:
            reader.add(bytes([int(code, 16)]))
        elif brace:
            reader.brace(brace)
        elif sign == b"*":
            reader.start_destination(b"")
        elif sign in {b"\r", b"\n"}:
            reader.add("\n")
        elif sign in {b"~", b"_", b"\\", b"{", b"}"}:
            reader.add(b" " if sign == b"~" else sign)
        elif plain:
            reader.add(plain)
    if reader.depth or at < len(content):
        raise RefusedError(Reason.DAMAGED)
    return reader


def _decoded(group: _Group, encoding: str) -> str:
    pieces: list[str] = []
    for is_bytes, run in groupby(group.text, lambda piece: isinstance(piece, bytes)):
        if is_bytes:
            joined = b"".join(run)  # type: ignore[arg-type]
            pieces.append(joined.decode(encoding, "replace") if encoding else western(joined))
        else:
            pieces += run  # type: ignore[arg-type]
    # Half pairs of UTF-16, each of which RTF writes by itself, become one letter.
    return "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
