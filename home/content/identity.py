"""What stays the same between two loads: keys of pages, ids of blocks, names of stored files."""

import hashlib
import re
import uuid
from pathlib import PurePath

# The shared base of all keys. Changing it would make every page of every portal a new one.
NAMESPACE = uuid.UUID("0e7f7f0a-6f4b-5b1e-9d5e-3c1a8a2f6d41")

_STORED = re.compile(r"(?P<stem>.+)-(?P<digest>[0-9a-f]{8})(_[A-Za-z0-9]{7})?$")


def page_key(package: str, path: str) -> uuid.UUID:
    """The translation key of a page: shared by its languages, the same on every portal."""
    return uuid.uuid5(NAMESPACE, f"{package}:{path}")


def block_id(page: uuid.UUID, trail: str) -> str:
    """The id of a block, from its page and its position there, such as ``body/3/entries/0``."""
    return str(uuid.uuid5(page, trail))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]


def stored_name(package: str, file: str, content: bytes, suffix: str) -> str:
    """Name of a picture in the storage: whose it is, which one, and which state of it."""
    return f"{package}-{PurePath(file).stem}-{digest(content)}{suffix}"


def split_stored(name: str) -> tuple[str, str]:
    """``(package-stem, digest)`` of a stored picture; the digest is empty for other files."""
    stem = PurePath(name).stem
    match = _STORED.match(stem)
    return (match["stem"], match["digest"]) if match else (stem, "")
