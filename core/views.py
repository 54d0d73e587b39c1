"""Answers that belong to no page: errors, robots.txt, the ground of maps."""

import datetime
import sys

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.admin_request import expects_json
from core.models import PortalSettings
from core.trouble import plain_error, trouble_of, unavailable
from core.unsaved.session import error_for_scripts


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in the language of the address, offering search and the other language."""
    return render(request, "404.html", {"language": get_language()}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the portal itself is sound and cannot write for a while."""
    if trouble := trouble_of(sys.exc_info()[1]):
        return unavailable(request, trouble)
    # No context processors: whatever failed may be what they need.
    return HttpResponse(render(None, "500.html").content, status=500)  # type: ignore[arg-type]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form of another login than the present one; says what to do (CSRF_FAILURE_VIEW)."""
    title, text = _("This form was opened under an earlier login"), _("Save once more.")
    if expects_json(request):
        return error_for_scripts(403, "stale_form", f"{title}. {text}")
    back = _("Go back in the browser, load the page anew and send it again. Nothing was saved.")
    return plain_error(403, title, back)


def robots_txt(request: HttpRequest) -> HttpResponse:
    searches = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            searches.append(reverse("search"))
    closed = [reverse("wagtailadmin_home"), *searches]
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed)]
    lines.append(f"Sitemap: {settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116): as the operator says, else the office's e-mail."""
    email = PortalSettings.for_visitor(request).email
    contacts = settings.SECURITY_CONTACTS or ([f"mailto:{email}"] if email else [])
    if not contacts:
        raise Http404
    # At most a year; half of one, and always ahead.
    expires = timezone.localdate() + datetime.timedelta(days=180)
    lines = [
        *(f"Contact: {contact}" for contact in contacts),
        f"Expires: {expires:%Y-%m-%d}T00:00:00+07:00",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('security_txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def map_ground(request: HttpRequest) -> JsonResponse:
    """What all maps of the portal draw below their points, named in the language of the address:
    asked for by the first map that comes near the screen, and kept for the next.
    """
    ground = PortalSettings.for_visitor(request).ground
    return JsonResponse(ground.data, json_dumps_params={"ensure_ascii": False})
