"""Which translations of a page really exist, and the same pages in another language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from wagtail.models import Locale, Page


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the language switch. ``is_translated`` is False for an honest stand-in page."""

    code: str
    name: str
    url: str
    is_current: bool
    is_translated: bool


def language_links(page: Page) -> list[LanguageLink]:
    """The page in every language of the portal, in the order of the settings; two queries.

    A language in which the page does not exist at all links to that language's home page.
    """
    live = {
        p.locale.language_code: p
        for p in Page.objects.filter(translation_key=page.translation_key, live=True)
        .select_related("locale")
        .order_by("path")
    }
    links = []
    for code, name in settings.WAGTAIL_CONTENT_LANGUAGES:
        there = live.get(code)
        stand_in = there is None or there.alias_of_id is not None
        links.append(
            LanguageLink(
                code=code,
                name=name,
                url=(there.url if there else None) or home_url(code),
                is_current=page.locale.language_code == code,
                is_translated=not stand_in,
            )
        )
    return links


def home_url(language_code: str) -> str:
    return "/" if language_code == settings.LANGUAGE_CODE else f"/{language_code}/"


def in_language_of(page: Page, others: Iterable[Page]) -> list[Any]:
    """The given pages as they exist, public, in the language of ``page``; one query, order kept.

    References between pages are stored on the Vietnamese source. A page that has no translation
    stays itself, so that the template can mark its language.
    """
    originals = list(others)
    if not originals:
        return []
    keys = [other.translation_key for other in originals]
    model = type(originals[0])
    found = {
        p.translation_key: p
        for p in model._default_manager.filter(
            translation_key__in=keys, locale_id=page.locale_id, live=True, alias_of__isnull=True
        ).select_related("locale")
    }
    shown = [found.get(o.translation_key, o) for o in originals]
    return [p for p in shown if p.live]


def locale_of(language_code: str) -> Locale:
    return Locale.objects.get(language_code=language_code)
