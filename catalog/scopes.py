"""Which items a mark is about."""

from collections.abc import Iterable, Iterator

from django.db.models import Q
from wagtail.models import Collection, Page

from catalog.identity import RECORD
from catalog.models import FILE, IMAGE, CatalogDependency, CatalogItem, DirtyMark
from catalog.visibility import public_pages, restricted_collections
from core.models import PortalDocument, PortalImage

Scope = DirtyMark.Scope
_AT_ONCE = 400  # Values in one IN list: SQLite and readable logs.


def is_sitewide(mark: DirtyMark) -> bool:
    """Whether pages show it that are not built from it: a record in a list of filters, a menu."""
    return mark.scope == Scope.ALL or mark.target.startswith(f"{RECORD}:")


def in_batches(values: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for value in values:
        batch.append(value)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def targets_of(marks: Iterable[DirtyMark]) -> set[str]:
    """Source keys of the items to be looked at because of these coarse marks."""
    found: set[str] = set()
    dependencies = set()
    for scope, target in {(mark.scope, mark.target) for mark in marks}:
        if scope == Scope.ALL:
            found |= everything()
        elif scope == Scope.TREE:
            found |= changed_below(int(target))
        elif scope == Scope.COLLECTION:
            found |= media_below(int(target))
        else:
            dependencies.add(target)
    for batch in in_batches(dependencies):
        rows = CatalogDependency.objects.filter(target__in=batch)
        found.update(rows.values_list("item__source", flat=True))
    return found


def everything() -> set[str]:
    """All public pages, everything that pages show, and whatever the catalog holds now."""
    pages = public_pages(Page.objects.filter(depth__gt=1)).values_list("pk", flat=True)
    live = CatalogItem.objects.filter(state=CatalogItem.State.LIVE)
    media = CatalogDependency.objects.filter(
        Q(target__startswith=f"{IMAGE}:") | Q(target__startswith=f"{FILE}:")
    )
    return {
        *(f"page:{pk}" for pk in pages),
        *live.values_list("source", flat=True),
        *media.values_list("target", flat=True).distinct(),
    }


def changed_below(page_id: int) -> set[str]:
    """Pages from this one down which became public or private or got another address.

    A page that was deleted has nothing below it; each of its descendants has its own mark.
    """
    top = Page.objects.filter(pk=page_id).only("path").first()
    if top is None:
        return set()
    below = Page.objects.filter(path__startswith=top.path)
    public = set(public_pages(below).values_list("pk", flat=True))
    held = {
        pk: (path, address)
        for pk, path, address in CatalogItem.objects.filter(
            state=CatalogItem.State.LIVE, page_id__in=below.values("pk")
        ).values_list("page_id", "tree_path", "source_path")
    }
    changed = public ^ held.keys()
    for pk, path, address in below.values_list("pk", "path", "url_path"):
        if pk in held and held[pk] != (path, address):
            changed.add(pk)
    return {f"page:{pk}" for pk in changed}


def media_below(collection_id: int) -> set[str]:
    """Pictures and files in this collection and those below it, and the pages that show them."""
    top = Collection.objects.filter(pk=collection_id).first()
    if top is None:
        return set()
    collections = top.get_descendants(inclusive=True).values("pk")
    media: set[str] = set()
    for kind, model in ((IMAGE, PortalImage), (FILE, PortalDocument)):
        ids = model.objects.filter(collection__in=collections).values_list("pk", flat=True)
        media.update(f"{kind}:{pk}" for pk in ids)
    found = set(media)
    for batch in in_batches(media):
        rows = CatalogDependency.objects.filter(target__in=batch)
        found.update(rows.values_list("item__source", flat=True))
    return found


def no_longer_public(targets: Iterable[str]) -> list[str]:
    """Those of the targets that the catalog shows and that nobody may see any more.

    Quick: it builds nothing. Pictures that merely lost their last page are left to the building.
    """
    gone: list[str] = []
    for batch in in_batches(targets):
        held = CatalogItem.objects.filter(state=CatalogItem.State.LIVE, source__in=batch)
        pages = dict(held.filter(page_id__isnull=False).values_list("page_id", "source"))
        public = public_pages(Page.objects.filter(pk__in=pages)).values_list("pk", flat=True)
        gone += [pages[pk] for pk in pages.keys() - set(public)]
        gone += _restricted_media(
            held.filter(page_id__isnull=True).values_list("source", flat=True)
        )
    return gone


def _restricted_media(sources: Iterable[str]) -> list[str]:
    held = list(sources)
    restricted = restricted_collections() if held else set()
    if not restricted:
        return []
    gone = []
    for kind, model in ((IMAGE, PortalImage), (FILE, PortalDocument)):
        ids = [int(s.partition(":")[2]) for s in held if s.startswith(f"{kind}:")]
        private = model.objects.filter(pk__in=ids, collection__in=restricted)
        gone += [f"{kind}:{pk}" for pk in private.values_list("pk", flat=True)]
    return gone
