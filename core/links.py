"""Where the home pages are, what a text or a button names, and pictures, for a visitor."""

from collections.abc import Iterable
from urllib.parse import urljoin

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from django.utils.translation import get_language
from wagtail.models import Page

from core.sitewide import remembered_each
from core.visibility import versions_of


def home_url(language_code: str) -> str:
    """Path of a language's home page."""
    return "/" if language_code == settings.LANGUAGE_CODE else f"/{language_code}/"


def media_url(name: str) -> str:
    """Path of a stored picture at the portal, wherever the storage keeps it: there each request is
    checked (`delivery.files`), and the address lasts.
    """
    return urljoin(settings.MEDIA_URL, filepath_to_uri(name))


def addresses_of(ids: Iterable[int]) -> dict[int, str]:
    """By id: the version in the active language, else the very page; empty when neither is open.

    One query for all pages that no other page has named yet.
    """
    return remembered_each(f"address|{get_language()}", ids, _asked)


def _asked(ids: list[int]) -> dict[int, str]:
    keys = Page.objects.filter(pk__in=ids).values("translation_key")
    there = {page.pk: page for page in versions_of(keys)}
    here = {
        page.translation_key: page
        for page in there.values()
        if page.is_open and page.locale.language_code == get_language()
    }
    found = {}
    for pk in ids:
        named = there.get(pk)
        shown = here.get(named.translation_key, named) if named else None
        found[pk] = (shown.url or "") if shown and shown.is_open else ""
    return found
