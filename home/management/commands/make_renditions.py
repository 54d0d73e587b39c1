from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.content.renditions import make_renditions


class Command(BaseCommand):
    help = "Make every size of every picture that templates show; skips those which exist."

    def handle(self, *args: Any, **options: Any) -> None:
        made, failed = make_renditions(self.stdout.write)
        if failed:
            raise CommandError(f"{failed} pictures could not be drawn.")
        self.stdout.write(self.style.SUCCESS(f"{made} renditions made."))
