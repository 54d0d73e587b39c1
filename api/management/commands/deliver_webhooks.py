"""Sends the webhooks that are due: once (for cron), or for ever (for a service)."""

import signal
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from api.webhooks.delivery import deliver_due, prune

PAUSE = 2.0  # seconds between two looks at an empty outbox
PRUNE_EVERY = 3600.0  # seconds


class Command(BaseCommand):
    help = "Sends the webhooks that are due and forgets old entries of their log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="Go on until stopped (SIGTERM).")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["loop"]:
            self._loop()
            return
        tally = deliver_due()
        forgotten = prune(settings.WEBHOOKS_LOG_DAYS)
        self.stdout.write(
            f"{tally.delivered} delivered, {tally.failed} failed, {forgotten} log rows forgotten."
        )

    def _loop(self) -> None:
        """Stopped between two deliveries, never within one."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        pruned_at = float("-inf")
        while not stop.is_set():
            close_old_connections()
            tally = deliver_due(stop.is_set)
            if tally.delivered or tally.failed:
                self.stdout.write(f"{tally.delivered} delivered, {tally.failed} failed.")
            if time.monotonic() - pruned_at > PRUNE_EVERY:
                prune(settings.WEBHOOKS_LOG_DAYS)
                pruned_at = time.monotonic()
            stop.wait(PAUSE)
