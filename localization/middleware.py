"""Which language an answer is in: on the site its address says, in the admin who asks."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from core.admin_request import is_of_the_admin


class PathLocaleMiddleware(LocaleMiddleware):
    """Django's, without `Vary: Accept-Language`: no answer depends on that header here.

    With it every cache in front of the portal would keep one copy for each browser's preference.
    """

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        """The user's own language for the whole of an admin request.

        Wagtail has it within a view only: without this a refusal is in the portal's language, and
        so is what `Content-Language` says.
        """
        if not is_of_the_admin(request):
            return
        if profile := getattr(request.user, "wagtail_userprofile", None):
            translation.activate(profile.get_preferred_language())

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language() or "vi")
        return response
