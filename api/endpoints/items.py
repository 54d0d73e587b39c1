"""One item, as it is stored; on request with cards of what belongs to it."""

from typing import Any, Literal
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field

from api.item_shapes import ShownItem
from api.openapi import DOCUMENTED_ERRORS, ITEM_ERRORS
from api.parameters import ItemId, Parameters
from api.problems import NOT_FOUND, Problem
from api.reading import Read, matches, not_modified
from catalog.models import MEDIA_KINDS, CatalogDependency, CatalogItem

router = Router(tags=["content"])

CHILDREN = 100
RELATED = 50
STEP = 4  # characters of a page's path a level
_PARTS = "breadcrumbs|translations|children|related"


class ItemParameters(Parameters):
    view: Literal["full", "card"] = Field("full", description=_("In full, or as lists show it."))
    expand: str | None = Field(
        None,
        pattern=rf"^({_PARTS})(,({_PARTS})){{0,3}}$",
        description=_(
            "Adds `expanded` with cards: breadcrumbs, translations, children (at most "
            "100), related (at most 50: what it refers to and what refers to it), separated by "
            "commas. One query each, two for related."
        ),
    )


class MediaParameters(Parameters):
    view: Literal["full", "card"] = Field("full", description=_("In full, or as lists show it."))


@router.get(
    "/content/{item}",
    response={200: ShownItem, **DOCUMENTED_ERRORS, **ITEM_ERRORS},
    operation_id="getItem",
    summary=_("One item"),
    description=_(
        "Byte for byte the `data` of the sync log; with `expand` one key more, `expanded`."
    ),
)
def get_item(request: HttpRequest, item: ItemId, asked: Query[ItemParameters]) -> HttpResponse:
    return _shown(request, item, asked.view, asked.expand, Q())


@router.get(
    "/media/{item}",
    response={200: ShownItem, **DOCUMENTED_ERRORS, **ITEM_ERRORS},
    operation_id="getMedia",
    summary=_("One picture or file"),
    tags=["media"],
)
def get_media(request: HttpRequest, item: ItemId, asked: Query[MediaParameters]) -> HttpResponse:
    return _shown(request, item, asked.view, None, Q(kind__in=MEDIA_KINDS))


def _shown(
    request: HttpRequest, item: UUID, view: str, expand: str | None, which: Q
) -> HttpResponse:
    read = Read(request)
    row = CatalogItem.objects.public().filter(which, pk=item).defer("exact_text", "folded_text")
    found = row.first()
    if found is None:
        raise Problem(NOT_FOUND)
    if not expand:
        # Tells more than the state: other items may change without this one.
        read.etag = f'"{found.digest[:48]}-{found.rev}-{view}"'
    if matches(request, read.etag):
        return not_modified(read.etag, read.cache_control)
    text = found.payload if view == "full" else found.card
    if expand:
        text = f'{text.rstrip()[:-1]},"expanded":{_expanded(found, expand.split(","))}}}'
    return read.answer(text)


def _expanded(item: CatalogItem, names: list[str]) -> str:
    parts = {name: ",".join(_PARTS_OF[name](item)) for name in sorted(set(names))}
    return "{" + ",".join(f'"{name}":[{cards}]' for name, cards in parts.items()) + "}"


def _cards(rows: Any) -> list[str]:
    return list(rows.values_list("card", flat=True))


def _breadcrumbs(item: CatalogItem) -> list[str]:
    path = item.tree_path
    above = [path[:end] for end in range(STEP, len(path), STEP)]
    rows = CatalogItem.objects.public().filter(tree_path__in=above, locale=item.locale)
    return _cards(rows.order_by("tree_path"))


def _translations(item: CatalogItem) -> list[str]:
    if item.translation_key is None:
        return []
    rows = CatalogItem.objects.public().filter(translation_key=item.translation_key)
    return _cards(rows.exclude(pk=item.pk).order_by("locale"))


def _children(item: CatalogItem) -> list[str]:
    rows = CatalogItem.objects.public().filter(parent=item.pk)
    return _cards(rows.order_by("tree_path")[:CHILDREN])


def _related(item: CatalogItem) -> list[str]:
    """Pages of its language that it refers to or that refer to it, its own line left out."""
    named = CatalogDependency.objects.filter(item=item, target__startswith="group:")
    keys = [
        UUID(target.removeprefix("group:")) for target in named.values_list("target", flat=True)
    ]
    referring = CatalogDependency.objects.filter(target=f"group:{item.translation_key}")
    path = item.tree_path
    above = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
    rows = (
        CatalogItem.objects.public()
        .filter(
            Q(translation_key__in=keys) | Q(pk__in=referring.values("item")), locale=item.locale
        )
        .exclude(tree_path__in=above)
    )
    if path:
        rows = rows.exclude(tree_path__startswith=path)
    return _cards(rows.order_by("-date", "id")[:RELATED])


_PARTS_OF = {
    "breadcrumbs": _breadcrumbs,
    "translations": _translations,
    "children": _children,
    "related": _related,
}
