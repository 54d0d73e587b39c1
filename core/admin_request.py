"""The admin's request that is being answered, for what Wagtail calls without one.

None outside the admin: in commands, tasks, the interfaces and on the site.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse

_request: ContextVar[HttpRequest | None] = ContextVar("request of the admin", default=None)


def admin_request() -> HttpRequest | None:
    return _request.get()


class AdminRequestMiddleware:
    """Stands behind the middleware that give a request its user and its messages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request.set(None)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        if request.resolver_match and request.resolver_match.route.startswith("admin/"):
            _request.set(request)
