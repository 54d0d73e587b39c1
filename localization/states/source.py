"""Which page is the source of which: content is written in the portal's first language."""

import uuid
from typing import Any

from django.conf import settings
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet


def source_language() -> str:
    return settings.LANGUAGE_CODE


def source_pages() -> PageQuerySet[Any]:
    """All pages written in the source language, home pages included."""
    return Page.objects.filter(
        locale__language_code=source_language(), depth__gt=1, alias_of__isnull=True
    )


def target_locales() -> list[Locale]:
    """Every other language of the portal, in the order of the settings; one query."""
    order = [
        code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code != source_language()
    ]
    found = Locale.objects.filter(language_code__in=order)
    return sorted(found, key=lambda locale: order.index(locale.language_code))


def is_source(page: Page) -> bool:
    return bool(page.locale.language_code == source_language() and page.alias_of_id is None)


def source_of(page: Page) -> Any:
    """The specific source page of a translation; None when there is none."""
    found = source_pages().filter(translation_key=page.translation_key).first()
    return found.specific if found else None


def translations_of(key: uuid.UUID) -> list[Any]:
    """The specific pages of this key in the other languages; stand-ins are none."""
    pages = Page.objects.filter(translation_key=key, alias_of__isnull=True)
    return list(pages.exclude(locale__language_code=source_language()).specific())
