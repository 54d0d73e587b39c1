"""Refreshing after a request, so that neither the editor nor the next visitor waits for it.

Nothing rests on it: marks stay in the database, and every public read takes in what is pending.
"""

import logging
import threading
from typing import Any

from django.conf import settings
from django.db import connections

logger = logging.getLogger(__name__)

_pending = threading.Event()
_running = threading.Lock()


def note_pending() -> None:
    """Marks were committed by this process."""
    _pending.set()


def after_request(sender: Any, **kwargs: Any) -> None:
    """Start a refresh in a thread when the request left marks; at most one a process."""
    if not _pending.is_set() or not settings.CATALOG_REFRESH_AFTER_REQUEST:
        return
    if _running.acquire(blocking=False):
        threading.Thread(target=_work_off, name="catalog-refresh", daemon=True).start()


def _work_off() -> None:
    from catalog.refresh import refresh

    try:
        while _pending.is_set():
            _pending.clear()
            refresh()
    except Exception:
        # The marks are still there: the next reader or `manage.py catalog refresh` takes them in.
        logger.exception("The catalog could not be refreshed in the background")
    finally:
        _running.release()
        connections.close_all()
