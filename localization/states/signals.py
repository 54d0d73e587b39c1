"""Whatever changes a page or its translations leaves a mark, or is noted at once."""

import uuid
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page
from wagtail.signals import page_published
from wagtail_localize.models import (
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationLog,
    TranslationSource,
)

from core.set_aside import Step, isolate
from localization.models import PreparedDraft, TranslationBasis
from localization.states import basis
from localization.states.refresh import mark
from localization.states.source import is_source, source_pages

# Saving a draft or a tree's bookkeeping touches these only; no state depends on them.
_WITHOUT_EFFECT = {
    "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at",
    "live_revision", "numchild", "path", "url_path", "depth",
}  # fmt: skip


def on_published(sender: Any, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """A page that cannot be compared with its versions is public all the same."""
    if instance.alias_of_id is not None:
        return
    key = f"group:{instance.translation_key}"
    if is_source(instance):
        isolate(Step.VALIDITY, [key], lambda _key: basis.source_published(instance, revision))
        basis.publish_prepared(instance, revision)
    else:
        isolate(Step.VALIDITY, [key], lambda _key: basis.translation_published(instance, revision))


def on_saved(sender: Any, instance: Model, update_fields: Any = None, **kwargs: Any) -> None:
    if type(instance).__module__ == "__fake__":
        return  # A data migration: perhaps there is no table to write to yet.
    if isinstance(instance, Page):
        if update_fields is not None and _WITHOUT_EFFECT.issuperset(update_fields):
            return
        if instance.alias_of_id is not None:
            _forget(instance)
        mark(instance.translation_key)
    elif isinstance(instance, Translation | StringTranslation | PreparedDraft | TranslationBasis):
        mark(*_keys_of(instance))
    elif isinstance(instance, TranslationLog):
        basis.translation_put_together(instance)
    elif isinstance(instance, Locale):
        mark(*source_pages().values_list("translation_key", flat=True))


def on_deleted(sender: Any, instance: Model, **kwargs: Any) -> None:
    if type(instance).__module__ == "__fake__":
        return
    if isinstance(instance, Page):
        _forget(instance)
        mark(instance.translation_key)
    elif isinstance(instance, Translation | StringTranslation | PreparedDraft):
        mark(*_keys_of(instance))


def _keys_of(
    row: Translation | StringTranslation | PreparedDraft | TranslationBasis,
) -> list[uuid.UUID]:
    """Translation keys; none when what the row belongs to is being deleted as well."""
    if isinstance(row, Translation):
        found = TranslationSource.objects.filter(pk=row.source_id).values_list("object_id")
    elif isinstance(row, StringTranslation):
        found = TranslationContext.objects.filter(pk=row.context_id).values_list("object_id")
    else:
        found = Page.objects.filter(pk=row.source_id).values_list("translation_key")
    return [key for (key,) in found]


def _forget(page: Page) -> None:
    """There is no translation of its own any more: a later one begins anew."""
    TranslationBasis.objects.filter(
        source__translation_key=page.translation_key, locale_id=page.locale_id
    ).delete()


def connect() -> None:
    post_save.connect(on_saved, dispatch_uid="translation states")
    post_delete.connect(on_deleted, dispatch_uid="translation states")
    page_published.connect(on_published, dispatch_uid="translation states")
