"""The digest that proves two copies of an item equal.

SHA-256 over the item as canonical JSON (RFC 8785): keys sorted, no space between tokens, UTF-8 and
not escaped. Left out are ``rev``, ``digest`` and ``changed_at``, which tell about the item's
history and not what it is. A portal writes whole numbers without a fraction and keys in ASCII, so
that the standard library's JSON is canonical already.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

NOT_DIGESTED = frozenset({"rev", "digest", "changed_at"})


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(item: Mapping[str, Any]) -> str:
    """64 hexadecimal digits."""
    kept = {name: value for name, value in item.items() if name not in NOT_DIGESTED}
    return hashlib.sha256(canonical(kept).encode()).hexdigest()


def combined(digests: Iterable[str]) -> str:
    """XOR of digests: says whether two sets are equal, whatever their order."""
    result = 0
    for digest in digests:
        result ^= int(digest, 16)
    return f"{result:064x}"
