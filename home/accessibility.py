"""What the tests of accessibility found when they last ran; they write the file themselves."""

import datetime
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

FILE = Path(__file__).with_suffix(".json")
CHECKS: dict[str, str | Promise] = {
    "rules": _("Rules of levels A and AA: every page in both languages, light theme"),
    "themes": _("The same rules: each kind of page, dark, with high contrast, in system colours"),
    "second_tool": _("Levels A and AA by a second tool: each kind of page in both languages"),
    "narrow": _("A screen 320 pixels wide, as at 400 % zoom: nothing scrolls sideways"),
    "large_text": _("Text at 200 % with wider spacing: nothing is cut off"),
    "keyboard": _("Keyboard only: menu, filters, map, suggestions, change of language"),
    "no_script": _("Without JavaScript: reading, filtering, searching, rating a page"),
    "names": _("Names of regions and buttons that a screen reader reads out"),
}
_PATHS = {"keyboard", "no_script", "names"}


@dataclass(frozen=True)
class Finding:
    """One check, asked of so many pages or paths of a visitor; ``found``: those with an error."""

    check: str
    tool: str
    number: int
    found: int

    @property
    def label(self) -> str | Promise:
        return CHECKS[self.check]

    @property
    def asked(self) -> str:
        """Such as "66 pages", in the active language."""
        number = {"number": self.number}
        if self.check in _PATHS:
            return ngettext("%(number)s path", "%(number)s paths", self.number) % number
        return ngettext("%(number)s page", "%(number)s pages", self.number) % number


@dataclass(frozen=True)
class Findings:
    tested_on: datetime.date
    checks: list[Finding]


@cache
def findings() -> Findings:
    said = json.loads(FILE.read_text("utf-8"))
    checks = [
        Finding(one["check"], one["tool"], one["asked"], one["found"]) for one in said["checks"]
    ]
    return Findings(datetime.date.fromisoformat(said["tested_on"]), checks)
