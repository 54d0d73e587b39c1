"""The site's lists read the catalog: a page is listed if, and only if, the catalog shows it."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.query import PageQuerySet

from catalog.freshness import bring_up_to_date
from catalog.models import CatalogItem

_is_fresh = ContextVar("the catalog was brought up to date for this request", default=False)


def listed(pages: PageQuerySet[Any]) -> PageQuerySet[Any]:
    """Those of the pages that are public, by the catalog: one look-up, however many are private."""
    if not _is_fresh.get():
        bring_up_to_date()
    shown = CatalogItem.objects.public().filter(page_id__isnull=False)
    return pages.filter(pk__in=shown.values("page_id"))


class FreshCatalogMiddleware:
    """Brings the catalog up to date once for each page a visitor asks for, in one query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _is_fresh.set(False)
        try:
            return self.get_response(request)
        finally:
            _is_fresh.reset(token)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        match = request.resolver_match
        if match is not None and match.url_name == "wagtail_serve":
            bring_up_to_date()
            _is_fresh.set(True)
