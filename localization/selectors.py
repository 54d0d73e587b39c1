"""Which translations of a page really exist."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from core.links import home_url
from core.sitewide import remembered
from core.visibility import versions_of


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the language switch. ``is_translated`` is False for an honest stand-in page."""

    code: str
    name: str
    url: str
    full_url: str
    is_current: bool
    is_translated: bool


def language_links(page: Page, request: HttpRequest | None = None) -> list[LanguageLink]:
    """The page in every language of the portal, in the order of the settings; one query, none
    for the page that was asked for.

    A language in which a visitor cannot open the page at all links to that language's home page.
    """
    versions = getattr(page, "versions", None) or versions_of([page.translation_key])
    found = {p.locale.language_code: p for p in versions}
    source = found.get(settings.LANGUAGE_CODE)
    # What is translated and not public yet has the same stand-in as what is not translated.
    stands_in = bool(source and source.is_open)
    there = {c: p for c, p in found.items() if p.is_open or (stands_in and not p.live)}
    links = []
    for code, name in settings.WAGTAIL_CONTENT_LANGUAGES:
        version = there.get(code)
        full_url = (version.get_full_url(request) if version else None) or ""
        links.append(
            LanguageLink(
                code=code,
                name=name,
                url=(version.get_url(request) if version else None) or home_url(code),
                full_url=full_url,
                is_current=page.locale.language_code == code,
                is_translated=bool(version and version.is_open and not version.alias_of_id),
            )
        )
    return links


def original_for(page: Page) -> Any:
    """The page for which an honest stand-in is shown here; None for a page that is itself shown.

    An alias in another language's tree is a page that nobody has translated; a translation that
    is not public answers for its original as well.
    """
    if page.alias_of_id:
        return None if page.alias_of.locale_id == page.locale_id else page.alias_of.specific
    if page.live:
        return None
    versions = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    return versions.filter(locale__language_code=settings.LANGUAGE_CODE).specific().first()


def view_links(request: HttpRequest | None) -> list[LanguageLink]:
    """The switch of an answer that belongs to no page.

    What has an address in every language, such as a search with its words, leads there; what was
    not found leads to the home pages.
    """
    match = request.resolver_match if request else None
    has_addresses = match is not None and match.url_name != "wagtail_serve"
    here = request.get_full_path() if request and has_addresses else ""
    return [
        LanguageLink(
            code=code,
            name=name,
            url=translate_url(here, code) if here else home_url(code),
            full_url="",
            is_current=code == get_language(),
            is_translated=False,
        )
        for code, name in settings.WAGTAIL_CONTENT_LANGUAGES
    ]


def locale_of(language_code: str) -> Locale:
    found: Locale = remembered(
        f"locale|{language_code}", lambda: Locale.objects.get(language_code=language_code)
    )
    return found
