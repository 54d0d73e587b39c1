"""From source keys to what they should be in the catalog now."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from catalog.building import Directory, build_file, build_image, build_page
from catalog.built import Built
from catalog.models import FILE, IMAGE, MEDIA_KINDS, CatalogDependency, CatalogItem
from catalog.visibility import public_pages, restricted_collections
from core.kinds import kind_of
from core.models import PortalDocument, PortalImage


def build_all(sources: Iterable[str], namespace: uuid.UUID) -> dict[str, Built | None]:
    """``{source: item}``, None for what is not public; raises whatever building one of them raises.

    Reads everything anew: nothing that a cache of another process may hold longer.
    """
    wanted: dict[str, list[int]] = defaultdict(list)
    built: dict[str, Built | None] = {}
    for source in sources:
        kind, _colon, pk = source.partition(":")
        wanted[kind].append(int(pk))
        built[source] = None
    directory = Directory(namespace)
    pages = list(public_pages(Page.objects.filter(pk__in=wanted["page"])).specific())
    pages = [page for page in pages if kind_of(page)]
    directory.prepare(pages)
    for page in pages:
        built[f"page:{page.pk}"] = _page(page, directory)
    for kind, model, build in (
        (IMAGE, PortalImage, build_image),
        (FILE, PortalDocument, build_file),
    ):
        for medium in _shown(kind, model, wanted[kind]):
            built[f"{kind}:{medium.pk}"] = build(medium, directory)
    return built


def _page(page: Page, directory: Directory) -> Built:
    item = build_page(page, directory)
    item.tree_path, item.source_path = page.path, page.url_path
    return item


def _shown(kind: str, model: Any, ids: list[int]) -> list[Any]:
    """Those pictures or files which a public page shows; an upload alone publishes nothing."""
    if not ids:
        return []
    targets = [f"{kind}:{pk}" for pk in ids]
    showing = CatalogDependency.objects.filter(
        target__in=targets, item__state=CatalogItem.State.LIVE
    ).exclude(item__kind__in=MEDIA_KINDS)
    used = {int(t.partition(":")[2]) for t in showing.values_list("target", flat=True).distinct()}
    return list(model.objects.filter(pk__in=used).exclude(collection__in=restricted_collections()))
