from typing import Any

from django.core.management.base import BaseCommand

from catalog.refresh import refresh
from delivery.drawing import all_pages, draw_all


class Command(BaseCommand):
    help = "Draws the cards that are shared with pages, where one is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        refresh()
        self.stdout.write(f"{draw_all(all_pages())} cards drawn")
