"""A page as Wagtail's own documentation makes it: the baseline of our pages. It keeps no promise.

Found level by level, children as they come, pictures by the `image` tag, nothing kept.
"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Site

PER_PAGE = 12


def stock(request: HttpRequest, path: str) -> HttpResponse:
    home = Site.find_for_request(request).root_page.localized.specific
    page = home.route(request, [word for word in path.split("/") if word]).page
    children = page.get_children().live().public().order_by("-first_published_at")
    items = Paginator(children.specific(), PER_PAGE).get_page(request.GET.get("page"))
    menu = home.get_children().live().in_menu()
    return render(request, "bench/stock.html", {"page": page, "items": items, "menu": menu})
