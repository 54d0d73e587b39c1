"""What describes the interface: schemas of the kinds, kinds of problems, the OpenAPI document."""

from functools import lru_cache
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_noop as _
from ninja import Router

from api.openapi import DOCUMENTED_ERRORS, ITEM_ERRORS, document_text
from api.problems import TYPES, preferred_language
from api.reading import document, quoted
from api.shapes import ProblemTypeShape, SchemasShape
from catalog.models import FILE, IMAGE
from catalog.schemas import FileItem, ImageItem, schema_of
from core.kinds import all_kinds

router = Router(tags=["portal"])

Slug: Any = Literal[tuple(TYPES)]


@lru_cache(maxsize=1)
def _schemas() -> str:
    models: dict[str, Any] = {kind.code: schema_of(kind).Data for kind in all_kinds()}
    models |= {IMAGE: ImageItem, FILE: FileItem}
    made = {code: model.model_json_schema(mode="serialization") for code, model in models.items()}
    return quoted({"schemas": made})


@router.get(
    "/schemas",
    response={200: SchemasShape, **DOCUMENTED_ERRORS},
    operation_id="getSchemas",
    summary=_("JSON Schema of the data of each kind"),
)
def schemas(request: HttpRequest) -> HttpResponse:
    return document(request, _schemas(), 3600)


@router.get(
    "/problems/{slug}",
    response={200: ProblemTypeShape, **DOCUMENTED_ERRORS, **ITEM_ERRORS},
    operation_id="getProblem",
    summary=_("What a kind of problem means"),
)
def problem(request: HttpRequest, slug: Slug) -> HttpResponse:
    kind = TYPES[slug]
    language = preferred_language(request)
    with translation.override(language):
        shown = {
            "type": kind.url,
            "title": str(kind.title),
            "status": kind.status,
            "explanation": str(kind.explanation),
        }
    response = document(request, quoted(shown), 3600)
    response["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language"])
    return response


@router.get(
    "/openapi.json",
    response={200: dict[str, Any], **DOCUMENTED_ERRORS},
    operation_id="getOpenAPI",
    summary=_("This document"),
)
def openapi(request: HttpRequest) -> HttpResponse:
    return document(request, document_text(), 3600)
