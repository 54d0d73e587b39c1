"""Fails when a string that an officer or a visitor can see has no Vietnamese."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import polib
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SOURCE = "vi/LC_MESSAGES"
DOMAINS = ("django.po", "djangojs.po")
Key = tuple[str | None, str]


def _translated(path: Path) -> set[Key]:
    """Context and text of the entries that have a translation nobody doubts."""
    if not path.exists():
        return set()
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)).translated_entries()}


def _of_the_portal() -> Iterator[str]:
    for path in sorted(settings.LOCALE_PATHS[0].glob(f"{SOURCE}/*.po")):
        catalogue = polib.pofile(str(path))
        for entry in (*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()):
            yield f"{path.name}: {entry.msgid!r}"


def _of_the_packages() -> Iterator[str]:
    """Strings in the English catalogue of an installed package, without one in hers or ours."""
    folders = {app.name: Path(app.path) / "locale" for app in apps.get_app_configs()}
    folders["django"] = Path(django.__file__).parent / "conf/locale"
    for name, folder in folders.items():
        for domain in DOMAINS:
            english = folder / "en/LC_MESSAGES" / domain
            if not english.exists():
                continue
            known = _translated(folder / SOURCE / domain)
            for path in settings.LOCALE_PATHS:
                known |= _translated(path / SOURCE / domain)
            for entry in polib.pofile(str(english)):
                if not entry.obsolete and (entry.msgctxt, entry.msgid) not in known:
                    yield f"{name} {domain}: {entry.msgid!r}"


class Command(BaseCommand):
    help = (
        "Lists the strings of the portal and of the installed packages that have no Vietnamese, "
        "or a doubtful one; exit 1 if any. So an upgrade shows its new strings."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        missing = [*_of_the_portal(), *_of_the_packages()]
        for line in missing:
            self.stderr.write(line)
        if missing:
            raise CommandError(f"{len(missing)} strings have no Vietnamese translation.")
        self.stdout.write("Every string has its Vietnamese.")
