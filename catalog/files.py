"""Whether a picture or file is public: the one rule, for pages, feeds, API and at its address.

It is when its collection is open to all and something public shows it: a page, in any language, or
the portal itself (the emblem). The catalog knows what its pages show. Whoever may see the others,
`core.file_readers` says.
"""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from catalog.identity import source_key
from catalog.models import MEDIA_KINDS, CatalogDependency, CatalogItem, DirtyMark
from catalog.visibility import public_pages
from core.models import PortalDocument, PortalImage, PortalSettings
from core.sitewide import is_state_known
from core.visibility import is_in_open_collection

_AT_ONCE = 200  # Pages looked at while the catalog is behind: one of them is enough.


def is_public(thing: PortalImage | PortalDocument) -> bool:
    """Of this very moment. Bring the catalog up to date first (`catalog.freshness`)."""
    if not is_in_open_collection(thing):
        return False
    source = source_key(thing)
    if CatalogItem.objects.public().filter(source=source).exists() and (
        is_state_known() or _is_still_shown(source)
    ):
        return True
    is_picture = isinstance(thing, PortalImage)
    return is_picture and PortalSettings.objects.filter(emblem=thing.pk).exists()


def is_public_page(item: Any) -> bool:
    """Whether the page of this catalog item is public; what is drawn of it is as well."""
    rows = CatalogItem.objects.public().filter(pk=item).exclude(kind__in=MEDIA_KINDS)
    pk = rows.values_list("page_id", flat=True).first()
    if pk is None:
        return False
    return is_state_known() or public_pages(Page.objects.filter(pk=pk)).exists()


def _is_still_shown(source: str) -> bool:
    """While the catalog is behind: by a page of which nothing is pending, and which is public now.

    What it cannot vouch for is not public until it has been taken in.
    """
    due = Q(item__recheck_at__isnull=True) | Q(item__recheck_at__gt=timezone.now())
    showing = CatalogDependency.objects.filter(due, target=source, item__page_id__isnull=False)
    items: dict[Any, Any] = dict(showing.values_list("item__page_id", "item_id")[:_AT_ONCE])
    pages = public_pages(Page.objects.filter(pk__in=items))
    settled = set(pages.values_list("pk", flat=True)) - _pending(items)
    return bool(settled) and not DirtyMark.objects.filter(target=source).exists()


def _pending(items: dict[int, Any]) -> set[int]:
    """Pages about which something is marked, or about something that they show."""
    marked = DirtyMark.objects.filter(
        scope=DirtyMark.Scope.ITEM, target__in=[f"page:{pk}" for pk in items]
    )
    found = {int(target.partition(":")[2]) for target in marked.values_list("target", flat=True)}
    coarse = DirtyMark.objects.filter(scope=DirtyMark.Scope.DEPENDENTS).values("target")
    touched = CatalogDependency.objects.filter(item__in=items.values(), target__in=coarse)
    by_item = {item: pk for pk, item in items.items()}
    return found | {by_item[item] for item in touched.values_list("item_id", flat=True)}
