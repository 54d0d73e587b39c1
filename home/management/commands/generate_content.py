"""Many made-up pages, for measurements and tests of what happens when there are many."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.content.renditions import make_renditions
from home.generating.branches import CannotGenerateError
from home.generating.portal import Generator


class Command(BaseCommand):
    help = (
        "Write made-up pages of all kinds in both languages, marked as illustrative, below a page "
        "of their own. Deleting that page removes them. The catalog learns of them at its next "
        "refresh."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--pages", type=int, required=True,
            help="number of public pages in both languages together; stand-ins come besides",
        )  # fmt: skip
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same content")
        parser.add_argument("--images", type=int, default=8, help="pictures that they share")
        parser.add_argument("--yes", action="store_true", help="also on a portal in production")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEVELOPMENT or options["yes"]):
            raise CommandError("This fills a real portal with made-up pages. Add --yes to do so.")
        if options["pages"] < 1 or options["images"] < 0:
            raise CommandError("--pages must be 1 or more, --images 0 or more.")
        start = time.monotonic()

        def say(line: str) -> None:
            self.stdout.write(f"{time.monotonic() - start:7.1f} s {line}")
            self.stdout.flush()

        try:
            Generator(options["seed"], say).run(options["pages"], options["images"])
        except CannotGenerateError as error:
            raise CommandError(str(error)) from None
        make_renditions(say)
        say("done")
