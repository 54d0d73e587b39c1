"""When cards to share are drawn: in a thread after the request that changed pages.

What a crash leaves undrawn, `manage.py make_share_cards` draws; until then the cover is shared.
"""

import logging
import threading
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from catalog.marks import mark
from catalog.models import MEDIA_KINDS, CatalogItem, DirtyMark

logger = logging.getLogger(__name__)
# Nothing depends on it: it only begins a new generation, so that pages show the new card.
_CARDS = (DirtyMark.Scope.DEPENDENTS, "share-cards")
_waiting: set[Any] = set()
_lock = threading.Lock()
_running = threading.Lock()


def on_catalog_changed(sender: Any, items: list[tuple[Any, str]], **kwargs: Any) -> None:
    changed = {pk for pk, kind in items if kind not in MEDIA_KINDS}
    transaction.on_commit(lambda: _wait(changed), robust=True)


def on_portal_saved(sender: Any, **kwargs: Any) -> None:
    """Every card names the portal."""
    transaction.on_commit(lambda: _wait(set(all_pages())), robust=True)


def all_pages() -> list[Any]:
    pages = CatalogItem.objects.public().exclude(kind__in=MEDIA_KINDS)
    return list(pages.values_list("pk", flat=True))


def _wait(items: set[Any]) -> None:
    with _lock:
        _waiting.update(items)


def after_request(sender: Any, **kwargs: Any) -> None:
    if not _waiting or not settings.CATALOG_REFRESH_AFTER_REQUEST:
        return
    if _running.acquire(blocking=False):
        threading.Thread(target=_work_off, name="share-cards", daemon=True).start()


def _work_off() -> None:
    try:
        while _waiting:
            draw_waiting()
    except Exception:
        logger.exception("Cards to share could not be drawn in the background")
    finally:
        _running.release()
        connections.close_all()


def draw_waiting() -> int:
    with _lock:
        items = list(_waiting)
        _waiting.clear()
    return draw_all(items)


def draw_all(items: list[Any]) -> int:
    """Draw what is missing of these, and let pages show it; returns how many were drawn."""
    from delivery.share_cards import draw

    drawn = draw(items)
    if drawn:
        with transaction.atomic():
            mark(_CARDS)
    return drawn
