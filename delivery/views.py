"""What a phone needs to put the portal among its programs."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.links import home_url
from core.models import PortalSettings

_SIZES = (192, 512)
_GROUND, _INK = "#fbf3e2", "#8c2a20"


@require_safe
@cache_control(max_age=3600)
def web_manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest in the language of the address."""
    language = get_language() or settings.LANGUAGE_CODE
    name = str(PortalSettings.for_visitor(request).name) or gettext("External information portal")
    home = home_url(language)
    body = {
        "name": name,
        "short_name": name[:30],
        "lang": language,
        "start_url": home,
        "scope": "/",
        "id": home,
        "display": "minimal-ui",
        "background_color": _GROUND,
        "theme_color": _INK,
        "icons": [
            {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png",
             "purpose": "any"}
            for size in _SIZES
        ],
    }  # fmt: skip
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/manifest+json"
    return response
