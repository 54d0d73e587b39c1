"""Whoever has done nothing for a while is signed out; what runs by itself is nothing done."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

_LAST = "last_active"
# A write at most once in this part of the limit, not with every request.
_PART = 20
#: Addresses that an open tab asks by itself, in the namespaces of Wagtail's admin.
_BY_ITSELF = {"wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release"}


class IdleSessionMiddleware:
    """Stands behind the middleware that give a request its session and its user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_signed_in(request) and _idle_seconds(request) > _limit():
            logout(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        match = request.resolver_match
        if not _is_signed_in(request) or (match and match.view_name in _BY_ITSELF):
            return
        if _LAST not in request.session or _idle_seconds(request) > _limit() / _PART:
            request.session[_LAST] = int(time.time())


def _is_signed_in(request: HttpRequest) -> bool:
    # Looking into the session of somebody who brings none would make the answer depend on it.
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return has_session and _limit() > 0 and SESSION_KEY in request.session


def _idle_seconds(request: HttpRequest) -> float:
    now = time.time()
    return now - request.session.get(_LAST, now)


def _limit() -> int:
    """In seconds; 0 for none."""
    return settings.SESSION_IDLE_MINUTES * 60
