"""How many passwords may be tried, so that neither guessing nor shutting an officer out succeeds.

docs/decisions/0025-guessing-is-limited-nobody-is-locked-out.md says what is counted and why.
"""

import secrets
from collections.abc import Callable
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.db.models import Sum
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from core.limits import Limit

#: Wrong passwords of one user at one address before the pair is locked.
FAILURES = 5
#: The same while this user fails often from wherever, or this address whomever it names.
FAILURES_UNDER_ATTACK = 2
SUSPICIOUS_OF_USER, SUSPICIOUS_OF_ADDRESS = 20, 30
#: Wrong passwords of one user in a browser where this user has signed in before.
KNOWN_DEVICE = Limit("known-device", 10, 900)

COOKIE = "known_device"
_SALT = "core.login_limits"
_YEAR = 365 * 86_400
_USERS_OF_A_DEVICE = 10


def failure_limit(request: HttpRequest, credentials: dict[str, Any] | None) -> int:
    """How many wrong passwords of this user this address may send.

    Whoever knows the password needs one attempt: the lower limit slows down those who guess from
    many addresses, or at many users, and shuts nobody out.
    """
    recent = AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request))
    name = get_client_username(request, credentials)
    of_user = recent.filter(username=name)
    of_address = recent.filter(ip_address=request.axes_ip_address)  # type: ignore[attr-defined]
    is_attacked = _sum(of_user) >= SUSPICIOUS_OF_USER or _sum(of_address) >= SUSPICIOUS_OF_ADDRESS
    return FAILURES_UNDER_ATTACK if is_attacked else FAILURES


def _sum(attempts: Any) -> int:
    return attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0


class LoginHandler(AxesDatabaseHandler):
    """Axes with one exception: what others do does not matter to a known device."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        if is_known_device(request, get_client_username(request, credentials) or ""):
            return 0
        return super().get_failures(request, credentials)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
    ) -> None:
        if request is not None:
            name = get_client_username(request, credentials) or ""
            if is_known_device(request, name):
                KNOWN_DEVICE.take(f"{_device(request)['device']} {name}")
        super().user_login_failed(sender, credentials, request, **kwargs)


def is_known_device(request: HttpRequest, username: str) -> bool:
    """Whether this user has signed in with this browser, which has not failed too often since."""
    known = _device(request)
    if _sign_of(username) not in known["users"]:
        return False
    return not KNOWN_DEVICE.wait(f"{known['device']} {username}")


def is_any_known_device(request: HttpRequest) -> bool:
    return bool(_device(request)["users"])


def _device(request: HttpRequest) -> dict[str, Any]:
    """``device``: a random name; ``users``: marks of those who have signed in with it."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_YEAR)
    except signing.BadSignature:
        return {"device": secrets.token_urlsafe(12), "users": []}


def _sign_of(username: str) -> str:
    return salted_hmac(_SALT, username).hexdigest()[:16]


@receiver(user_logged_in)
def _note_login(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    if request is not None:
        request.signed_in_as = user.get_username()  # type: ignore[attr-defined]


class KnownDeviceMiddleware:
    """Tells a browser in which somebody has just signed in that it is known now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if username := getattr(request, "signed_in_as", ""):
            known = _device(request)
            users = [_sign_of(username), *known["users"]]
            known["users"] = list(dict.fromkeys(users))[:_USERS_OF_A_DEVICE]
            response.set_cookie(
                COOKIE, signing.dumps(known, salt=_SALT), max_age=_YEAR, httponly=True,
                path=reverse("wagtailadmin_home"), secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )  # fmt: skip
        return response
