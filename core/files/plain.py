"""Text files of any encoding that Vietnamese offices have used."""

import re
from typing import IO

from core.files.report import Reason, RefusedError

_MAX_TEXT = 2_000_000  # Bytes; a stamp is at the beginning.
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
# Not those of line ends, tabs, page ends, the end-of-file sign of DOS and escapes.
_BINARY = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f]")


def texts_of(file: IO[bytes], extension: str) -> list[str]:
    """The text, once for each encoding that it may be in; a cell of a CSV file is a line.

    RefusedError when it is no text at all.
    """
    content = file.read(_MAX_TEXT)
    if len(content) == _MAX_TEXT:  # The last line may be cut within a letter.
        content = content[: content.rfind(b"\n") + 1] or content
    texts = [text for text in decodings(content) if not _BINARY.search(text)]
    if not texts and content:
        raise RefusedError(Reason.OTHER_FORMAT)
    if extension == "csv":
        return [re.sub("[,;]", "\n", text) for text in texts]
    return texts


def decodings(content: bytes) -> list[str]:
    """The text in the encoding that its bytes name or prove, or in each that is possible.

    Old 8-bit text is given as Windows-1258 and as Western, the letters in which
    `core.vietnamese.legacy` reads TCVN3 and VNI.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return [content.decode(encoding, "replace")]
    if b"\x00" in content:
        little = content[1::2].count(0) > content[::2].count(0)
        return [content.decode("utf-16-le" if little else "utf-16-be", "replace")]
    try:
        return [content.decode()]
    except UnicodeDecodeError:
        return [
            content.decode("cp1258", "replace"),
            western(content),
            content.decode("utf-8", "replace"),
        ]


def western(content: bytes) -> str:
    """Windows-1252, with Latin-1 for the five bytes that it leaves open."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in content)
