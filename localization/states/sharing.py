"""Shared fields (`core.policy`) cannot differ between languages: they follow the source at once.

wagtail-localize copies them only when a translation is put together, so a new date would reach the
English page months later, or never.
"""

from typing import Any

from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, get_translatable_fields

from core.gate import Ground, published_on
from localization.models import TranslationBasis


def share(source: Any, page: Any) -> bool:
    """Bring a translation's shared fields in step, in public and in its draft; whether it changed.

    A draft that is newer than what is public keeps everything else that somebody typed there.
    """
    if not source.live or type(source) is not type(page):
        return False
    if shared_values(source) == shared_values(page):
        return False
    if not page.has_unpublished_changes:
        copy_shared(source, page)
        revision = page.save_revision(clean=False, log_action=False)
        if page.live:
            with published_on(Ground.SHARED):
                revision.publish(log_action=False)
        return True
    before = page.latest_revision_id
    draft = page.get_latest_revision_as_object()
    copy_shared(source, page)
    page.save(clean=False)
    copy_shared(source, draft)
    revision = draft.save_revision(clean=False, log_action=False)
    # It is the same work of the translator.
    TranslationBasis.objects.filter(locale_id=page.locale_id, draft_revision_id=before).update(
        draft_revision=revision
    )
    return True


def copy_shared(source: Any, target: Any) -> None:
    relations = _relations(source)
    for name in _shared_names(source):
        if name in relations:
            source.copy_child_relation(name, target)
            continue
        field = type(source)._meta.get_field(name)
        if isinstance(field, ParentalManyToManyField):
            setattr(target, name, list(getattr(source, name).all()))
        else:
            setattr(target, field.attname, getattr(source, field.attname))


def shared_values(page: Any) -> dict[str, Any]:
    """The shared fields of a page as plain values, rows of child tables included."""
    values: dict[str, Any] = {}
    relations = _relations(page)
    for name in _shared_names(page):
        if name in relations:
            values[name] = [_row(child, relations[name]) for child in getattr(page, name).all()]
            continue
        field = type(page)._meta.get_field(name)
        if isinstance(field, ParentalManyToManyField):
            values[name] = sorted(thing.pk for thing in getattr(page, name).all())
        else:
            values[name] = getattr(page, field.attname)
    return values


def _row(child: Any, relation: Any) -> dict[str, Any]:
    own = {"id", relation.field.attname}
    return {
        f.attname: getattr(child, f.attname)
        for f in child._meta.concrete_fields
        if f.attname not in own
    }


def _relations(page: Page) -> dict[str, Any]:
    return {r.get_accessor_name(): r for r in get_all_child_relations(type(page))}


def _shared_names(page: Page) -> list[str]:
    fields = get_translatable_fields(type(page))
    return [field.field_name for field in fields if isinstance(field, SynchronizedField)]
