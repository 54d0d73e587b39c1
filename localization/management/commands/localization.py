"""`manage.py localization check [--fix] | status | states [--rebuild] | add-language CODE`."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count
from wagtail.models import Locale, Page

from localization.states.basis import rebuild_all
from localization.states.models import State, TranslationState
from localization.states.refresh import recompute_all, refresh
from localization.trees import adding, background, mending
from localization.trees.drift import Drift
from localization.trees.models import TreeState


class Command(BaseCommand):
    help = "Pages in several languages: their trees, their translations, one language more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser(
            "check", help="list every difference; exit status 1 when there is one"
        )
        check.add_argument("--fix", action="store_true", help="mend what differs")
        actions.add_parser("status", help="what is pending and when everything was compared last")
        states = actions.add_parser(
            "states", help="how many pages are translated, out of date, missing, by language"
        )
        states.add_argument(
            "--rebuild", action="store_true", help="compare and compute everything anew"
        )
        add = actions.add_parser("add-language", help="give the portal one more language")
        add.add_argument("code", help="as in CONTENT_LANGUAGES: lo, zh-hans ...")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        getattr(self, "_" + action.replace("-", "_"))(**options)

    def _check(self, fix: bool, **options: Any) -> None:
        # What was changed a moment ago is no drift.
        background.work_off(on_progress=self._left)
        if not fix:
            found = mending.differences()
            self._list(found)
            if found:
                raise CommandError(
                    f"{len(found)} differences: {_counted(found)}. "
                    "`manage.py localization check --fix` mends them.",
                    returncode=1,
                )
            self.stdout.write(self.style.SUCCESS("The trees of all languages are in step."))
            return
        mended, left = mending.mend_all(on_progress=self._progress)
        self._list(mended)
        if left:
            raise CommandError(f"{left} differences could not be mended; see the log.")
        text = f"Mended: {_counted(mended)}." if mended else "Nothing to mend."
        self.stdout.write(self.style.SUCCESS(text))

    def _status(self, **options: Any) -> None:
        state = TreeState.objects.filter(pk=1).first()
        self.stdout.write(f"Waiting to be brought into step  {background.pending()}")
        self.stdout.write(f"Compared as a whole              {state and state.checked_at}")

    def _states(self, rebuild: bool, **options: Any) -> None:
        if rebuild:
            compared, computed = rebuild_all(), recompute_all()
            self.stdout.write(f"{compared} translations compared, {computed} states computed")
        else:
            refresh()
        rows = (
            TranslationState.objects.order_by()
            .values_list("locale__language_code", "state")
            .annotate(number=Count("pk"))
        )
        numbers = {(code, state): number for code, state, number in rows}
        for code in sorted({code for code, _state in numbers}):
            for state in State:
                if number := numbers.get((code, state)):
                    self.stdout.write(f"{code}  {state:<12} {number}")

    def _add_language(self, code: str, **options: Any) -> None:
        try:
            made = adding.add_language(code, on_progress=self._left)
        except adding.CannotAddError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            self.style.SUCCESS(f"{made} pages have their place in {code}. Restart the portal.")
        )

    def _list(self, drifts: list[Drift]) -> None:
        locales = dict(Locale.objects.values_list("pk", "language_code"))
        ids = {d.page_id or d.source_id for d in drifts}
        titles = dict(Page.objects.filter(pk__in=ids).values_list("pk", "title"))
        for drift in drifts:
            pk = drift.page_id or drift.source_id
            title = titles.get(pk, "(deleted)")
            self.stdout.write(f"  {drift.kind:<10} {locales[drift.locale_id]}  {pk}  {title}")

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"  {done} of {total} pages")

    def _left(self, left: int) -> None:
        if left:
            self.stdout.write(f"  {left} changes left")


def _counted(drifts: list[Drift]) -> str:
    counts = Counter(str(drift.kind) for drift in drifts)
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())
