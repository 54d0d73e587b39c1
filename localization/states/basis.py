"""Keeping `TranslationBasis`, in the transaction of whatever publishes a page."""

import datetime
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import StringSegment, TranslationLog, TranslationSource

from core.publishing import is_minor_change
from localization import joint, translating
from localization.models import PreparedDraft, TranslationBasis
from localization.states.pieces import (
    ADDRESSES,
    LAYOUT,
    Change,
    Piece,
    carry,
    compare,
    pieces_of,
)
from localization.states.sharing import share
from localization.states.source import is_source, source_of, source_pages, translations_of

#: Sent inside the transaction when a translation became valid or out of date in public, with
#: ``key: UUID`` of its pages.
validity_changed = Signal()

CONFIRMED_VALID = "portal.translation_confirmed"
CARRIED = "portal.translation_kept_valid"


@transaction.atomic
def source_published(source: Any, revision: Revision | None) -> None:
    """The source says something in public: translators see it, and translations are compared."""
    if not _is_being_prepared(source, revision):
        _show_to_translators(source)
    for page in translations_of(source.translation_key):
        share(source, page)
    _settle(source, is_minor=revision is not None and is_minor_change(revision))


@transaction.atomic
def publish_prepared(source: Any, revision: Revision | None) -> None:
    """With the draft that was being translated, its translations."""
    prepared = PreparedDraft.objects.filter(source_id=source.pk).first()
    if prepared and not _is_being_prepared(source, revision):
        prepared.delete()
        if prepared.is_joint:
            joint.publish_finished(source)


def _is_being_prepared(source: Any, revision: Revision | None) -> bool:
    """Whether the draft that is being translated is still to come."""
    drafts = PreparedDraft.objects.filter(source_id=source.pk)
    return revision is not None and drafts.filter(revision_id__gt=revision.pk).exists()


@transaction.atomic
def translation_published(page: Any, revision: Revision | None) -> None:
    """Note what it was made from; one made by hand was made from what is public, the first time."""
    source = source_of(page)
    if source is None:
        return
    basis = _locked(source, page.locale)
    if revision is not None and basis.draft_revision_id == revision.pk:
        basis.made_from = basis.draft_made_from
        basis.differs_since = None
        basis.save()
    elif basis.made_from is None:
        basis.made_from = pieces_of(source)
        basis.save()
    share(source, page)
    _settle(source)


def translation_put_together(entry: TranslationLog) -> None:
    """wagtail-localize made a draft of the translation: remember the texts that it is made from."""
    source = Page.objects.filter(
        translation_key=entry.source.object_id, locale_id=entry.source.locale_id
    ).first()
    if source is None or entry.revision_id is None or not is_source(source):
        return
    segments = StringSegment.objects.filter(source=entry.source).annotate_translation(entry.locale)
    rows = segments.order_by("order").values_list("context__path", "string__data", "translation")
    pieces = [
        (path, text) for path, text, translated in rows if translated and path not in ADDRESSES
    ]
    pieces += [p for p in pieces_of(entry.source.as_instance()) if p[0].endswith(LAYOUT)]
    basis = _locked(source, entry.locale)
    basis.draft_revision, basis.draft_made_from = entry.revision, pieces
    basis.save()


@transaction.atomic
def confirm_valid(page: Any, by: Any) -> None:
    """Somebody compared the public translation with the public source: it fits."""
    source = source_of(page)
    basis = _locked(source, page.locale)
    basis.made_from = pieces_of(source)
    basis.save()
    log(page, CONFIRMED_VALID, user=by, data={"changes": basis.changes})
    _settle(source)


def outstanding_changes(basis: TranslationBasis) -> list[Change]:
    """What the public source says otherwise than the public translation."""
    return compare(basis.made_from or [], basis.published or [])


def _show_to_translators(source: Any) -> None:
    kept = TranslationSource.objects.filter(
        object_id=source.translation_key, locale_id=source.locale_id
    ).first()
    if kept is not None:
        translating.take_over(kept, source)


def _locked(source: Page, locale: Locale) -> TranslationBasis:
    bases = TranslationBasis.objects.select_for_update()
    return bases.get_or_create(source_id=source.pk, locale=locale)[0]


@transaction.atomic
def rebuild_all() -> int:
    """Compare every translation with its source again; returns how many there are.

    A public translation of which nothing is known was made from what translators saw last; one
    written by hand, from what is public now.
    """
    count = 0
    for source in source_pages().filter(live=True).specific().iterator(chunk_size=100):
        pages = [page for page in translations_of(source.translation_key) if page.live]
        for page in pages:
            basis = _locked(source, page.locale)
            if basis.made_from is None:
                kept = translating.translation_into(source, page.locale)
                basis.made_from = pieces_of(kept.source.as_instance() if kept else source)
                basis.save()
        if pages:
            _settle(source)
            count += len(pages)
    return count


def rebuild_unless_known() -> int:
    """For a portal that had translations before states were kept."""
    return 0 if TranslationBasis.objects.exists() else rebuild_all()


def _settle(source: Any, is_minor: bool = False) -> None:
    if not source.live:
        return
    bases = TranslationBasis.objects.select_for_update().filter(source_id=source.pk)
    now: list[Piece] | None = None
    to_rebuild = []
    for basis in bases.filter(made_from__isnull=False).select_related("locale"):
        now = pieces_of(source) if now is None else now
        before = basis.differs_since
        if is_minor and (changes := compare(basis.published or [], now)):
            basis.made_from = carry(basis.made_from or [], changes)
            _keep_valid(source, basis.locale, changes)
            if any(change.is_layout for change in changes):
                to_rebuild.append(basis.locale)
        basis.published = now
        basis.changes = len(outstanding_changes(basis))
        basis.differs_since = _since(basis, source)
        basis.save()
        if basis.differs_since != before:
            validity_changed.send(TranslationBasis, key=source.translation_key)
    for locale in to_rebuild:
        translating.rebuild(source, locale)


def _since(basis: TranslationBasis, source: Any) -> datetime.datetime | None:
    if not basis.changes:
        return None
    return basis.differs_since or source.last_published_at or timezone.now()


def _keep_valid(source: Any, locale: Locale, changes: list[Change]) -> None:
    """A minor change: translations of the changed texts are translations of the new ones."""
    if translation := translating.translation_into(source, locale):
        translating.keep_texts(translation, changes)
    page = Page.objects.filter(translation_key=source.translation_key, locale=locale).first()
    if page is not None:
        log(page.specific, CARRIED, data={"changes": len(changes)})
