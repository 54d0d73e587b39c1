"""The server's part in keeping what was typed; for forms and scripts of the admin."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.admin_request import expects_json, is_of_the_admin
from core.unsaved import restoring
from core.unsaved.session import session_ended

#: Posted by a form of which the browser holds a copy: the copy's name.
COPY = "typed_copy"
#: Cookie with the names of copies that were saved since, read and removed by the browser.
SAVED = "typed_saved"
_NAME = re.compile(r"[a-z0-9]{1,40}")
_REMEMBERED = 10


class UnsavedMiddleware:
    """Stands behind those that give a request its user and its messages, before the transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = restoring.begin(False)
        try:
            response = self.get_response(request)
            if not is_of_the_admin(request):
                return response
            if restoring.is_restoring() and response.status_code != 200:
                return self._not_put_back(request)
        finally:
            restoring.end(token)
        if _asks_to_sign_in(request, response) and expects_json(request):
            return session_ended()
        if request.method == "POST" and _is_saved(request, response):
            _tell_the_browser(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        if request.method == "POST" and is_of_the_admin(request):
            restoring.begin(restoring.RESTORE in request.POST)

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        if restoring.is_restoring():
            # "Could not be saved due to errors" is not what happened.
            _queued(request).clear()
            messages.info(request, _("This is what was typed, not saved yet. Check it, then save."))
        return response

    def _not_put_back(self, request: HttpRequest) -> HttpResponse:
        _queued(request).clear()
        messages.error(
            request, _("What was typed cannot be put back here. It is still kept in this browser.")
        )
        return redirect(request.path)


def _queued(request: HttpRequest) -> list[Any]:
    storage: Any = messages.get_messages(request)
    queued: list[Any] = storage._queued_messages
    return queued


def _asks_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    user: Any = request.user
    return response.status_code == 302 and user.is_anonymous


def _is_saved(request: HttpRequest, response: HttpResponse) -> bool:
    """A form that was accepted sends the browser on, without an error to tell."""
    user: Any = request.user
    if response.status_code not in (302, 303) or user.is_anonymous:
        return False
    return not any(message.level >= messages.ERROR for message in _queued(request))


def _tell_the_browser(request: HttpRequest, response: HttpResponse) -> None:
    name = request.POST.get(COPY, "")
    if not _NAME.fullmatch(name):
        return
    earlier = [one for one in request.COOKIES.get(SAVED, "").split(".") if _NAME.fullmatch(one)]
    response.set_cookie(
        SAVED, ".".join([*earlier[1 - _REMEMBERED :], name]), max_age=86_400,
        path=reverse("wagtailadmin_home"), secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )  # fmt: skip
