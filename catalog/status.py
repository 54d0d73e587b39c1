"""What is said of an item wherever it is named: that it holds, expires, has ended."""

from typing import Any

from django.utils.translation import override

from catalog.schemas import schema_of
from core.kinds import all_kinds


def status_of(payload: dict[str, Any]) -> str:
    """In the language of the item; empty for nothing. ``payload`` is a stored one."""
    kind = next((kind for kind in all_kinds() if kind.code == payload["type"]), None)
    if kind is None:
        return ""
    try:
        with override(payload["locale"]):
            return str(schema_of(kind).status(payload["data"]))
    except (KeyError, TypeError):  # Of an earlier release, not yet built anew.
        return ""
