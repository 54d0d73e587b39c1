from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.models import PortalSettings


def portal(request: HttpRequest) -> dict[str, Any]:
    """``portal``: the settings of the site the request is for; loaded when a template asks."""
    return {"portal": SimpleLazyObject(lambda: PortalSettings.for_visitor(request))}
