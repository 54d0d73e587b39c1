"""Lists: of everything, and of each kind."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field, create_model

from api import kinds, vocabularies
from api.listing import kinds_of, page_of, selected
from api.openapi import DOCUMENTED_ERRORS
from api.parameters import ContentParameters, ListParameters, one_of
from api.reading import Read
from api.shapes import ListShape, list_shape
from catalog.models import MEDIA_KINDS
from catalog.schemas import schema_of

router = Router(tags=["content"])


def listed(
    request: HttpRequest,
    asked: ListParameters,
    codes: list[str],
    own_facets: dict[str, str] | None = None,
) -> HttpResponse:
    """Two queries: state and rows; one more for counts, whose labels are asked once a minute."""
    read = Read(request)
    if (same := read.unchanged) is not None:
        return same
    own = own_facets or {}
    rows = selected(asked, codes, own)
    page = page_of(rows, asked, [codes, own])
    more = {}
    if asked.facets:
        names = list(dict.fromkeys(asked.facets.split(",")))
        more["facets"] = vocabularies.counts(rows, names, asked.locale or settings.LANGUAGE_CODE)
    return read.list_of(page.texts, page.next, more)


@router.get(
    "/content",
    response={200: ListShape, **DOCUMENTED_ERRORS},
    operation_id="listContent",
    summary=_("Everything public, the newest first"),
    description=_("Pages of all kinds; pictures and files when their type is asked for."),
)
def list_content(request: HttpRequest, asked: Query[ContentParameters]) -> HttpResponse:
    return listed(request, asked, kinds_of(asked))


def own_choices(code: str) -> dict[str, list[str]]:
    """``{facet: values}`` of the closed lists that this kind can be filtered by."""
    kind = kinds.page_kind(code)
    declared = schema_of(kind).facet_choices if kind else {}
    taken = set(ListParameters.model_fields)
    return {
        name: [str(value) for value in choices.values]
        for name, choices in declared.items()
        if name not in taken
    }


def _add_list(code: str) -> None:
    choices = own_choices(code)
    fields: dict[str, Any] = {
        name: (one_of(values) | None, Field(None, description=_("Facet of this kind.")))
        for name, values in choices.items()
    }
    name = kinds.list_name(code)
    parameters = create_model(f"{name.title()}Parameters", __base__=ListParameters, **fields)

    def list_of_kind(request: HttpRequest, asked: Query[parameters]) -> HttpResponse:  # type: ignore[valid-type]
        own = asked.model_dump(include=set(choices), exclude_none=True)  # type: ignore[attr-defined]
        return listed(request, asked, [code], own)

    router.get(
        f"/{name}",
        response={200: list_shape(code), **DOCUMENTED_ERRORS},
        operation_id=f"list{name.title()}",
        url_name=f"list_{name}",
        summary=_("Items of one kind, the newest first"),
        tags=["media" if code in MEDIA_KINDS else "content"],
    )(list_of_kind)


for _code in kinds.codes():
    if kinds.has_list(_code):
        _add_list(_code)
