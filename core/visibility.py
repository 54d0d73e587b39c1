"""The one answer to "is this public?": for lists, menus, languages, search, catalog and API."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet


def openable_pages(pages: PageQuerySet[Any]) -> PageQuerySet[Any]:
    """Those that an anonymous visitor can open, stand-ins for untranslated pages included.

    Live, not expired (also where no scheduler ran), without a view restriction on themselves or on
    an ancestor.
    """
    not_expired = Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    return pages.live().public().filter(not_expired)


def public_pages(pages: PageQuerySet[Any]) -> PageQuerySet[Any]:
    """Those that an anonymous visitor can open, and which are themselves, not a stand-in.

    An alias in the English tree is a page that nobody has translated.
    """
    return openable_pages(pages).filter(alias_of__isnull=True)


def is_public(page: Page) -> bool:
    """The same for one page; two queries."""
    return public_pages(Page.objects.filter(pk=page.pk)).exists()
