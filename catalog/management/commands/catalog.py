"""`manage.py catalog refresh | reconcile | rebuild | status | new-epoch`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from catalog import epoch
from catalog.maintenance import rebuild, reconcile
from catalog.marks import mark
from catalog.models import CatalogItem, CatalogState, CatalogTotal, DirtyMark
from catalog.refresh import Report, locked_state, refresh
from core.models import SetAside
from core.set_aside import Step, set_aside_in


class Command(BaseCommand):
    help = "The public record: take in changes, compare it with the pages, count it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("refresh", help="take in what changed; try again what was set aside")
        actions.add_parser("reconcile", help="compare everything, mend and count differences")
        actions.add_parser("rebuild", help="forget everything and number it anew (new epoch)")
        actions.add_parser("status", help="what it holds and what is pending")
        actions.add_parser("new-epoch", help="after a restore: harvesters start again")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        getattr(self, action.replace("-", "_"))()

    def refresh(self) -> None:
        with transaction.atomic():
            mark(*((DirtyMark.Scope.ITEM, source) for source in set_aside_in(Step.CATALOG)))
        self._tell(refresh(on_progress=self._progress))

    def reconcile(self) -> None:
        report = reconcile(on_progress=self._progress)
        self._tell(report)
        if report.differences:
            self.stdout.write(
                "Something changed the database without notice: SQL, a restored backup, or a "
                "new version of the portal."
            )

    def rebuild(self) -> None:
        self._tell(rebuild(on_progress=self._progress))

    def new_epoch(self) -> None:
        with transaction.atomic():
            state = locked_state()
            epoch.begin_new(state)
        self.stdout.write(f"New epoch {state.epoch}: every harvester will read everything again.")

    def status(self) -> None:
        state = CatalogState.objects.filter(pk=1).first()
        if state is None:
            self.stdout.write("Empty: run `manage.py catalog refresh`.")
            return
        self.stdout.write(f"Epoch          {state.epoch}")
        self.stdout.write(f"Highest number {state.max_seq}")
        self.stdout.write(f"Pending marks  {DirtyMark.objects.count()}")
        self.stdout.write(f"Next look      {state.due_at or 'nothing ends by itself'}")
        self.stdout.write(f"Refreshed      {state.refreshed_at or 'never'}")
        self.stdout.write(f"Reconciled     {state.reconciled_at or 'never'}")
        gone = CatalogItem.objects.filter(state=CatalogItem.State.GONE).count()
        self.stdout.write(f"Gone           {gone}")
        self._tell_set_aside()
        for total in CatalogTotal.objects.filter(live_count__gt=0).order_by("kind", "locale"):
            self.stdout.write(f"  {total.kind:<16}{total.locale or '-':<4}{total.live_count:>7}")

    def _tell_set_aside(self) -> None:
        """Of every step behind publishing, the catalog's among them."""
        for one in SetAside.objects.order_by("step", "target"):
            self.stdout.write(f"Set aside      {one.step} {one.target} since {one.since}")
            self.stdout.write(f"               {one.reason}")

    def _progress(self, report: Report, left: int) -> None:
        self.stdout.write(f"  {report.looked_at} looked at, {left} marks left")
        self.stdout.flush()

    def _tell(self, report: Report) -> None:
        self.stdout.write(
            f"{report.looked_at} looked at, {report.changed} changed, {report.gone} withdrawn"
        )
