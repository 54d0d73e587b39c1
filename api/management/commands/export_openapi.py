"""Writes the OpenAPI document to docs/openapi.json, or tells whether it is up to date."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from api.openapi import document_text


class Command(BaseCommand):
    help = "Write the OpenAPI document of the public interface to docs/openapi.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail when the file differs."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "openapi.json"
        text = document_text()
        if not check:
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Written: {path.name}")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError("docs/openapi.json is not up to date: manage.py export_openapi")
