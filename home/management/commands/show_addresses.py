"""Prints where the portal can be opened, and the development login."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from home.accounts import DEVELOPMENT_PASSWORD, DEVELOPMENT_USERS


class Command(BaseCommand):
    help = "Prints the addresses of the site and of the admin, with the development logins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        base = f"http://127.0.0.1:{options['port']}"
        self.stdout.write(f"\n  Portal     {base}/   (English: {base}/en/)")
        self.stdout.write(f"  Admin      {base}/admin/")
        if settings.DEVELOPMENT:
            for user in DEVELOPMENT_USERS:
                self.stdout.write(
                    f"  Login      {user.username:<12} {DEVELOPMENT_PASSWORD}   {user.role}"
                )
        self.stdout.write("  Stop with Ctrl-C.\n")
