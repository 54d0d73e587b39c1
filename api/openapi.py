"""The document that describes the interface (OpenAPI 3.1), made from the code that answers."""

import json
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI
from ninja.errors import ValidationError

from api.document import completed
from api.parameters import invalid, strict
from api.problems import NOT_FOUND, Problem
from api.shapes import ProblemShape

VERSION = "1.0.0"
DESCRIPTION = """\
Everything public on this portal, for reading: as lists, one by one, and as a log of changes from
which an exact copy can be kept.

- Anonymous; cookies are not looked at. Scripts of other sites may read everything (CORS).
- Ids are UUIDs that never change. Moments are RFC 3339 with the offset of Viet Nam (+07:00),
  addresses absolute, languages codes such as `vi`.
- Parameters that are not documented are an error (400), so that no misspelt filter selects all.
- Every answer has an ETag; send it back as `If-None-Match` and get 304 while nothing changed.
- Errors are problem details (RFC 9457) in the language that `Accept-Language` prefers.
- Within version 1 fields are added, never renamed or removed; ignore those you do not know.
"""

#: Statuses that every address may answer with.
DOCUMENTED_ERRORS: dict[int, Any] = {
    304: None, 400: ProblemShape, 429: ProblemShape, 500: ProblemShape,
}  # fmt: skip
#: The same of what is never kept.
UNKEPT_ERRORS: dict[int, Any] = {
    status: shape for status, shape in DOCUMENTED_ERRORS.items() if status != 304
}
ITEM_ERRORS: dict[int, Any] = {404: ProblemShape}
SYNC_ERRORS: dict[int, Any] = {410: ProblemShape, 503: ProblemShape}


class PortalAPI(NinjaAPI):
    """Ninja with one way to fail, and a document that says so."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        if isinstance(exc, ValidationError):
            raise _problem_of(exc) from None
        raise exc  # The middleware answers, for all of /api/ alike.

    def get_openapi_schema(self, **options: Any) -> Any:
        return completed(super().get_openapi_schema(**options))


def _problem_of(error: ValidationError) -> Problem:
    if error.errors[0]["loc"][0] == "path":
        return Problem(NOT_FOUND)
    return invalid(error)


api = PortalAPI(
    title="Portal API",
    version=VERSION,
    description=DESCRIPTION,
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url=None,
    servers=[{"url": "/", "description": "This portal"}],
    openapi_extra={
        "info": {"license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}},
        "tags": [
            {"name": "content", "description": "Pages of all kinds."},
            {"name": "media", "description": "Pictures and files for download."},
            {"name": "sync", "description": "For those who keep a copy."},
            {"name": "portal", "description": "The portal itself: names, menus, vocabularies."},
        ],
    },
)
api.add_decorator(strict, mode="view")


@lru_cache(maxsize=1)
def document_text() -> str:
    """The document, in English, as it is exported to docs/openapi.json."""
    from api import urls as urls  # what is documented is what is mounted

    with translation.override("en"):
        schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
