"""What the gate asks of pages in several languages (`core.gate`)."""

from typing import Any

from django.conf import settings
from django.db.models import ForeignKey
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import Translation

from core import gate, publishing
from core.gate import Ground
from core.language_names import language_in_sentence
from core.models import PortalImage
from localization.models import PreparedDraft


def ground_of_translation(page: Page) -> Ground | None:
    """A translation in segments says what its original says, which somebody has confirmed."""
    if page.alias_of_id or page.locale.language_code == settings.LANGUAGE_CODE:
        return None
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    ).select_related("source").first()  # fmt: skip
    if translation is None or _is_from_a_draft(page):
        return None
    original = Page.objects.filter(
        translation_key=page.translation_key, locale=translation.source.locale_id,
        first_published_at__isnull=False,
    )  # fmt: skip
    return Ground.TRANSLATION if original.exists() else None


def _is_from_a_draft(page: Page) -> bool:
    """Whether translators see a draft of the original that nobody has published yet."""
    return PreparedDraft.objects.filter(source__translation_key=page.translation_key).exists()


def reasons_of_shared_pictures(page: Any) -> list[str]:
    """A picture that the translations take over at once needs its text in their languages too."""
    if not page.pk or page.locale.language_code != settings.LANGUAGE_CODE:
        return []
    pictures = _shared_pictures(page)
    if not pictures:
        return []
    others = page.get_translations().filter(alias_of__isnull=True, live=True)
    return [
        _(
            "The picture “%(title)s” has no alternative text in %(language)s, in which this page "
            "is public as well. Open the picture and write one sentence on what it shows."
        )
        % {"title": picture.title, "language": language_in_sentence(code)}
        for code in others.values_list("locale__language_code", flat=True)
        for picture in pictures
        if not picture.alt.in_language(code).strip()
    ]


def _shared_pictures(page: Any) -> list[PortalImage]:
    names = [
        field.field_name
        for field in get_translatable_fields(type(page))
        if isinstance(field, SynchronizedField)
    ]
    fields = [field for field in page._meta.get_fields() if field.name in names]
    found = [
        getattr(page, field.name)
        for field in fields
        if isinstance(field, ForeignKey) and field.related_model is PortalImage
    ]
    return [picture for picture in found if picture is not None]


def install() -> None:
    gate.more_grounds.append(ground_of_translation)
    publishing.more_reasons.append(reasons_of_shared_pictures)
