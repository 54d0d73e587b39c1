"""In which state of the portal a page was made: as long as it lasts, the page is right.

The catalog's generation counts every committed change that any page may show; the rest is the
calendar (lists and validity go by the day in Viet Nam) and the program itself.
"""

import datetime
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from catalog.freshness import Freshness
from core.vietnamese.dates import VIETNAM

_STARTED = timezone.now()
_OF_A_PAGE = {".css", ".html", ".js", ".json", ".mo", ".py", ".svg", ".txt"}
_NOT_SERVED = {"tests", "bench", "var", "docs", "content", "clients", "node_modules"}


@dataclass(frozen=True)
class State:
    """token: names it. since: when it began, for ``Last-Modified``. until: the next moment at which
    the calendar alone ends it. Moments are aware.
    """

    token: str
    since: datetime.datetime
    until: datetime.datetime


def state_of(fresh: Freshness) -> State | None:
    """None while something is committed that the catalog has not taken in: then nothing is kept."""
    if not fresh.is_complete:
        return None
    today = timezone.localtime(timezone=VIETNAM).date()
    midnight, next_midnight = (
        datetime.datetime.combine(today + datetime.timedelta(days=days), datetime.time(), VIETNAM)
        for days in (0, 1)
    )
    began = fresh.generation_at or _STARTED
    words = (fresh.epoch, fresh.generation, began.timestamp(), today, release())
    token = hashlib.blake2b("|".join(map(str, words)).encode(), digest_size=12).hexdigest()
    until = min(next_midnight, fresh.due_at or next_midnight)
    return State(token, max(began, midnight, _STARTED), until)


@cache
def release() -> str:
    """Digest of the program and its templates: what an older one made is not right any more."""
    digest = hashlib.blake2b(digest_size=12)
    for folder in sorted(Path(settings.BASE_DIR).iterdir()):
        if folder.is_dir() and folder.name not in _NOT_SERVED and not folder.name.startswith("."):
            _add(folder, digest)
    return digest.hexdigest()


def _add(folder: Path, digest: "hashlib.blake2b") -> None:
    for file in sorted(folder.rglob("*")):
        if file.suffix in _OF_A_PAGE and file.is_file():
            digest.update(file.name.encode() + file.read_bytes())
