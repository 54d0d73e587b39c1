"""`manage.py search catch-up | rebuild | status`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.freshness import bring_up_to_date
from core.vietnamese.dates import local_date
from search import engines, misses
from search.engines.base import Engine, EngineUnavailableError
from search.indexing import catch_up, lag, rebuild
from search.models import SearchIndex, SearchWord


class Command(BaseCommand):
    help = "The indexes of search: bring them up to date, make them anew, say how they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("catch-up", help="take in what was written since")
        actions.add_parser("rebuild", help="make the indexes anew; the old ones answer meanwhile")
        actions.add_parser("status", help="how far they are")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        bring_up_to_date(seconds=3600)
        failed = []
        for engine in engines.in_order():
            try:
                getattr(self, action.replace("-", "_"))(engine)
            except EngineUnavailableError as error:
                self.stderr.write(f"{engine.name}: {error}")
                failed.append(engine.name)
        if failed:
            raise CommandError(
                f"{', '.join(failed)} did not answer. Searches go on in the database; run this "
                "again, or leave it: the portal catches up by itself."
            )

    def catch_up(self, engine: Engine) -> None:
        count = catch_up(engine, on_progress=self._progress)
        self.stdout.write(f"{engine.name}: {count} items taken in")
        if engine.is_transactional:
            misses.forget_old(local_date(timezone.now()))

    def rebuild(self, engine: Engine) -> None:
        if engine.is_transactional:
            # Words that nothing has any more go; the others come back with the items.
            SearchWord.objects.all().delete()
        count = rebuild(engine, on_progress=self._progress)
        self.stdout.write(f"{engine.name}: {count} items, made anew")

    def status(self, engine: Engine) -> None:
        behind = lag(engine)
        index = SearchIndex.objects.filter(engine=engine.name).first()
        health = engine.health()
        self.stdout.write(f"{engine.name}: {'up' if health.is_up else 'DOWN'} {health.detail}")
        self.stdout.write(f"  Behind      {behind.items} writes of items")
        self.stdout.write(f"  Caught up   {(index and index.caught_up_at) or 'never'}")
        if behind.needs_rebuild:
            self.stdout.write("  It is made anew with the next change, search or catch-up.")
        if index and index.failing_since:
            self.stdout.write(f"  Failing     since {index.failing_since}: {index.failure}")

    def _progress(self, done: int, waiting: int) -> None:
        self.stdout.write(f"  {done} of {waiting}")
        self.stdout.flush()
