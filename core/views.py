"""Answers that belong to no page: errors and robots.txt."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in the language of the address, offering search and the other language."""
    return render(request, "404.html", {"language": get_language()}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # No context processors: whatever failed may be what they need.
    return HttpResponse(render(None, "500.html").content, status=500)  # type: ignore[arg-type]


def robots_txt(request: HttpRequest) -> HttpResponse:
    searches = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            searches.append(reverse("search"))
    closed = [reverse("wagtailadmin_home"), *searches]
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed)]
    lines.append(f"Sitemap: {settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
