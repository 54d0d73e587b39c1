"""Finding the page of an address in two queries, however deep it lies.

Wagtail asks twice for every level. The first question also gives all languages of the pages on the
way, for the language switch; the second the page with its record in the catalog. The result is the
same: the deepest page on the way decides about the rest of the address, as a page with addresses
of its own does.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from catalog.models import CatalogItem
from core.sitewide import remembered
from core.visibility import versions_of


@dataclass(frozen=True)
class _Root:
    """The home page that answers for a host in one language, and its site."""

    site: Site
    url_path: str


def route(request: HttpRequest, path: str) -> None:
    """Leave Wagtail the page of this path where it looks first (`Page.route_for_request`)."""
    name = f"root|{request.get_host()}|{get_language()}"
    root = remembered(name, lambda: _root_of(request))
    if root is None:
        return
    request._wagtail_site = root.site  # type: ignore[attr-defined]
    words = [word for word in path.split("/") if word]
    steps = ["".join(f"{word}/" for word in words[:depth]) for depth in range(len(words) + 1)]
    addresses = {root.url_path + step for step in steps}
    # The address decides; the slugs, which are indexed, spare reading all pages for it.
    slugs = {address.rstrip("/").rpartition("/")[2] for address in addresses}
    on_the_way = Page.objects.filter(slug__in=slugs, url_path__in=addresses)
    versions = list(versions_of(on_the_way.values("translation_key")))
    way = [page for page in versions if page.url_path in addresses]
    found = max(way, key=lambda page: page.depth, default=None)
    if found is None:
        return
    rest = words[found.url_path[len(root.url_path) :].count("/") :]
    page = _to_be_shown(found)
    page.versions = [one for one in versions if one.translation_key == page.translation_key]
    original = next((one for one in page.versions if one.pk == page.alias_of_id), None)
    if original:
        page.alias_of = original
    try:
        request._wagtail_route_for_request = page.route(request, rest)  # type: ignore[attr-defined]
    except Http404:
        request._wagtail_route_for_request = None  # type: ignore[attr-defined]


def _to_be_shown(found: Page) -> Any:
    """The specific page with what its type joins, and ``catalog_payload``: None if it has none."""
    model = found.specific_class or Page
    item = CatalogItem.objects.public().filter(page_id=OuterRef("pk"))
    pages = model._default_manager.annotate(catalog_payload=Subquery(item.values("payload")))
    page = pages.select_related(*getattr(model, "shown_with", ())).get(pk=found.pk)
    page.locale = found.locale
    return page


def _root_of(request: HttpRequest) -> _Root | None:
    site = Site.find_for_request(request)
    return _Root(site, site.root_page.localized.url_path) if site else None
