"""The one answer to "is this public?": for lists now, for catalog, API and search as they come."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.query import PageQuerySet


def public_pages(pages: PageQuerySet[Any]) -> PageQuerySet[Any]:
    """Those that an anonymous visitor can open, and which are themselves, not a stand-in.

    Live, not expired (also where no scheduler ran), without a view restriction on themselves or on
    an ancestor, and not an alias: an alias in the English tree is a page nobody has translated.
    """
    not_expired = Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    return pages.live().public().filter(not_expired, alias_of__isnull=True)
