"""Keeping the index beside the database up to date, where no editor and no visitor waits for it.

Nothing rests on it: what an index has not seen it finds by the numbers of the catalog's writes, and
until then the database answers.
"""

import datetime
import logging
import threading
import time
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.models import Q
from django.utils import timezone

from search import engines
from search.engines.base import Engine, EngineUnavailableError
from search.indexing import catch_up
from search.models import SearchIndex

#: Seconds for which an engine that failed is not asked: the circuit breaker of this process.
PAUSE = 30.0
#: After this time without a sign another process may take over.
LEASE = datetime.timedelta(seconds=60)
logger = logging.getLogger(__name__)

_paused_until: dict[str, float] = {}
_failures: dict[str, str] = {}
_wanted = threading.Event()
_running = threading.Lock()


def is_paused(engine: Engine) -> bool:
    return time.monotonic() < _paused_until.get(engine.name, 0)


def pause(engine: Engine, failure: str) -> None:
    """Do not ask it for a while. Why is written down where nobody waits for the database."""
    logger.warning("%s does not answer: %s", engine.name, failure)
    _paused_until[engine.name] = time.monotonic() + PAUSE
    _failures[engine.name] = failure
    wake()


def forget() -> None:
    """As in a new process."""
    _paused_until.clear()
    _failures.clear()
    _wanted.clear()


def follow(sender: Any, **kwargs: Any) -> None:
    """Receiver of `catalog.signals.catalog_written`."""
    transaction.on_commit(wake, robust=True)


def wake() -> None:
    """There is something to do for an engine beside the database; one thread in a process."""
    if len(engines.in_order()) == 1:
        return
    _wanted.set()
    if settings.SEARCH_IN_BACKGROUND and _running.acquire(blocking=False):
        threading.Thread(target=_work_off, name="search-index", daemon=True).start()


def _work_off() -> None:
    try:
        while _wanted.is_set():
            work()
    except Exception:
        logger.exception("The search index could not be brought up to date in the background")
    finally:
        _running.release()
        connections.close_all()


def work() -> None:
    """Do what there is to do now."""
    _wanted.clear()
    for engine in engines.in_order():
        if engine.is_transactional:
            continue
        if failure := _failures.pop(engine.name, ""):
            note(engine, failure)
        elif not is_paused(engine):
            _tend(engine)


def _tend(engine: Engine) -> None:
    rows = SearchIndex.objects.filter(engine=engine.name)
    SearchIndex.objects.get_or_create(engine=engine.name)
    free = Q(busy_until=None) | Q(busy_until__lt=timezone.now())
    if not rows.filter(free).update(busy_until=timezone.now() + LEASE):
        return
    try:
        catch_up(
            engine,
            on_progress=lambda *_progress: rows.update(busy_until=timezone.now() + LEASE),
        )
        health = engine.health()
        failure = "" if health.is_up else health.detail
    except EngineUnavailableError as error:
        failure = str(error)
    finally:
        rows.update(busy_until=None)
    if failure:
        logger.warning("%s could not be brought up to date: %s", engine.name, failure)
        _paused_until[engine.name] = time.monotonic() + PAUSE
    note(engine, failure)


def note(engine: Engine, failure: str) -> None:
    """For people to read: since when it fails, and how; or that it does not."""
    rows = SearchIndex.objects.filter(engine=engine.name)
    try:
        if not failure:
            rows.exclude(failing_since=None).update(failing_since=None, failure="")
            return
        SearchIndex.objects.get_or_create(engine=engine.name)
        rows.filter(failing_since=None).update(failing_since=timezone.now())
        rows.update(failure=failure[:200])
    except DatabaseError:
        logger.exception("It could not be noted that %s fails", engine.name)
