from typing import Any

from django import template
from wagtail.models import Page

from localization.selectors import LanguageLink, language_links

register = template.Library()


@register.simple_tag(takes_context=True)
def languages_of(context: dict[str, Any], page: Page | None) -> list[LanguageLink]:
    """The language switch of this page; empty for an answer that belongs to no page."""
    if not isinstance(page, Page) or not page.pk:
        return []
    return language_links(page)
