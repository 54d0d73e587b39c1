"""One draft for whoever was given the link to it."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from api.openapi import ITEM_ERRORS, UNKEPT_ERRORS
from api.preview import draft_text, page_of
from api.reading import JSON
from api.shapes import AnyItem, ProblemShape

router = Router(tags=["content"])

Token = Annotated[str, Path(description="As the editor's link has it.")]


@router.get(
    "/preview/{token}",
    response={200: AnyItem, **UNKEPT_ERRORS, **ITEM_ERRORS, 410: ProblemShape},
    operation_id="getPreview",
    url_name="preview",
    summary="A draft, for one hour",
)
def preview(request: HttpRequest, token: Token) -> HttpResponse:
    """An editor makes the link in the admin. It shows the latest draft of one page."""
    response = HttpResponse(draft_text(page_of(token)), content_type=JSON)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
