from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.content.renditions import forget_lost_files, make_renditions


class Command(BaseCommand):
    help = "Make every size of every picture that templates show; skips those which exist."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check-files",
            action="store_true",
            help="Look for every file in the storage, and make again what is not there.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check_files"]:
            self.stdout.write(f"{forget_lost_files()} files are missing.")
        made, failed = make_renditions(self.stdout.write)
        if failed:
            raise CommandError(f"{failed} pictures could not be drawn.")
        self.stdout.write(self.style.SUCCESS(f"{made} renditions made."))
