"""Telling a cache in front what changed: the items of a refresh, and the pages that list others;
after a change of what any page may show, such as a menu, all pages.

Driven by the catalog's log alone, after the commit and in a thread: a cache that cannot be reached
never holds up or fails a publish. Without ``WAGTAILFRONTENDCACHE`` nothing happens.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from wagtail.contrib.frontend_cache.utils import get_backends

from catalog.models import IMAGE, CatalogItem, PublicAddress
from core.kinds import all_kinds
from core.links import media_url
from core.models import PortalRendition
from delivery.middleware import KEPT_VIEWS

Paths = Callable[[], set[str]]
logger = logging.getLogger(__name__)
FORMS = ("rss", "atom", "json")  # As api.feeds.syndication has them; rooms above are not asked.


def on_catalog_changed(sender: Any, items: list[tuple[Any, str]], **kwargs: Any) -> None:
    if settings.WAGTAILFRONTENDCACHE:
        changed = [pk for pk, _kind in items]
        transaction.on_commit(lambda: _in_thread(lambda: addresses(changed)), robust=True)


def on_sitewide_changed(sender: Any, **kwargs: Any) -> None:
    if settings.WAGTAILFRONTENDCACHE:
        transaction.on_commit(lambda: _in_thread(all_pages), robust=True)


def _in_thread(paths: Paths) -> None:
    threading.Thread(target=_purge, args=[paths], name="purge", daemon=True).start()


def _purge(paths: Paths) -> None:
    try:
        purge(paths())
    except Exception:
        logger.exception("The cache in front could not be told what changed")
    finally:
        connections.close_all()


def purge(paths: Iterable[str]) -> None:
    """Ask every cache in front to forget these paths of the portal."""
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    for backend in get_backends().values():
        backend.purge_batch([base + path for path in sorted(paths)])


def addresses(changed: list[Any]) -> set[str]:
    """Paths of these items in all languages, of the pages that list others, of feeds and the API.

    Where an item was public before counts as well, so that a withdrawn or moved page goes.
    """
    rows = CatalogItem.objects.filter(pk__in=changed)
    keys = rows.exclude(translation_key=None).values("translation_key")
    shown = CatalogItem.objects.filter(Q(translation_key__in=keys) | Q(pk__in=changed))
    kinds = dict(shown.values_list("pk", "kind"))
    noted = PublicAddress.objects.filter(item__in=kinds).values_list("path", flat=True)
    found = {above for path in noted for above in _down_to(path)}
    found |= _pictures(rows)
    lists = [kind.code for kind in all_kinds() if not kind.is_listed]
    found |= _paths(CatalogItem.objects.public().filter(kind__in=lists)) | _views()
    found |= {"/api/v1/content", *(f"/api/v1/content/{pk}" for pk in kinds)}
    for code, _name in settings.LANGUAGES:
        names = {"all", *kinds.values()}
        found |= {f"/feeds/{code}/{name}.{form}" for name in names for form in FORMS}
    return found


def _pictures(rows: QuerySet[CatalogItem]) -> set[str]:
    """Pictures among these items in all their sizes: an item has the address of one of them."""
    sources = rows.filter(kind=IMAGE).values_list("source", flat=True)
    sizes = PortalRendition.objects.filter(image__in=[s.partition(":")[2] for s in sources])
    return {media_url(name) for name in sizes.values_list("file", flat=True)}


def all_pages() -> set[str]:
    return _paths(CatalogItem.objects.public().filter(page_id__isnull=False)) | _views()


def _paths(items: QuerySet[CatalogItem]) -> set[str]:
    return {urlsplit(url).path for url in items.values_list("url", flat=True)}


def _views() -> set[str]:
    """Of what is kept and is no page."""
    found = {"/sitemap.xml"}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {reverse(name) for name in KEPT_VIEWS - {"wagtail_serve"}}
    return found


def _down_to(path: str) -> list[str]:
    """``/a/``, ``/a/b/`` of ``/a/b``: a page is listed on those above it."""
    parts = [part for part in path.split("/") if part]
    return ["/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]
