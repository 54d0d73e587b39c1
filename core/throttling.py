"""Views that check a password or send a letter answer one client only so often."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.limits import Limit
from core.login_limits import is_any_known_device
from core.visitors import client_network


@dataclass(frozen=True)
class _Rule:
    """A limit of the forms sent to a view, or of those that the view refused."""

    limit: Limit
    only_refused: bool = False

    def key(self, request: HttpRequest) -> str:
        """Each address for itself, and each page with a password for itself."""
        return f"{client_network(request)} {request.path if self.only_refused else ''}"


# A login costs the server a tenth of a second, whoever is named: not to be had without end.
_LOGIN = _Rule(Limit("login", 30, 60))
_PAGE_PASSWORD = _Rule(Limit("page-password", 20, 900), only_refused=True)
_RULES = {
    "wagtailadmin_login": _LOGIN,
    "wagtailcore_login": _LOGIN,
    "wagtailadmin_password_reset": _Rule(Limit("password-reset", 10, 600)),
    "wagtailcore_authenticate_with_password": _PAGE_PASSWORD,
    "wagtaildocs_authenticate_with_password": _PAGE_PASSWORD,
}


class ThrottleMiddleware:
    """429 with Retry-After; an officer's own browser is known and never throttled."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        rule = _rule_of(request)
        if rule and rule.only_refused and response.status_code == 200:
            rule.limit.take(rule.key(request))
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        rule = _rule_of(request)
        if rule is None or is_any_known_device(request):
            return None
        key = rule.key(request)
        seconds = rule.limit.wait(key) if rule.only_refused else rule.limit.take(key)
        if not seconds:
            return None
        response = render(request, "429.html", {"minutes": -(-seconds // 60)}, status=429)
        response.headers["Retry-After"] = str(seconds)
        return response


def _rule_of(request: HttpRequest) -> _Rule | None:
    match = request.resolver_match
    if request.method != "POST" or match is None:
        return None
    return _RULES.get(match.url_name or "")
