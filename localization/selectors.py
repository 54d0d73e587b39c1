"""Which translations of a page really exist."""

from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Locale, Page

from core.visibility import openable_pages


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the language switch. ``is_translated`` is False for an honest stand-in page."""

    code: str
    name: str
    url: str
    full_url: str
    is_current: bool
    is_translated: bool


def language_links(page: Page) -> list[LanguageLink]:
    """The page in every language of the portal, in the order of the settings; two queries.

    A language in which a visitor cannot open the page at all links to that language's home page.
    """
    versions = Page.objects.filter(translation_key=page.translation_key).select_related("locale")
    there = {p.locale.language_code: p for p in openable_pages(versions).order_by("path")}
    links = []
    for code, name in settings.WAGTAIL_CONTENT_LANGUAGES:
        version = there.get(code)
        links.append(
            LanguageLink(
                code=code,
                name=name,
                url=(version.url if version else None) or home_url(code),
                full_url=(version.full_url if version else None) or "",
                is_current=page.locale.language_code == code,
                is_translated=bool(version and version.alias_of_id is None and version.full_url),
            )
        )
    return links


def home_links() -> list[LanguageLink]:
    """The switch of an answer that belongs to no page: the home page of every language."""
    return [
        LanguageLink(
            code=code,
            name=name,
            url=home_url(code),
            full_url="",
            is_current=False,
            is_translated=False,
        )
        for code, name in settings.WAGTAIL_CONTENT_LANGUAGES
    ]


def home_url(language_code: str) -> str:
    return "/" if language_code == settings.LANGUAGE_CODE else f"/{language_code}/"


def locale_of(language_code: str) -> Locale:
    return Locale.objects.get(language_code=language_code)
