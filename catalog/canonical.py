"""The one form of an item's JSON: what digests are made of, and what answers hold."""

import datetime
import hashlib
import json
import re
from decimal import Decimal
from typing import Any

from core.vietnamese.dates import VIETNAM

# What no XML may hold. Half characters stay: they can be written nowhere, so that the item is set
# aside, and its page, which cannot be drawn either, withdrawn.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def fit(text: str) -> str:
    """The text without characters that no answer can hold."""
    return _UNFIT.sub("", text)


def plain(value: Any) -> Any:
    """As canonical JSON has it: a whole number is never written with a fraction."""
    if isinstance(value, dict):
        return {fit(str(key)): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, float | Decimal):
        number = float(value)
        return int(number) if number.is_integer() else number
    return fit(str(value)) if isinstance(value, str) else value


def canonical(data: Any) -> str:
    """JSON as RFC 8785 has it, for the values we use: sorted keys, no spaces, no escapes.

    ValueError for what no JSON can hold, such as a number that is none.
    """
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


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
