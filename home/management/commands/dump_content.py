from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.content.dumper import dump_portal


class Command(BaseCommand):
    help = "Write the portal as a content package: load_content gives the same portal again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "package", type=Path, help="a new or empty folder; its name is the code"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["package"]
        if folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty.")
        folder.mkdir(parents=True, exist_ok=True)
        dump_portal(folder, self.stdout.write)
        self.stdout.write(self.style.SUCCESS(f"Written to {folder}."))
