from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.content.errors import PackageRefusedError
from home.content.loader import load_package


class Command(BaseCommand):
    help = "Load a content package and the packages it requires; loading again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("package", type=Path, help="folder of the package")
        parser.add_argument(
            "--dry-run", action="store_true",
            help="list what would be created or changed, field by field, and write nothing",
        )  # fmt: skip
        parser.add_argument(
            "--overwrite", action="store_true",
            help="also write over what has been edited in the portal",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_package(
                options["package"],
                self.stdout.write,
                is_dry_run=options["dry_run"],
                overwrites=options["overwrite"],
            )
        except PackageRefusedError as refused:
            for error in refused.errors:
                self.stderr.write(error)
            message = f"{len(refused.errors)} errors; nothing was written."
            raise CommandError(message, returncode=1) from None
        done = "would be " if options["dry_run"] else ""
        counts = [f"{report.counts[key]} {done}{key}" for key in ("created", "changed")]
        counts += [f"{report.counts[key]} {key}" for key in ("kept", "unchanged")]
        self.stdout.write(self.style.SUCCESS(", ".join(counts)))
