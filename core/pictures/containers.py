"""What a picture file is made of, read without decoding it: which of its parts are the picture.

Everything else that a file carries (positions, names, comments, previews, a second picture, what
stands behind the end) is left out, and the pixels stay as they are, byte by byte. Sources of the
structures: ITU-T T.81 (JPEG), W3C PNG, GIF89a, the WebP container specification, ISO/IEC 14496-12.
"""

import re
from collections.abc import Callable, Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_HEIF_BRANDS |= {b"mif1", b"msf1", b"mif2"}
_AVIF_BRANDS = {b"avif", b"avis"}


def format_of(content: bytes) -> str:
    """``JPEG``, ``PNG``, ``GIF``, ``WEBP``, ``AVIF`` or ``HEIF`` by the first bytes; else empty."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(_PNG):
        return "PNG"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] != b"ftyp":
        return ""
    size = min(int.from_bytes(content[:4], "big"), 512)
    brands = {content[8:12], *(content[at : at + 4] for at in range(16, size, 4))}
    # A picture names its coding among its brands; "mif1" alone says only that it is a still.
    if brands & _AVIF_BRANDS:
        return "AVIF"
    return "HEIF" if brands & _HEIF_BRANDS else ""


def bare(content: bytes, image_format: str) -> bytes:
    """The file with nothing but the picture.

    ValueError when its structure is another than the format's: then only what the pixels show is
    known, and it has to be saved anew.
    """
    try:
        return b"".join(_PARTS[image_format](content))
    except (IndexError, KeyError) as broken:
        raise ValueError(f"This is not the structure of {image_format}.") from broken


_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_END_OF_JPEG, _START_OF_SCAN, _COMMENT = 0xD9, 0xDA, 0xFE


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("A segment does not begin with a marker.")
        while content[at] == 0xFF:
            at += 1
        marker = content[at]
        at += 1
        if marker == _END_OF_JPEG:
            yield b"\xff\xd9"
            return
        length = int.from_bytes(content[at : at + 2], "big")
        if length < 2 or at + length > len(content):
            raise ValueError("A segment is cut off.")
        if _belongs_to_jpeg(marker, content[at + 2 : at + length]):
            yield bytes((0xFF, marker)) + content[at : at + length]
        at += length
        if marker == _START_OF_SCAN:
            end = _NEXT_MARKER.search(content, at)
            yield content[at : end.start() if end else None]
            if end is None:
                return  # No end: whether the picture is whole, decoding it tells.
            at = end.start()


def _belongs_to_jpeg(marker: int, data: bytes) -> bool:
    """Whether it is the picture's: no EXIF, XMP, maker's note, preview, comment."""
    if marker == 0xE0:
        return data.startswith(b"JFIF\x00") and len(data) <= 14  # Longer: it holds a preview.
    if marker == 0xE2:
        return data.startswith(b"ICC_PROFILE\x00")
    if marker == 0xEE:
        return data.startswith(b"Adobe")
    return not (0xE0 <= marker <= 0xEF or marker == _COMMENT)


_CHUNKS_OF_PNG = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"bKGD", b"hIST", b"pHYs",
}  # fmt: skip


def _png(content: bytes) -> Iterator[bytes]:
    """Of a moving one what everybody shows who knows no APNG."""
    yield _PNG
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(content):
            raise ValueError("A chunk is cut off.")
        if kind in _CHUNKS_OF_PNG:
            yield content[at:end]
        at = end


_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOPS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")


def _gif(content: bytes) -> Iterator[bytes]:
    at = 13 + _colour_table(content[10])
    yield content[:at]
    while at < len(content):
        kind = content[at]
        if kind == _TRAILER:
            break
        if kind == _IMAGE:
            begin = at + 10 + _colour_table(content[at + 9]) + 1
        elif kind == _EXTENSION:
            begin = at + 2
        else:
            raise ValueError("This is no block of a GIF.")
        end = _end_of_sub_blocks(content, begin)
        label = content[at + 1]
        is_loop = label == _APPLICATION and content.startswith(_LOOPS, begin)
        if kind == _IMAGE or label == _CONTROL or is_loop:
            yield content[at:end]
        at = end
    yield bytes((_TRAILER,))


def _colour_table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_sub_blocks(content: bytes, at: int) -> int:
    while size := content[at]:
        at += 1 + size
    return at + 1


_CHUNKS_OF_WEBP = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_HAS_METADATA = 0x0C  # In the flags of VP8X: EXIF and XMP.


def _webp(content: bytes) -> Iterator[bytes]:
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise ValueError("The file is cut off.")
    kept = []
    at = 12
    while at + 8 <= end:
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        chunk = content[at : at + 8 + size + size % 2]
        if chunk.startswith(b"VP8X"):
            chunk = chunk[:8] + bytes((chunk[8] & ~_HAS_METADATA,)) + chunk[9:]
        if chunk[:4] in _CHUNKS_OF_WEBP:
            kept.append(chunk)
        at += 8 + size + size % 2
    body = b"WEBP" + b"".join(kept)
    yield b"RIFF" + len(body).to_bytes(4, "little") + body


_BOXES_OF_AVIF = {b"ftyp", b"meta", b"mdat", b"moov"}


def _avif(content: bytes) -> Iterator[bytes]:
    """Only what stands behind is cut off: places inside are counted from the first byte."""
    at = 0
    while content[at + 4 : at + 8] in _BOXES_OF_AVIF:
        size = int.from_bytes(content[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16], "big")
        size = size or len(content) - at
        if size < 8:
            raise ValueError("A box is shorter than its head.")
        at += size
    if b"mdat" in content[at:]:
        raise ValueError("The picture goes on behind a box of another kind.")
    yield content[:at]


_PARTS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "JPEG": _jpeg, "PNG": _png, "GIF": _gif, "WEBP": _webp, "AVIF": _avif,
}  # fmt: skip
