"""The one answer to "is this public?": for lists, menus, languages, search, catalog and API."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
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
    """Those that an anonymous visitor can open, stand-ins for untranslated pages included."""
    return pages.filter(_is_openable())


def _is_openable() -> Q:
    """Published, and without a view restriction on the page or on an ancestor."""
    restricted = Q(pk__in=[])
    for path in closed_paths():
        restricted |= Q(path__startswith=path)
    return _is_published() & ~restricted


def _is_published() -> Q:
    """Live, not expired (also where no scheduler ran), below the home page of its own language."""
    not_expired = Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    below_a_home = Q(pk__in=[])
    for locale_id, path in leading_homes():
        below_a_home |= Q(locale_id=locale_id, path__startswith=path)
    return Q(live=True) & not_expired & below_a_home


def published_pages(pages: PageQuerySet[Any]) -> PageQuerySet[Any]:
    """Public ones, and those that are for whoever passes the restrictions upon them."""
    return pages.filter(_is_published(), alias_of__isnull=True)


def closed_paths() -> list[str]:
    """Where pages are that not everybody may see, with all below them, in treebeard's form."""

    def asked() -> list[str]:
        return list(PageViewRestriction.objects.values_list("page__path", flat=True))

    return remembered("closed paths", asked)


def leading_homes() -> list[tuple[int, str]]:
    """Language and tree path of the home pages through which Wagtail finds what lies below.

    Nothing is found below one that is not live, except below the one that a site names itself.
    """

    def asked() -> list[tuple[int, str]]:
        keys = Site.objects.values("root_page__translation_key")
        homes = Page.objects.filter(translation_key__in=keys)
        leading = homes.filter(Q(live=True) | Q(sites_rooted_here__isnull=False))
        return list(leading.distinct().order_by("path").values_list("locale_id", "path"))

    return remembered("leading homes", asked)


def public_pages(pages: PageQuerySet[Any]) -> PageQuerySet[Any]:
    """Those that an anonymous visitor can open, and which are themselves, not a stand-in.

    An alias in the English tree is a page that nobody has translated.
    """
    return openable_pages(pages).filter(alias_of__isnull=True)


def versions_of(keys: Any) -> PageQuerySet[Any]:
    """Pages of these translation keys in all languages, each with ``is_open``: to visitors."""
    is_open = ExpressionWrapper(_is_openable(), BooleanField())
    pages = Page.objects.filter(translation_key__in=keys).select_related("locale")
    return pages.annotate(is_open=is_open)


def is_public(page: Page) -> bool:
    """The same for one page; three queries."""
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


def is_in_open_collection(thing: Any) -> bool:
    """Whether a page may show this picture or file, or name it; False for None."""
    return thing is not None and thing.collection_id not in closed_collections()
