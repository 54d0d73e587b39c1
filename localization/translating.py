"""Steps of a translation that is made in segments: begin, keep, put together, publish."""

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

from core.gate import NotPublishableError
from core.publishing import reasons_not_to_publish
from localization.models import PreparedDraft
from localization.states.pieces import ADDRESSES, Change, pieces_of


def translation_into(source: Page, locale: Locale) -> Translation | None:
    """The translation in segments of this source page; None when it is written by hand."""
    return Translation.objects.filter(
        source__object_id=source.translation_key, source__locale_id=source.locale_id,
        target_locale=locale, enabled=True,
    ).select_related("source", "target_locale").first()  # fmt: skip


@transaction.atomic
def begin(source: Any, locale: Locale, by: Any) -> Page:
    """Open a page for translators: a draft in the other language, whose texts are still to come.

    ``source`` is the specific page; nothing of it becomes public in the other language.
    """
    prepared = PreparedDraft.objects.filter(source_id=source.pk).first()
    if prepared is None:
        kept, _made = TranslationSource.update_or_create_from_instance(source)
    else:
        # There already, unless it went with a translation that was deleted.
        draft = prepared.revision.as_object()
        kept, _made = TranslationSource.get_or_create_from_instance(draft)
    translation, _made = Translation.objects.update_or_create(
        source=kept, target_locale=locale, defaults={"enabled": True}
    )
    page = target_of(translation)
    if page is not None and page.alias_of_id is None:
        return page
    translation.save_target(user=by, publish=False)
    page = translation.get_target_instance()
    if page.live:
        # The stand-in was public; as a page of its own it would show the original's texts.
        # Without a user: a translator may not withdraw a page, but nothing is withdrawn here.
        page.unpublish(log_action=False)
    return page


def take_over(kept: TranslationSource, source: Any) -> None:
    """The content of this page, as it stands in memory, is what translators see.

    Cutting it anew costs some queries a segment, so it is only done when a piece differs.
    """
    is_same = pieces_of(kept.as_instance()) == pieces_of(source)
    kept.content_json = source.to_json()
    kept.object_repr = str(source)[:200]
    kept.last_updated_at = timezone.now()
    kept.save(update_fields=["content_json", "object_repr", "last_updated_at"])
    if not is_same:
        kept.refresh_segments()


def target_of(translation: Translation) -> Any:
    """The page in the other language, None when there is none yet."""
    return Page.objects.filter(
        translation_key=translation.source.object_id, locale_id=translation.target_locale_id
    ).first()


def missing_texts(translation: Translation) -> int:
    """How many texts have no translation; addresses need none."""
    segments = StringSegment.objects.filter(source=translation.source)
    segments = segments.exclude(context__path__in=ADDRESSES)
    found = segments.annotate_translation(translation.target_locale)
    return int(found.filter(translation__isnull=True).count())


def why_not_publish(translation: Translation, *, with_source: bool = False) -> list[str]:
    """Sentences for the officer; empty when this translation may be published.

    ``with_source``: it is published together with the draft that it was made from.
    """
    reasons = []
    if missing := missing_texts(translation):
        reasons.append(
            ngettext(
                "%(number)s text is not translated yet; visitors would read it in Vietnamese.",
                "%(number)s texts are not translated yet; visitors would read them in Vietnamese.",
                missing,
            )
            % {"number": missing}
        )
    key = translation.source.object_id
    if not with_source and PreparedDraft.objects.filter(source__translation_key=key).exists():
        reasons.append(
            _(
                "It was made from a draft of the original that is not published yet. "
                "Publish both together, or publish the original first."
            )
        )
    if page := target_of(translation):
        reasons += reasons_not_to_publish(page.specific)
    return reasons


@transaction.atomic
def publish(translation: Translation, by: Any = None) -> Any:
    """Put the page together from its texts and publish it now, in this transaction."""
    translation.save_target(user=by, publish=False)
    page = translation.get_target_instance()
    page.get_latest_revision().publish(user=by, skip_permission_checks=True)
    page.refresh_from_db()
    return page


def publish_if_allowed(translation: Translation, *, with_source: bool = False) -> list[str]:
    """Publish it, or leave everything as it is; gives what stands against it."""
    if reasons := why_not_publish(translation, with_source=with_source):
        return reasons
    try:
        publish(translation)
    except NotPublishableError as refusal:
        return refusal.messages
    return []


def rebuild(source: Page, locale: Locale) -> None:
    """Give a public translation the pictures and the order of the source; its texts stay.

    Not while somebody is working on it: what is unfinished would become public.
    """
    translation = translation_into(source, locale)
    page = target_of(translation) if translation else None
    if translation is None or page is None or not page.live or page.has_unpublished_changes:
        return
    if not is_worked_on(translation, page):
        publish_if_allowed(translation)


def is_worked_on(translation: Translation, page: Page) -> bool:
    """Whether texts were translated since the page was published."""
    used = translation.source.stringsegment_set.all().get_translations(translation.target_locale)
    return bool(
        page.last_published_at and used.filter(updated_at__gt=page.last_published_at).exists()
    )


def keep_texts(translation: Translation, changes: list[Change]) -> None:
    """What translated the old texts translates the new ones, where nobody has done it yet."""
    kept, locale = translation.source, translation.target_locale
    for change in changes:
        if change.is_layout or change.old is None or change.new is None:
            continue
        context = TranslationContext.objects.filter(
            object_id=kept.object_id, path=change.path
        ).first()
        old = StringTranslation.objects.filter(
            translation_of__data_hash=String._get_data_hash(change.old),
            translation_of__locale_id=kept.locale_id, context=context, locale=locale,
        ).first()  # fmt: skip
        if context is None or old is None:
            continue
        StringTranslation.objects.get_or_create(
            translation_of=String.from_value(kept.locale_id, StringValue(change.new)),
            context=context, locale=locale,
            defaults={
                "data": old.data, "translation_type": old.translation_type,
                "tool_name": old.tool_name, "last_translated_by": old.last_translated_by,
                "has_error": old.has_error, "field_error": old.field_error,
            },
        )  # fmt: skip


def adopt(translation: Translation, page: Any, by: Any) -> int:
    """Take over what was written by hand while the page was not kept in segments.

    Else wagtail-localize would put the page together from its old texts. Texts are paired by their
    place; where the page has other parts than the source nothing is taken over. Returns how many.
    """
    typed: dict[str, list[str]] = defaultdict(list)
    for value in extract_segments(page):
        if isinstance(value, StringSegmentValue):
            typed[value.path].append(value.string.data)
    places: dict[str, list[StringSegment]] = defaultdict(list)
    segments = translation.source.stringsegment_set.select_related("string", "context")
    for segment in segments.order_by("order"):
        places[segment.context.path].append(segment)
    taken = 0
    for path, there in places.items():
        texts = typed.get(path, [])
        for segment, text in zip(there, texts if len(texts) == len(there) else [], strict=False):
            if text == segment.string.data:
                continue
            StringTranslation.objects.update_or_create(
                translation_of=segment.string, context=segment.context,
                locale=translation.target_locale,
                defaults={
                    "data": text, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "tool_name": "", "last_translated_by": by, "has_error": False,
                    "field_error": "",
                },
            )  # fmt: skip
            taken += 1
    return taken
