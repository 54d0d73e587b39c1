"""The address of a translation: its own, whatever becomes of that of its original.

One that was never public gets an address made of its title, until somebody types one.

What is proposed is kept as a translation by the machine: so it is seen, and may be written over,
wherever texts are translated, and it follows the title as long as nobody has typed another one.
"""

from typing import Any

from django.db.models.signals import post_save
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
)

from core.vietnamese.slugs import slug_for
from localization.checks.remarks import plain_text
from localization.models import TranslationBasis
from localization.translating import target_of
from localization.trees.drift import free_slug


def on_translated(sender: Any, instance: StringTranslation, **kwargs: Any) -> None:
    """Receiver of ``post_save``: the text may be a title."""
    title = TranslationContext.objects.filter(pk=instance.context_id, path="title").first()
    if title is None or instance.has_error:
        return
    translation = Translation.objects.filter(
        source__object_id=title.object_id, target_locale=instance.locale_id, enabled=True
    ).first()
    page = target_of(translation) if translation else None
    slug = slug_for(plain_text(instance.data))
    if page is not None and slug and page.depth > 2 and not _was_public(page):
        _propose(translation, _free_beside(page, slug), instance.last_translated_by)


def on_cut(sender: Any, instance: StringSegment, created: bool, **kwargs: Any) -> None:
    """Receiver of ``post_save``: an original with another address; those of translations stay.

    wagtail-localize keeps a translation with what the original said, and would know it no more.
    """
    if not created or instance.context.path != "slug":
        return
    addresses = StringTranslation.objects.filter(context=instance.context_id)
    newest = {address.locale_id: address for address in addresses.order_by("updated_at", "pk")}
    for locale, address in newest.items():
        if address.translation_of_id != instance.string_id:
            addresses.filter(locale=locale, translation_of=instance.string_id).delete()
            # Nobody translated anything just now: the row keeps its date.
            addresses.filter(pk=address.pk).update(translation_of=instance.string_id)


def _was_public(page: Page) -> bool:
    """As a page of its own; nobody keeps the address of a stand-in."""
    if page.live or page.alias_of_id:
        return True
    bases = TranslationBasis.objects.filter(locale=page.locale_id, made_from__isnull=False)
    return bases.filter(source__translation_key=page.translation_key).exists()


def _propose(translation: Any, slug: str, by: Any) -> None:
    address = StringSegment.objects.filter(
        source=translation.source_id, context__path="slug"
    ).first()
    if address is None:
        return
    machine = StringTranslation.TRANSLATION_TYPE_MACHINE
    place = {
        "translation_of_id": address.string_id, "context_id": address.context_id,
        "locale_id": translation.target_locale_id,
    }  # fmt: skip
    if StringTranslation.objects.filter(**place).exclude(translation_type=machine).exists():
        return
    StringTranslation.objects.update_or_create(
        **place,
        defaults={
            "data": slug, "translation_type": machine, "tool_name": _("the translated title"),
            "last_translated_by": by, "has_error": False, "field_error": "",
        },
    )  # fmt: skip


def _free_beside(page: Page, slug: str) -> str:
    """Neither the address of a page beside it, nor what one beside it will have."""
    beside = page.get_siblings(inclusive=False)
    taken = set(beside.values_list("slug", flat=True))
    to_come = StringTranslation.objects.filter(
        locale=page.locale_id, context__path="slug",
        context__object_id__in=beside.values("translation_key"),
    )  # fmt: skip
    return free_slug(slug, taken | set(to_come.values_list("data", flat=True)))


def connect() -> None:
    post_save.connect(on_cut, sender=StringSegment, dispatch_uid="addresses")
    post_save.connect(on_translated, sender=StringTranslation, dispatch_uid="addresses")
