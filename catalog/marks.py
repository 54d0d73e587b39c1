"""What changed is noted in the transaction of the change; `catalog.refresh` works it off.

One receiver for every model, so that it does not matter who changed it: an editor, a command, an
import or Wagtail's own API. It only says what may have changed; whether it did, the digest tells.
"""

import uuid
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from modelcluster.fields import ParentalKey
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)

from catalog import background
from catalog.identity import dependency_key, source_key
from catalog.models import DirtyMark

Scope = DirtyMark.Scope

# Saving a draft, a lock or a tree's bookkeeping touches these only; none of them is public.
_NOT_PUBLIC = {
    "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at",
    "live_revision", "locked", "locked_at", "locked_by", "numchild",
}  # fmt: skip
# Records shown wherever another record is: an agency with its posts and who holds them.
_CARRIERS = {"core.officer": "post", "core.post": "agency"}
# Rooms whose rows are no content: the catalog and its index, who is told about it, counts of
# visitors' answers, paperwork that marks what it changes by itself or says so by a signal.
_ROOMS_WITHOUT_CONTENT = {"catalog", "api", "desk", "feedback", "localization", "search"}
_RECORDS_WITHOUT_CONTENT = {"core.setaside"}


@cache
def _is_ours(app_label: str) -> bool:
    """Whether the app is a room of this project; its records may be shown on pages."""
    config = apps.app_configs.get(app_label)
    if config is None or app_label in _ROOMS_WITHOUT_CONTENT:
        return False
    return Path(config.path).parent == settings.BASE_DIR


def _is_content(thing: models.Model) -> bool:
    is_ours = _is_ours(thing._meta.app_label)
    return is_ours and thing._meta.label_lower not in _RECORDS_WITHOUT_CONTENT


@cache
def _page_attributes(model: type[models.Model]) -> tuple[str, ...]:
    """Attributes holding the id of the page that a row belongs to."""
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, ParentalKey) and issubclass(field.related_model, Page)
    )


def marks_of(thing: models.Model) -> list[tuple[str, str]]:
    """``[(scope, target)]``: what a change of this object may change in the catalog."""
    if type(thing).__module__ == "__fake__":
        return []  # A data migration: perhaps there is no table to write to yet.
    if isinstance(thing, Page):
        # What lies below may have got another address or become unreachable.
        below = [(Scope.TREE, str(thing.pk))] if thing.numchild else []
        return [(Scope.ITEM, source_key(thing)), *below]
    if isinstance(thing, AbstractImage | AbstractDocument):
        return [(Scope.ITEM, source_key(thing)), (Scope.DEPENDENTS, dependency_key(thing))]
    if isinstance(thing, PageViewRestriction):
        return [(Scope.TREE, str(thing.page_id))]
    if isinstance(thing, CollectionViewRestriction):
        return [(Scope.COLLECTION, str(thing.collection_id))]
    if isinstance(thing, Collection):
        return [(Scope.COLLECTION, str(thing.pk))]
    if isinstance(thing, Site | Locale):
        return [(Scope.ALL, "")]
    if isinstance(thing, AbstractRendition) or not _is_content(thing):
        return []
    if carrier := _CARRIERS.get(thing._meta.label_lower):
        # A new one is nothing that an item could depend on yet; but what carries it is.
        above = (Scope.DEPENDENTS, dependency_key(getattr(thing, carrier)))
        return [(Scope.DEPENDENTS, dependency_key(thing)), above]
    if attributes := _page_attributes(type(thing)):
        return [(Scope.ITEM, f"page:{getattr(thing, name)}") for name in attributes]
    return [(Scope.DEPENDENTS, dependency_key(thing))]


def mark(*marks: tuple[str, str]) -> None:
    """Write marks; call it inside the transaction of the change that they are about."""
    if not marks:
        return
    DirtyMark.objects.bulk_create(
        [DirtyMark(scope=scope, target=target) for scope, target in marks]
    )
    transaction.on_commit(background.note_pending)


def on_saved(sender: Any, instance: models.Model, update_fields: Any = None, **kwargs: Any) -> None:
    if update_fields is not None and _NOT_PUBLIC.issuperset(update_fields):
        return
    mark(*marks_of(instance))


def on_deleted(sender: Any, instance: models.Model, **kwargs: Any) -> None:
    mark(*marks_of(instance))


def on_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Moving is done in SQL: no model signal."""
    mark((Scope.ITEM, source_key(instance)), (Scope.TREE, str(instance.pk)))


def on_many_to_many(sender: Any, instance: models.Model, action: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        mark(*marks_of(instance))


def on_validity_changed(sender: Any, key: uuid.UUID, **kwargs: Any) -> None:
    """A translation became out of date or valid again: all versions of the page say so."""
    versions = Page.objects.filter(translation_key=key, alias_of__isnull=True)
    mark(*((Scope.ITEM, source_key(page)) for page in versions))


def on_picture_drawn(sender: Any, image: models.Model, **kwargs: Any) -> None:
    """Whatever shows it has more sizes to offer now, or none."""
    with transaction.atomic():
        mark(*marks_of(image))


def connect() -> None:
    from django.db.models.signals import m2m_changed, post_delete, post_save
    from wagtail.signals import post_page_move

    from core.drawing import picture_drawn
    from localization.states.basis import validity_changed

    post_save.connect(on_saved, dispatch_uid="catalog")
    post_delete.connect(on_deleted, dispatch_uid="catalog")
    m2m_changed.connect(on_many_to_many, dispatch_uid="catalog")
    post_page_move.connect(on_moved, dispatch_uid="catalog")
    picture_drawn.connect(on_picture_drawn, dispatch_uid="catalog")
    validity_changed.connect(on_validity_changed, dispatch_uid="catalog")
