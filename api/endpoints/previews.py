"""One draft for whoever was given the link to it."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Path, Router

from api.item_shapes import AnyItem
from api.openapi import ITEM_ERRORS, UNKEPT_ERRORS
from api.preview import draft_text, page_of
from api.reading import JSON
from api.shapes import ProblemShape

router = Router(tags=["content"])

Token = Annotated[str, Path(description=_("As the editor's link has it."))]


@router.get(
    "/preview/{token}",
    response={200: AnyItem, **UNKEPT_ERRORS, **ITEM_ERRORS, 410: ProblemShape},
    operation_id="getPreview",
    url_name="preview",
    summary=_("A draft, for one hour"),
    description=_("An editor makes the link in the admin. It shows the latest draft of one page."),
)
def preview(request: HttpRequest, token: Token) -> HttpResponse:
    response = HttpResponse(draft_text(page_of(token)), content_type=JSON)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
