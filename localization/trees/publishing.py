"""A translation is not published while its original is withdrawn."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from core import publishing
from localization.trees.models import KeptTranslation
from localization.trees.reading import Languages


def reasons(page: Page) -> list[str]:
    """Sentences for the editor; empty when the original does not stand against publishing."""
    languages = Languages.now()
    if languages is None or page.alias_of_id or page.locale_id not in languages.others:
        return []
    versions = Page.objects.filter(translation_key=page.translation_key)
    original = versions.filter(locale_id=languages.source).exclude(alias_of_id=page.pk).first()
    if original is None or original.live or original.first_published_at is None:
        return []
    if KeptTranslation.objects.filter(page_id=page.pk).exists():
        return []
    message = _(
        "The original, “%(title)s”, is withdrawn. Publish it first; this translation stays a draft."
    )
    return [message % {"title": original.title}]


def install() -> None:
    publishing.more_reasons.append(reasons)
