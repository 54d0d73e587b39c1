"""/healthz and /readyz: for the machines that watch over the portal.

Answered before anything that may send them elsewhere or ask who they are. Nothing in the answers
is a secret: no address, no name of a table, no text of an error.
"""

import logging
import shutil
import tempfile
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from catalog.models import DirtyMark
from core.models import SetAside
from core.trouble import trouble_of
from search.state import search_state

logger = logging.getLogger(__name__)

# Bytes: a day of uploads and their renditions; more than one block of any file system.
_LITTLE_SPACE, _PROBE = 500_000_000, 65_536
OK, DEGRADED, UNAVAILABLE = "ok", "degraded", "unavailable"
Check = dict[str, Any]


class HealthMiddleware:
    """Stands before all others: no redirect, no host and no session matter here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.answers = {"/healthz": healthz, "/readyz": readyz}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.answers.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return JsonResponse({}, status=405, headers={"Allow": "GET, HEAD"})
        response = answer()
        response["Cache-Control"] = "no-store"
        return response


def healthz() -> JsonResponse:
    """The process lives; whatever else is down, starting it again would not help."""
    return JsonResponse({"status": OK})


def readyz() -> JsonResponse:
    """200 while the portal can serve, also with less than everything; 503 when it cannot."""
    checks = {"database": _checked(_database)}
    if checks["database"]["status"] == OK:
        checks["migrations"] = _checked(_migrations)
        if checks["migrations"]["status"] == OK:
            checks["catalog"] = _checked(_catalog)
            checks["search"] = _checked(_search)
    checks["cache"] = _checked(_cache, otherwise=DEGRADED)
    checks["disk"] = _checked(_disk, otherwise=DEGRADED)
    found = {check["status"] for check in checks.values()}
    status = next((one for one in (UNAVAILABLE, DEGRADED) if one in found), OK)
    return JsonResponse(
        {"status": status, "checks": checks}, status=503 if status == UNAVAILABLE else 200
    )


def _checked(check: Callable[[], Check], otherwise: str = UNAVAILABLE) -> Check:
    try:
        return check()
    except (DatabaseError, OSError, ValueError):
        logger.exception("A check of /readyz failed")
        return {"status": otherwise}


def _database() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"status": OK}


_is_migrated = False  # It stays so while this code runs.


def _migrations() -> Check:
    global _is_migrated
    if not _is_migrated:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if pending:
            return {"status": UNAVAILABLE, "pending": pending}
        _is_migrated = True
    return {"status": OK, "pending": 0}


def _catalog() -> Check:
    """``set_aside``: how much the steps behind publishing could not take in; the rest goes on."""
    left = SetAside.objects.count()
    status = DEGRADED if left else OK
    return {"status": status, "pending": DirtyMark.objects.count(), "set_aside": left}


def _search() -> Check:
    state = search_state(probe=True)
    found: Check = {"status": DEGRADED if state.is_degraded else OK, "engine": state.engine}
    if state.is_degraded:
        found["behind"] = state.behind
        since = state.failing_since
        found["failing_since"] = timezone.localtime(since).isoformat() if since else None
    return found


def _disk() -> Check:
    """Whether uploads and, with SQLite, the database can grow. A full disk is still read from."""
    free = shutil.disk_usage(settings.VAR_DIR).free
    found: Check = {"status": OK, "free_megabytes": free // 1_000_000}
    try:
        # A quota or a disk that was mounted again to be read only does not show in its free space.
        with tempfile.TemporaryFile(dir=settings.VAR_DIR) as file:
            file.write(bytes(_PROBE))
    except OSError as error:
        trouble = trouble_of(error)
        return {**found, "status": DEGRADED, "problem": trouble.value if trouble else "unknown"}
    if free < _LITTLE_SPACE:
        return {**found, "status": DEGRADED, "problem": "almost full"}
    return found


def _cache() -> Check:
    for name in caches:
        caches[name].set("readyz", name, 10)
        if caches[name].get("readyz") != name:
            return {"status": DEGRADED}
    return {"status": OK}
