"""What a phone needs to put the portal among its programs, and to read it without a network."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from core.links import home_url
from core.models import PortalSettings
from delivery.state import release

_SIZES = (192, 512)
_SHORT = 30  # Characters; telephones break it into lines themselves.
_GROUND, _INK = "#fbf3e2", "#8c2a20"
_WORKER = Path("static/js/service-worker.js")


@require_safe
@cache_control(max_age=3600)
def web_manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest in the language of the address."""
    language = get_language() or settings.LANGUAGE_CODE
    portal = PortalSettings.for_visitor(request)
    name = str(portal.name) or gettext("External information portal")
    place = str(portal.locality.name) if portal.locality else ""
    home = home_url(language)
    body = {
        "name": name,
        "short_name": _short(place or name),
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


def _short(name: str) -> str:
    """What fits below a drawing on a telephone: whole words."""
    if len(name) <= _SHORT:
        return name
    return name[: _SHORT + 1].rsplit(" ", 1)[0][:_SHORT].rstrip(" ,-–")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Tells of reading without a network, and stands for a page never read where there is none."""
    return render(request, "delivery/offline.html")


@require_safe
@gzip_page
@cache_control(no_cache=True)
@condition(etag_func=lambda _request: f'"{release()}"')
def service_worker(_request: HttpRequest) -> HttpResponse:
    """The program of static/js/service-worker.js, with what it has to know of this portal.

    It lies at the root, so that it may answer for every page; another release is another program.
    """
    known = json.dumps(_known_to_the_worker(), ensure_ascii=False)
    program = (settings.BASE_DIR / _WORKER).read_text(encoding="utf-8")
    return HttpResponse(
        f"const PORTAL = {known};\n{program}", content_type="text/javascript; charset=utf-8"
    )


def _known_to_the_worker() -> dict[str, Any]:
    closed = [reverse("wagtailadmin_home"), "/api/", "/documents/", settings.STATIC_URL]
    # The portal's own files; those of the admin lie elsewhere.
    files = [f"{settings.STATIC_URL}{name}/" for name in ("css", "fonts", "img", "js", "vendor")]
    languages = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            closed += [reverse("search"), reverse("opinion")]
            files.append(reverse("map_ground"))
            languages[code] = {
                "home": home_url(code),
                "offline": reverse("offline"),
                "kept": render_to_string("delivery/kept_line.html", {"is_kept": True}),
                "unread": render_to_string("delivery/kept_line.html", {"is_kept": False}),
            }
    return {
        "version": release(),
        "closed": [*closed, settings.MEDIA_URL],
        "files": files,
        "media": settings.MEDIA_URL,
        "languages": languages,
    }
