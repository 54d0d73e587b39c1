"""Gathers what the tests of accessibility asked and found, for the statement that visitors read."""

import datetime
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from home.accessibility import CHECKS

# Named by `make accessibility`; without it nothing is written.
TARGET = os.environ.get("ACCESSIBILITY_FINDINGS", "")


@dataclass
class Gathered:
    tools: dict[str, str] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)

    def note(self, check: str, tool: str, asked: int, wrong: list[str]) -> None:
        """Adds to the check; of several complaints about a page ("address: words") one counts."""
        pages = {complaint.partition(": ")[0] for complaint in wrong}
        self.tools[check] = tool
        self.asked[check] = self.asked.get(check, 0) + asked
        self.found[check] = self.found.get(check, 0) + len(pages)

    def write(self) -> None:
        """KeyError when a check of the statement did not run."""
        rows = [
            {"check": name, "tool": self.tools[name], "asked": self.asked[name],
             "found": self.found[name]}
            for name in CHECKS
        ]  # fmt: skip
        said = {"tested_on": datetime.date.today().isoformat(), "checks": rows}
        Path(TARGET).write_text(json.dumps(said, indent=1) + "\n", "utf-8")
