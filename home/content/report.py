"""What a load did or would do, told to the person who runs it."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

_WIDTH = 60


@dataclass
class Report:
    """Counts by phase; with ``is_detailed`` also a line for every object and field."""

    write: Callable[[str], None]
    is_detailed: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    _phase: Counter[str] = field(default_factory=Counter)
    _started: float = field(default_factory=monotonic)

    def created(self, what: str, fields: dict[str, Any] | None = None) -> None:
        self._count("created")
        self._line(f"+ {what}")
        for name, value in (fields or {}).items():
            if value not in (None, "", [], {}, False):
                self._line(f"    {name}: {shorten(value)}")

    def changed(self, what: str, changes: dict[str, tuple[Any, Any]]) -> None:
        self._count("changed")
        self._line(f"~ {what}")
        for name, (old, new) in changes.items():
            self._line(f"    {name}: {shorten(old)} -> {shorten(new)}")

    def unchanged(self) -> None:
        self._count("unchanged")

    def kept(self, what: str) -> None:
        """Not touched, because a person has edited it in the portal."""
        self._count("kept")
        self.write(f"  kept as edited in the portal: {what}")

    def phase(self, name: str) -> None:
        """Close a phase with a line of its counts."""
        words = [f"{self._phase[key]} {key}" for key in ("created", "changed", "kept", "unchanged")
                 if self._phase[key]]  # fmt: skip
        seconds = monotonic() - self._started
        self.write(f"  {name}: {', '.join(words) or 'nothing'} ({seconds:.1f} s)")
        self._phase.clear()
        self._started = monotonic()

    def _count(self, key: str) -> None:
        self.counts[key] += 1
        self._phase[key] += 1

    def _line(self, text: str) -> None:
        if self.is_detailed:
            self.write(f"  {text}")


def shorten(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
