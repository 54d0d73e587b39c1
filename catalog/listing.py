"""The site's lists read the catalog: a page is listed if, and only if, the catalog shows it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Exists, OuterRef
from wagtail.query import PageQuerySet

from catalog.freshness import bring_up_to_date
from catalog.models import CatalogItem

_is_fresh = ContextVar("the catalog was brought up to date for this request", default=False)


def listed(pages: PageQuerySet[Any], language_code: str = "") -> PageQuerySet[Any]:
    """Those of the pages that are public, by the catalog: one look-up, however many are private.

    Name the language of a list that grows for years: asked of the catalog, it leaves the database
    free to take the newest by the index of their dates instead of sorting half of all pages.
    """
    take_in()
    shown = CatalogItem.objects.public().filter(page_id=OuterRef("pk"))
    if language_code:
        shown = shown.filter(locale=language_code)
    # EXISTS: SQLite looks up each page; for IN it would read the whole catalog first.
    return pages.filter(Exists(shown))


def take_in() -> None:
    """Bring the catalog up to date, unless whoever answers this request has done so."""
    if not _is_fresh.get():
        bring_up_to_date()


@contextmanager
def everything_taken_in() -> Iterator[None]:
    """For whoever has just brought the catalog up to date: its lists need not ask again."""
    token = _is_fresh.set(True)
    try:
        yield
    finally:
        _is_fresh.reset(token)
