"""A source and its translations prepared together and published in one act.

Translators work on a draft of the source (`PreparedDraft`). Whoever publishes that draft, the
approver at the end of the workflow, the clock at its appointed time, or somebody in the editor,
publishes with it the translations that are finished, in the same transaction.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from core.admin_request import admin_request
from core.approval import show_reasons
from core.language_names import language_in_sentence
from localization import translating
from localization.models import PreparedDraft

NOT_PUBLISHED = "portal.translation_not_published"


@transaction.atomic
def prepare(source: Any, locales: list[Locale], by: Any, *, is_joint: bool) -> PreparedDraft:
    """Show translators the latest draft of the source; the public page stays as it is."""
    draft = source.get_latest_revision_as_object()
    prepared, _made = PreparedDraft.objects.update_or_create(
        source=source.page_ptr,
        defaults={"revision": draft.latest_revision, "is_joint": is_joint, "by": by},
    )
    kept, _new = TranslationSource.get_or_create_from_instance(source)
    translating.take_over(kept, draft)
    for locale in locales:
        translating.begin(source, locale, by)
    return prepared


@transaction.atomic
def give_up(source: Any) -> None:
    """Translators see what is public again; what they have typed stays."""
    PreparedDraft.objects.filter(source_id=source.pk).delete()
    kept = TranslationSource.objects.filter(
        object_id=source.translation_key, locale_id=source.locale_id
    ).first()
    if kept is not None:
        translating.take_over(kept, source)


def publish_finished(source: Any) -> None:
    """With the source, which has just become public.

    Why one was left behind is in its history, and told to the officer who published the source.
    """
    request = admin_request()
    for translation in _translations(source):
        page = translating.target_of(translation)
        reasons = translating.publish_if_allowed(translation, with_source=True)
        if reasons and page is not None:
            log(page.specific, NOT_PUBLISHED, data={"reasons": reasons})
            if request is not None:
                show_reasons(request, page, [_left_behind(translation), *reasons])


def _left_behind(translation: Translation) -> str:
    language = language_in_sentence(translation.target_locale.language_code)
    return _("It was not published in %(language)s with its original.") % {"language": language}


def _translations(source: Any) -> list[Translation]:
    return list(
        Translation.objects.filter(
            source__object_id=source.translation_key, source__locale_id=source.locale_id,
            enabled=True,
        ).select_related("source", "target_locale")
    )  # fmt: skip
