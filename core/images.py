"""Pictures: which sizes the templates use, and how pages get theirs."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps

from core.sitewide import remembered_each

FORMATS = "format-{avif,webp,jpeg}"
# Every slot in which templates show a picture: rendition specification, and the `sizes` attribute
# where there is more than one size. The smaller one is what a cheap phone's 720 pixels hold.
# Renditions are made when pictures are uploaded and shown (`core.renditions`), never in a GET.
PICTURE_SPECS: dict[str, tuple[str, str]] = {
    "card": (f"fill-{{720x480,1080x720}}|{FORMATS}", "(min-width: 60rem) 22rem, 92vw"),
    "figure": (f"width-{{720,1200}}|{FORMATS}", "(min-width: 60rem) 46rem, 94vw"),
    "hero": (f"fill-{{800x450,1600x900}}|{FORMATS}", "100vw"),
    "portrait": (f"fill-{{200x240}}|{FORMATS}", ""),
    # What Wagtail's own screens show: its lists, choosers and the form of a picture.
    "admin": ("max-{165x165,800x600}", ""),
    "emblem": ("max-{160x160}|format-{webp,png}", ""),
}


def pictures(ids: Iterable[int]) -> dict[int, Any]:
    """Pictures with their renditions; two queries for those that no page has shown yet."""

    def asked(missing: list[int]) -> dict[int, Any]:
        model = apps.get_model("core.PortalImage")
        found: dict[int, Any] = model.objects.prefetch_related("renditions").in_bulk(missing)
        return found

    return remembered_each("picture", ids, asked)


def attach_covers(pages: list[Any]) -> None:
    """Give pages of any kind their cover with its renditions, by `pictures`."""
    covers = pictures({page.cover_id for page in pages if getattr(page, "cover_id", None)})
    for page in pages:
        if getattr(page, "cover_id", None):
            page.cover = covers.get(page.cover_id)
