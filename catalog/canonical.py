"""The one form of an item's JSON: what digests are made of, and what answers hold."""

import datetime
import hashlib
import json
from typing import Any

from core.vietnamese.dates import VIETNAM


def canonical(data: Any) -> str:
    """JSON as RFC 8785 has it, for the values we use: sorted keys, no spaces, no escapes."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(payload: dict[str, Any]) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(payload).encode()).hexdigest()


def change_text(moment: datetime.datetime) -> str:
    """``2026-03-05T08:00:00.250+07:00``: when a change was taken in, to the millisecond."""
    return moment.astimezone(VIETNAM).isoformat(timespec="milliseconds")


def finished(payload: dict[str, Any], rev: int, changed_at: datetime.datetime) -> str:
    """The whole item as text: its payload, then ``rev``, ``digest`` and ``changed_at``."""
    tail = {"rev": rev, "digest": digest_of(payload), "changed_at": change_text(changed_at)}
    return f"{canonical(payload)[:-1]},{canonical(tail)[1:]}"
