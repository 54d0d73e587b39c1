"""`TranslationState`: taking in what changed, in chunks, before anybody reads it."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from core.set_aside import Step, isolate
from localization.models import (
    PreparedDraft,
    State,
    TranslationBasis,
    TranslationMark,
    TranslationState,
)
from localization.states.pieces import ADDRESSES
from localization.states.source import source_language, source_pages, target_locales

_CHUNK = 200
_COMPUTED = (
    "page_id", "state", "total", "done", "unchecked", "changes", "since", "locked_by_id",
    "is_locked", "is_prepared",
)  # fmt: skip


def mark(*keys: uuid.UUID) -> None:
    """States of these translation keys may have changed; call it in the change's transaction."""
    TranslationMark.objects.bulk_create([TranslationMark(key=key) for key in keys])


def refresh() -> None:
    """Take in all marks; one query when there are none."""
    while marks := list(TranslationMark.objects.values_list("pk", "key")[: 10 * _CHUNK]):
        keys = list(dict.fromkeys(key for _pk, key in marks))[:_CHUNK]
        with transaction.atomic():
            _compute_each(keys)
            taken = set(keys)
            done = [pk for pk, key in marks if key in taken]
            for start in range(0, len(done), 500):
                TranslationMark.objects.filter(pk__in=done[start : start + 500]).delete()


def recompute_all() -> int:
    """All states from the beginning; returns how many there are."""
    keys = list(source_pages().values_list("translation_key", flat=True))
    with transaction.atomic():
        TranslationState.objects.all().delete()
        TranslationMark.objects.all().delete()
        for start in range(0, len(keys), _CHUNK):
            _compute_each(keys[start : start + _CHUNK])
    return TranslationState.objects.count()


def _compute_each(keys: list[uuid.UUID]) -> None:
    """The state of a page that cannot be computed stays as it was; all others are."""
    named = {f"group:{key}": key for key in keys}
    isolate(Step.STATES, list(named), lambda some: compute([named[one] for one in some]))


def compute(keys: list[uuid.UUID]) -> None:
    """Write the states of these keys; about ten queries, whatever their number."""
    sources = {
        page.translation_key: page for page in source_pages().filter(translation_key__in=keys)
    }
    locales = target_locales()
    ids = [page.pk for page in sources.values()]
    TranslationState.objects.bulk_create(
        [TranslationState(source_id=pk, locale=locale) for pk in ids for locale in locales],
        ignore_conflicts=True,
    )
    # Under their lock, in one order: of two at work on a page the second reads after the first.
    rows = TranslationState.objects.select_for_update().filter(source_id__in=ids).order_by("pk")
    stored = list(rows)
    known = _look_up(sources, locales)
    changed = []
    for row in stored:
        facts = known.of(row)
        fresh = facts.row()
        if any(getattr(row, name) != fresh[name] for name in _COMPUTED):
            for name in _COMPUTED:
                setattr(row, name, fresh[name])
            changed.append(row)
    TranslationState.objects.bulk_update(changed, _COMPUTED, batch_size=100)


@dataclass
class Facts:
    """What the state of one page in one language is computed from."""

    source: Page
    page: Page | None = None
    total: int = 0
    done: int = 0
    unchecked: int = 0
    changes: int = 0
    since: Any = None
    is_prepared: bool = False

    @property
    def is_begun(self) -> bool:
        return self.page is not None and self.page.alias_of_id is None

    @property
    def state(self) -> State:
        is_public = self.is_begun and self.page is not None and self.page.live
        if not self.source.live:
            return State.WITHDRAWN if is_public else State.UNPUBLISHED
        if not self.is_begun:
            return State.MISSING
        if is_public and self.since:
            return State.OUTDATED
        if not is_public and (self.done < self.total or not self.total):
            return State.IN_PROGRESS
        if self.unchecked:
            return State.MACHINE
        return State.UP_TO_DATE if is_public else State.READY

    def row(self) -> dict[str, Any]:
        is_public = self.is_begun and self.page is not None and self.page.live
        is_locked = bool(self.page and self.page.locked)
        return {
            "page_id": self.page.pk if self.page else None,
            "state": self.state,
            "total": self.total if self.is_begun else 0,
            "done": self.done if self.is_begun else 0,
            "unchecked": self.unchecked if self.is_begun else 0,
            "changes": self.changes if is_public else 0,
            "since": self.since if is_public else None,
            "is_locked": is_locked,
            "locked_by_id": self.page.locked_by_id if is_locked and self.page else None,
            "is_prepared": self.is_prepared,
        }


@dataclass
class _Known:
    sources: dict[int, Page]
    pages: dict[tuple[uuid.UUID, int], Page] = field(default_factory=dict)
    bases: dict[tuple[int, int], tuple[int, Any]] = field(default_factory=dict)
    counts: dict[tuple[uuid.UUID, int], tuple[int, int, int]] = field(default_factory=dict)
    prepared: set[int] = field(default_factory=set)

    def of(self, row: TranslationState) -> Facts:
        source = self.sources[row.source_id]
        key = (source.translation_key, row.locale_id)
        total, done, unchecked = self.counts.get(key, (0, 0, 0))
        changes, since = self.bases.get((source.pk, row.locale_id), (0, None))
        return Facts(
            source, self.pages.get(key), total, done, unchecked, changes, since,
            source.pk in self.prepared,
        )  # fmt: skip


def _look_up(sources: dict[uuid.UUID, Page], locales: list[Locale]) -> _Known:
    known = _Known({page.pk: page for page in sources.values()})
    pages = Page.objects.filter(translation_key__in=sources, locale__in=locales)
    # Beside the page itself Wagtail knows further aliases of it in the same language.
    for page in pages.order_by("-alias_of_id", "-pk"):
        known.pages[page.translation_key, page.locale_id] = page
    bases = TranslationBasis.objects.filter(source_id__in=known.sources, made_from__isnull=False)
    for pk, locale, changes, since in bases.values_list(
        "source_id", "locale_id", "changes", "differs_since"
    ):
        known.bases[pk, locale] = (changes, since)
    prepared = PreparedDraft.objects.filter(source_id__in=known.sources)
    known.prepared = set(prepared.values_list("source_id", flat=True))
    for locale in locales:
        for key, *numbers in _progress(sources, locale):
            known.counts[key, locale.pk] = (numbers[0], numbers[1], numbers[2])
    return known


def _progress(keys: Iterable[uuid.UUID], locale: Locale) -> Iterator[tuple[Any, int, int, int]]:
    """``(translation key, texts, translated, of these by machine)``; one query."""
    translated = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"), context_id=OuterRef("context_id"),
        locale=locale, has_error=False,
    )  # fmt: skip
    by_machine = translated.filter(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    sources = TranslationSource.objects.filter(
        object_id__in=keys, locale__language_code=source_language(),
        translations__target_locale=locale, translations__enabled=True,
    )  # fmt: skip
    rows = (
        StringSegment.objects.filter(source__in=sources)
        .exclude(context__path__in=ADDRESSES)
        .annotate(is_done=Exists(translated), is_unchecked=Exists(by_machine))
        .values("source__object_id")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(is_done=True)),
            unchecked=Count("pk", filter=Q(is_unchecked=True)),
        )
    )
    yield from rows.values_list("source__object_id", "total", "done", "unchecked")
