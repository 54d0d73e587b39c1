"""Telling a cache in front what changed: the items of a refresh, and the pages that list them.

Driven by the catalog's log alone, after the commit and in a thread: a cache that cannot be reached
never holds up or fails a publish. Without ``WAGTAILFRONTENDCACHE`` nothing happens.
"""

import logging
import threading
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Q
from wagtail.contrib.frontend_cache.utils import get_backends

from catalog.models import CatalogItem, PublicAddress
from core.links import home_url

logger = logging.getLogger(__name__)
FORMS = ("rss", "atom", "json")  # As api.feeds.syndication has them; rooms above are not asked.


def on_catalog_changed(sender: Any, items: list[tuple[Any, str]], **kwargs: Any) -> None:
    if settings.WAGTAILFRONTENDCACHE:
        changed = [pk for pk, _kind in items]
        transaction.on_commit(lambda: _in_thread(changed), robust=True)


def _in_thread(changed: list[Any]) -> None:
    threading.Thread(target=_purge, args=[changed], name="purge", daemon=True).start()


def _purge(changed: list[Any]) -> None:
    try:
        purge(addresses(changed))
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
    """Paths of these items, of all that is above them, in both languages, as feeds and in the API.

    Where an item was public before counts as well, so that a withdrawn or moved page goes.
    """
    rows = CatalogItem.objects.filter(pk__in=changed)
    keys = rows.exclude(translation_key=None).values("translation_key")
    shown = CatalogItem.objects.filter(Q(translation_key__in=keys) | Q(pk__in=changed))
    kinds = dict(shown.values_list("pk", "kind"))
    noted = PublicAddress.objects.filter(item__in=kinds).values_list("path", flat=True)
    found = {above for path in noted for above in _down_to(path)}
    found |= {"/api/v1/content", *(f"/api/v1/content/{pk}" for pk in kinds)}
    for code, _name in settings.LANGUAGES:
        found.add(home_url(code))
        names = {"all", *kinds.values()}
        found |= {f"/feeds/{code}/{name}.{form}" for name in names for form in FORMS}
    return found


def _down_to(path: str) -> list[str]:
    """``/a/``, ``/a/b/`` of ``/a/b``: a page is listed on those above it."""
    parts = [part for part in path.split("/") if part]
    return ["/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]
