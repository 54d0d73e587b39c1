"""A ZIP file with documents in it, read within bounds."""

import zipfile
from collections.abc import Iterator
from typing import IO
from urllib.parse import unquote

from core.files.report import Reason, RefusedError

_MAX_ENTRIES = 5_000
_MAX_UNPACKED = 40_000_000  # Bytes of all that is read, with what is packed inside.
_ENCRYPTED = 1
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"


class Package:
    """``unread``: how many bytes may still be unpacked, shared with packages inside."""

    def __init__(self, file: IO[bytes], unread: int = _MAX_UNPACKED) -> None:
        self.unread = unread
        self._archive = zipfile.ZipFile(file)
        self.entries = [entry for entry in self._archive.infolist() if not entry.is_dir()]
        if len(self.entries) > _MAX_ENTRIES:
            raise RefusedError(Reason.TOO_LARGE)
        for entry in self.entries:
            # Other methods cannot be unpacked piece by piece, and no office program uses them.
            if entry.flag_bits & _ENCRYPTED or entry.compress_type not in {
                zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED,
            }:  # fmt: skip
                raise RefusedError(Reason.DAMAGED)
        self.by_name = {part_name(entry.filename): entry for entry in self.entries}

    def read(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.file_size > self.unread:
            raise RefusedError(Reason.TOO_LARGE)
        with self._archive.open(entry) as stream:
            content = stream.read(entry.file_size + 1)
        self.unread -= len(content)
        return content

    def named(self, name: str) -> bytes:
        """The part of that name, in any case; empty when there is none."""
        entry = self.by_name.get(name.lower())
        return self.read(entry) if entry else b""

    def readable(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of each part that is XML, HTML, an OLE file or a package itself."""
        for entry in self.entries:
            with self._archive.open(entry) as stream:
                head = stream.read(64)
            start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
            if start.startswith(b"<") or head.isspace() or head.startswith((OLE, ZIP)):
                yield part_name(entry.filename), self.read(entry)


def part_name(name: str) -> str:
    """As relationships name it: ``/Word\\Document%31.xml`` is ``word/document1.xml``."""
    return unquote(name).replace("\\", "/").lstrip("/").lower()
