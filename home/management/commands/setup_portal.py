"""Everything between a fresh clone and a filled portal; safe to repeat, quick the next time."""

import time
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from home.accounts import ensure_development_users
from home.models import HomePage
from home.roles import ensure_roles
from home.setup_lock import one_at_a_time
from home.site_address import ensure_site_address
from localization.states.basis import rebuild_unless_known


class Command(BaseCommand):
    help = "Migrates, loads a content package into an empty portal, makes pictures and roles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--content", default="content/tan-trung", help="the content package")

    def handle(self, *args: Any, **options: Any) -> None:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(self.wait):
            self.set_up(options["content"])

    def wait(self) -> None:
        self.stdout.write("Another set-up of this portal is running; this one waits for it.")
        self.stdout.flush()

    def set_up(self, content: str) -> None:
        self.step("Database", lambda: call_command("migrate", verbosity=0))
        if HomePage.objects.exists():
            self.stdout.write("Content       already there (load_content reloads a package)")
        else:
            package = settings.BASE_DIR / content
            self.step("Content", lambda: call_command("load_content", str(package)))
        ensure_site_address()
        self.step("Pictures", lambda: call_command("make_renditions"))
        self.step("Catalog", lambda: call_command("catalog", "refresh", stdout=StringIO()))
        self.step("Translations", rebuild_unless_known)
        self.step("Share cards", lambda: call_command("make_share_cards", stdout=StringIO()))
        self.step("Search", lambda: call_command("search", "catch-up", stdout=StringIO()))
        self.step("Roles", ensure_roles)
        if settings.DEVELOPMENT:
            self.step("Users", ensure_development_users)

    def step(self, label: str, work: Any) -> None:
        self.stdout.write(f"{label:<13} ...")
        self.stdout.flush()
        start = time.monotonic()
        work()
        self.stdout.write(f"{label:<13} done in {time.monotonic() - start:.1f} s")
