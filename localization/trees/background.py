"""Working off the marks: at once where they are few, after the request where they are many."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connections, transaction
from wagtail.models import Page

from core.set_aside import Step, isolate
from localization.trees import mending, standins
from localization.trees.drift import Drift
from localization.trees.models import TreeMark, TreeState

logger = logging.getLogger(__name__)

SOON = 25  # So many pages are brought into step before the editor gets an answer.

_pending = threading.Event()
_pending.set()  # Perhaps a process ended in the middle of its work.
_running = threading.Lock()
_local = threading.local()


def pending() -> int:
    """How many pages wait to be brought into step."""
    return TreeMark.objects.values("translation_key", "leftover").distinct().count()


def work_off_soon() -> None:
    """After a commit that left marks. Never raises: they stay until they are worked off."""
    try:
        is_request = getattr(_local, "is_request", False) and settings.TREES_IN_BACKGROUND
        if is_request and pending() > SOON:
            _pending.set()
        else:
            work_off()
    except Exception:
        logger.exception("Trees could not be brought into step; it is tried again")
        _pending.set()


def work_off(on_progress: Callable[[int], None] | None = None) -> list[Drift]:
    """Bring everything that is marked into step; gives what was mended.

    ``on_progress`` is told after each transaction how many marks are left.
    """
    mended: list[Drift] = []
    while True:
        found = _one_chunk()
        if found is None:
            return mended
        mended += found
        if on_progress:
            on_progress(TreeMark.objects.count())


def _one_chunk() -> list[Drift] | None:
    """What was mended; None when there was nothing to do."""
    if not TreeMark.objects.exists():
        return None
    with transaction.atomic():
        TreeState.locked()
        marks = list(TreeMark.objects.order_by("pk")[: 10 * mending.CHUNK])
        for mark in marks:
            if mark.leftover is None and mark.translation_key is None:
                return _expand()
        _clear([mark.leftover for mark in marks if mark.leftover])
        keys = list(dict.fromkeys(m.translation_key for m in marks if m.translation_key))
        chunk = keys[: mending.CHUNK]
        mended = mending.mend_each(chunk)
        done = [mark.pk for mark in marks if mark.leftover or mark.translation_key in chunk]
        TreeMark.objects.filter(pk__in=done).delete()
    return mended


def _expand() -> list[Drift]:
    """Instead of the mark on everything, marks on what differs."""
    TreeMark.objects.filter(translation_key__isnull=True, leftover__isnull=True).delete()
    keys = dict.fromkeys(drift.key for drift in mending.differences())
    TreeMark.objects.bulk_create([TreeMark(translation_key=key) for key in keys], batch_size=500)
    return []


def _clear(leftovers: list[int]) -> None:
    """From below, so that only what is no leftover has to move up."""
    if not leftovers:
        return
    pages = Page.objects.filter(pk__in=leftovers).order_by("-depth").values_list("pk", flat=True)
    named = {f"page:{pk}": pk for pk in pages}

    def clear(some: list[str]) -> None:
        for one in some:
            standins.clear_leftover(named[one])

    with mending.at_work():
        isolate(Step.TREES, list(named), clear)


def _request_started(sender: Any, **kwargs: Any) -> None:
    _local.is_request = True


def _request_finished(sender: Any, **kwargs: Any) -> None:
    _local.is_request = False
    if not _pending.is_set() or not settings.TREES_IN_BACKGROUND:
        return
    if _running.acquire(blocking=False):
        threading.Thread(target=_work_off_pending, name="trees", daemon=True).start()


def _work_off_pending() -> None:
    try:
        while _pending.is_set():
            _pending.clear()
            work_off()
    except Exception:
        logger.exception("Trees could not be brought into step in the background")
    finally:
        _running.release()
        connections.close_all()


def connect() -> None:
    request_started.connect(_request_started, dispatch_uid="localization.trees")
    request_finished.connect(_request_finished, dispatch_uid="localization.trees")
