"""What a webhook says: a hint that something changed, small enough for any receiver."""

import datetime
import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

CHANGED = "content.changed"
TEST = "webhook.test"
MAX_IDS = 50
MAX_BYTES = 20_000  # the body stays below


def changed_data(
    epoch: uuid.UUID,
    max_seq: int,
    items: Iterable[tuple[Any, str]],
    earlier: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """``{"epoch", "max_seq", "ids", "types"}`` of these changes and the ``earlier`` data.

    More than 50 ids are too many to name: ``ids`` is then empty, and stays so.
    """
    changes = list(items)
    ids = list(dict.fromkeys(str(item_id) for item_id, _kind in changes))
    types = {kind for _item_id, kind in changes}
    if earlier is not None:
        ids = list(dict.fromkeys([*earlier["ids"], *ids])) if earlier["ids"] else []
        types |= set(earlier["types"])
        if earlier["epoch"] == str(epoch):
            max_seq = max(max_seq, earlier["max_seq"])
    return {
        "epoch": str(epoch),
        "max_seq": max_seq,
        "ids": ids if len(ids) <= MAX_IDS else [],
        "types": sorted(types),
    }


def render(event: str, now: datetime.datetime, data: Mapping[str, Any]) -> str:
    """The body as sent and signed. Lists are emptied rather than letting it grow too large."""
    stamp = now.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    for without in ((), ("ids",), ("ids", "types")):
        kept = {name: [] if name in without else value for name, value in data.items()}
        body = json.dumps(
            {"type": event, "timestamp": stamp, "data": kept},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        if len(body.encode()) < MAX_BYTES:
            break
    return body
