"""The admin's request that is being answered, for what Wagtail calls without one.

None outside the admin: in commands, tasks, the interfaces and on the site.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse

_request: ContextVar[HttpRequest | None] = ContextVar("request of the admin", default=None)


def is_of_the_admin(request: HttpRequest) -> bool:
    """Whether the admin's addresses answer this; known once the address is resolved."""
    match = request.resolver_match
    return match is not None and match.route.startswith("admin/")


def expects_json(request: HttpRequest) -> bool:
    """Whether a script asks that reads JSON only: autosave, and the portal's own."""
    return not request.accepts("text/html")


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
        if is_of_the_admin(request):
            _request.set(request)
