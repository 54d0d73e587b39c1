"""Fails when a string of the portal has no Vietnamese."""

from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Lists the strings of locale/vi that have no translation or a fuzzy one; exit 1 if any."

    def handle(self, *args: Any, **options: Any) -> None:
        missing = []
        for path in sorted(settings.LOCALE_PATHS[0].glob("vi/LC_MESSAGES/*.po")):
            catalogue = polib.pofile(str(path))
            entries = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
            missing += [f"{path.name}: {entry.msgid!r}" for entry in entries]
        for line in missing:
            self.stderr.write(line)
        if missing:
            raise CommandError(f"{len(missing)} strings have no Vietnamese translation.")
        self.stdout.write("Every string has its Vietnamese.")
