"""Whatever changes a tree is noted in the transaction of the change and worked off after it.

It does not matter who made the change: an editor, a bulk action, a command, an import or Wagtail's
own API. The notes stay in the database until the trees are in step, so that a crash loses none.
What must not lag, privacy and withdrawal, is done in the transaction itself.
"""

import threading
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_save,
    pre_delete,
    pre_save,
)
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from localization.trees import background, privacy, slugs, withdrawal
from localization.trees.mending import is_mending
from localization.trees.models import TreeMark
from localization.trees.reading import Languages

_LOOKED_AT = {
    "title", "slug", "live", "path", "url_path", "locale", "locale_id", "translation_key",
    "alias_of", "alias_of_id", "expire_at",
}  # fmt: skip
_local = threading.local()


def mark(keys: Iterable[uuid.UUID | None], leftovers: Iterable[int] = ()) -> None:
    """Write marks; call it inside the transaction of the change that they are about."""
    marks = [TreeMark(translation_key=key) for key in keys]
    TreeMark.objects.bulk_create([*marks, *(TreeMark(leftover=pk) for pk in leftovers)])
    _local.is_marked = True
    transaction.on_commit(_after_commit)


@contextmanager
def put_off() -> Iterator[None]:
    """For many changes, each with a transaction of its own: the trees follow once, at the end."""
    outer = getattr(_local, "is_put_off", False)
    _local.is_put_off = True
    try:
        yield
    finally:
        _local.is_put_off = outer
        transaction.on_commit(_after_commit)


def _after_commit() -> None:
    if getattr(_local, "is_marked", False) and not getattr(_local, "is_put_off", False):
        _local.is_marked = False
        background.work_off_soon()


def on_page_saved(
    sender: Any, instance: models.Model, update_fields: Any = None, raw: bool = False, **kwargs: Any
) -> None:
    if not isinstance(instance, Page) or raw or _is_of_a_migration(instance):
        return
    if update_fields is not None and _LOOKED_AT.isdisjoint(update_fields):
        return
    if update_fields is not None and set(update_fields) <= {"alias_of", "alias_of_id"}:
        _detached(instance)
    if not is_mending():
        mark([instance.translation_key])


def _detached(page: Page) -> None:
    """A stand-in becomes a page of its own: its text is not yet in its language.

    It was public, as its original is; published as it stands it would show one language's text as
    the other's. So it is a draft until somebody publishes it.
    """
    languages = Languages.now()
    if page.alias_of_id or not page.live or not languages or page.locale_id == languages.source:
        return
    page.live, page.has_unpublished_changes, page.live_revision = False, True, None
    Page.objects.filter(pk=page.pk).update(
        live=False, has_unpublished_changes=True, live_revision=None
    )


def on_page_deletion(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Before: its stand-ins become ordinary pages by it, its translations lose their original."""
    aliases = Page.objects.filter(alias_of_id=instance.pk).exclude(locale_id=instance.locale_id)
    leftovers = list(aliases.values_list("pk", flat=True))
    withdrawal.follow_withdrawal(instance)
    if leftovers:
        mark([], leftovers)


def on_page_deleted(sender: Any, instance: Page, **kwargs: Any) -> None:
    if is_mending():
        return
    above = Page.objects.filter(path=instance.path[: -Page.steplen])
    mark([instance.translation_key, *above.values_list("translation_key", flat=True)])


def on_moved(sender: Any, instance: Page, parent_page_before: Page, **kwargs: Any) -> None:
    """Moving is done in SQL: no model signal."""
    if not is_mending():
        mark({instance.translation_key, parent_page_before.translation_key})


def on_unpublished(sender: Any, instance: Page, **kwargs: Any) -> None:
    withdrawal.follow_withdrawal(instance)


def on_published(sender: Any, instance: Page, **kwargs: Any) -> None:
    withdrawal.forget_decision(instance)


def on_slug_changed(sender: Any, instance: Page, instance_before: Page, **kwargs: Any) -> None:
    slugs.follow(instance, instance_before.slug)


def on_restriction_changing(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    privacy.remember(instance)


def on_restriction_saved(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    privacy.follow(instance)
    _mark_page_of(instance)


def on_restriction_deleted(
    sender: Any, instance: PageViewRestriction, origin: Any = None, **kwargs: Any
) -> None:
    privacy.follow_opening(instance, origin)
    _mark_page_of(instance)


def on_restriction_groups(sender: Any, instance: Any, action: str, **kwargs: Any) -> None:
    if not isinstance(instance, PageViewRestriction):
        return
    if action.startswith("pre_"):
        privacy.remember(instance)
    else:
        privacy.follow(instance)
        _mark_page_of(instance)


def _mark_page_of(restriction: PageViewRestriction) -> None:
    if not is_mending():
        pages = Page.objects.filter(pk=restriction.page_id)
        mark(pages.values_list("translation_key", flat=True))


def on_locale_saved(sender: Any, instance: Locale, raw: bool = False, **kwargs: Any) -> None:
    if not raw and not _is_of_a_migration(instance):
        mark([None])


def _is_of_a_migration(thing: models.Model) -> bool:
    return type(thing).__module__ == "__fake__"  # Perhaps there is no table to write to yet.


def connect() -> None:
    uid: Any = {"dispatch_uid": "localization.trees"}
    post_save.connect(on_page_saved, **uid)
    pre_delete.connect(on_page_deletion, sender=Page, **uid)
    post_delete.connect(on_page_deleted, sender=Page, **uid)
    post_page_move.connect(on_moved, **uid)
    page_unpublished.connect(on_unpublished, **uid)
    page_published.connect(on_published, **uid)
    page_slug_changed.connect(on_slug_changed, **uid)
    post_save.connect(on_locale_saved, sender=Locale, **uid)
    restrictions: Any = {"sender": PageViewRestriction, **uid}
    pre_save.connect(on_restriction_changing, **restrictions)
    post_save.connect(on_restriction_saved, **restrictions)
    pre_delete.connect(on_restriction_changing, **restrictions)
    post_delete.connect(on_restriction_deleted, **restrictions)
    m2m_changed.connect(on_restriction_groups, sender=PageViewRestriction.groups.through, **uid)
    background.connect()
