"""The site map as a page (Circular 32/2017/TT-BTTTT asks for a tree beside the XML)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from wagtail.models import Page

from catalog.listing import listed


def site_map(request: HttpRequest) -> HttpResponse:
    """All public pages of the language in the order of the tree; a constant number of queries."""
    pages = listed(Page.objects.filter(locale__language_code=get_language(), depth__gte=2))
    ordered = pages.select_related("locale").order_by("path").only(
        "title", "path", "depth", "url_path", "slug", "locale", "numchild"
    )  # fmt: skip
    return render(request, "home/site_map.html", {"pages": ordered})
