"""The one answer to "is this public?": for lists, menus, languages, search, catalog and API."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length
from django.utils import timezone
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail.query import PageQuerySet

from core.sitewide import remembered


def openable_pages(pages: PageQuerySet[Any]) -> PageQuerySet[Any]:
    """Those that an anonymous visitor can open, stand-ins for untranslated pages included.

    Live, not expired (also where no scheduler ran), without a view restriction on themselves or on
    an ancestor, and below the home page of their own language.
    """
    not_expired = Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    for path in closed_paths():
        pages = pages.exclude(path__startswith=path)
    return pages.live().filter(not_expired, Exists(_home_above()))


def closed_paths() -> list[str]:
    """Where pages are that not everybody may see, with all below them, in treebeard's form."""

    def asked() -> list[str]:
        return list(PageViewRestriction.objects.values_list("page__path", flat=True))

    return remembered("closed paths", asked)


def _home_above() -> PageQuerySet[Any]:
    """Home pages of the outer page's language that lead to it.

    Wagtail finds nothing below a home page that is not live, except below the one that a site
    names itself.
    """
    keys = Site.objects.values("root_page__translation_key")
    homes = Page.objects.filter(translation_key__in=keys, locale_id=OuterRef("locale_id"))
    leading = Q(live=True) | Q(sites_rooted_here__isnull=False)
    return homes.filter(leading, path=Left(OuterRef("path"), Length(F("path"))))


def public_pages(pages: PageQuerySet[Any]) -> PageQuerySet[Any]:
    """Those that an anonymous visitor can open, and which are themselves, not a stand-in.

    An alias in the English tree is a page that nobody has translated.
    """
    return openable_pages(pages).filter(alias_of__isnull=True)


def versions_of(keys: Any) -> PageQuerySet[Any]:
    """Pages of these translation keys in all languages, each with ``is_open``: to visitors."""
    is_open = Exists(openable_pages(Page.objects.filter(pk=OuterRef("pk"))))
    pages = Page.objects.filter(translation_key__in=keys).select_related("locale")
    return pages.annotate(is_open=is_open)


def is_public(page: Page) -> bool:
    """The same for one page; two queries."""
    return public_pages(Page.objects.filter(pk=page.pk)).exists()


def restricted_collections() -> set[int]:
    """Ids of the collections that are not for everybody, those below one included; two queries."""
    tops = list(
        CollectionViewRestriction.objects.exclude(restriction_type="none").values_list(
            "collection__path", flat=True
        )
    )
    if not tops:
        return set()
    paths: QuerySet[Collection] = Collection.objects.values_list("pk", "path")
    return {pk for pk, path in paths if any(path.startswith(top) for top in tops)}


def closed_collections() -> set[int]:
    """The same, remembered while nothing public changes: asked for every picture of a page."""
    return remembered("closed collections", restricted_collections)
