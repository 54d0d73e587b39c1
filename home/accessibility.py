"""What the tests of accessibility found when they last ran; they write the file themselves."""

import datetime
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

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
    """One check. ``asked`` counts pages, or paths of a visitor; ``found`` those with an error."""

    label: str | Promise
    tool: str
    asked: str | Promise
    found: int


@dataclass(frozen=True)
class Findings:
    tested_on: datetime.date
    checks: list[Finding]


@cache
def findings() -> Findings:
    said = json.loads(FILE.read_text("utf-8"))
    checks = [_finding(one) for one in said["checks"]]
    return Findings(datetime.date.fromisoformat(said["tested_on"]), checks)


def _finding(one: dict[str, Any]) -> Finding:
    number = one["asked"]
    pages = ngettext_lazy("%(number)s page", "%(number)s pages", number) % {"number": number}
    paths = ngettext_lazy("%(number)s path", "%(number)s paths", number) % {"number": number}
    asked = paths if one["check"] in _PATHS else pages
    return Finding(CHECKS[one["check"]], one["tool"], asked, one["found"])
