"""Sound and video by their content. Sources: ISO/IEC 11172-3 and 13818-3 (MP3), 14496-12 (MP4)."""

from typing import IO

_MAX_BOXES = 64
_BOX_HEAD = 16
_LOOKED_AT = 65_536  # Bytes before the first frame of sound: padding, a tag of another program.
# kbit/s by the index in a frame's header, of layer III: MPEG 1, and MPEG 2 with 2.5.
_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLES = (44_100, 48_000, 32_000)


def is_mp3(file: IO[bytes]) -> bool:
    """A tag, or two frames of MPEG 1, 2 or 2.5 layer III that follow each other."""
    content = file.read(_LOOKED_AT)
    if content.startswith(b"ID3"):
        return True
    at = content.find(b"\xff")
    while at >= 0:
        length = _frame_length(content[at : at + 4])
        following = content[at + length : at + length + 4]
        if length and (not following or _frame_length(following)):
            return True
        at = content.find(b"\xff", at + 1)
    return False


def _frame_length(head: bytes) -> int:
    """Bytes of the frame that begins so; 0 when none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, samples = (head[1] >> 3) & 3, head[2] >> 4, (head[2] >> 2) & 3
    if version == 1 or rate in {0, 15} or samples == 3:
        return 0
    is_first = version == 3
    kilobits = (_RATES_1 if is_first else _RATES_2)[rate]
    frequency = _SAMPLES[samples] >> {3: 0, 2: 1, 0: 2}[version]
    padding = (head[2] >> 1) & 1
    return (144 if is_first else 72) * kilobits * 1000 // frequency + padding


def is_mp4(file: IO[bytes]) -> bool:
    """Whether its boxes, whichever comes first, lead to that of the file type or of the film."""
    at = 0
    for _ in range(_MAX_BOXES):
        file.seek(at)
        head = file.read(_BOX_HEAD)
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if kind in {b"ftyp", b"moov"}:
            return True
        if size == 1:  # The length follows in 64 bits.
            size = int.from_bytes(head[8:16], "big")
        if size < len(head[:8]) or len(kind) < 4 or not kind.isalnum():
            return False
        at += size
    return False
