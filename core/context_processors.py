from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.models import PortalSettings


def portal(request: HttpRequest) -> dict[str, Any]:
    """``portal``: the settings of the site the request is for; loaded when a template asks.

    ``has_session``: whether to look for an officer at all. To ask for the user of a visitor's
    request would make the answer one of this visitor.
    """
    return {
        "portal": SimpleLazyObject(lambda: PortalSettings.for_visitor(request)),
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
    }
