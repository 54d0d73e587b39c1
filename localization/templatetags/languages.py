from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from core.language_names import language_in_sentence
from core.links import home_url
from localization.selectors import LanguageLink, language_links, view_links
from localization.states.selectors import OutdatedNotice, outdated_notice

register = template.Library()


@register.simple_tag(takes_context=True)
def languages_of(context: dict[str, Any], page: Page | None) -> list[LanguageLink]:
    """The language switch of this page, or of an answer that belongs to no page."""
    if not isinstance(page, Page) or not page.pk:
        return view_links(context.get("request"))
    return language_links(page, context.get("request"))


@register.filter
def in_sentence(locale: Locale) -> str:
    """The language's name in the reader's language, as it stands inside a sentence."""
    return language_in_sentence(locale.language_code)


@register.simple_tag
def home_address() -> str:
    """Address of the home page in the active language."""
    return home_url(get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def outdated_notice_of(page: Any) -> OutdatedNotice | None:
    """Of a translation that no longer says what its public source says."""
    return outdated_notice(page) if isinstance(page, Page) and page.pk else None
