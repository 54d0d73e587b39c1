"""Errors as problem details (RFC 9457), in the language that Accept-Language prefers.

Each type has an address, ``/api/v1/problems/<slug>``, which explains it.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class ProblemType:
    slug: str
    status: int
    title: str | Promise
    explanation: str | Promise

    @property
    def url(self) -> str:
        return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/api/v1/problems/{self.slug}"


NOT_FOUND = ProblemType(
    "not-found", 404, _("Not found"), _("There is nothing public at this address.")
)
GONE = ProblemType(
    "gone", 410, _("No longer there"), _("What was public at this address is not any more.")
)
METHOD_NOT_ALLOWED = ProblemType(
    "method-not-allowed", 405, _("Method not allowed"),
    _("The interface is for reading: GET, HEAD and OPTIONS."),
)  # fmt: skip
BAD_REQUEST = ProblemType(
    "bad-request", 400, _("Bad request"), _("The request cannot be understood.")
)
UNKNOWN_PARAMETER = ProblemType(
    "unknown-parameter", 400, _("Unknown parameter"),
    _("Only parameters in the documentation are accepted: a mistyped one would select too much."),
)  # fmt: skip
REPEATED_PARAMETER = ProblemType(
    "repeated-parameter", 400, _("Repeated parameter"), _("This parameter may be given once only.")
)
INVALID_PARAMETER = ProblemType(
    "invalid-parameter", 400, _("Invalid parameter"),
    _("The value is not of the form that the documentation describes."),
)  # fmt: skip
INVALID_CURSOR = ProblemType(
    "invalid-cursor", 400, _("Invalid cursor"),
    _("A cursor is taken from an answer as it is, and never made or changed."),
)  # fmt: skip
CURSOR_MISMATCH = ProblemType(
    "cursor-mismatch", 400, _("Cursor of another list"),
    _("A cursor is valid only with the filters and the order of the answer it came with."),
)  # fmt: skip
CURSOR_FILTER_MISMATCH = ProblemType(
    "cursor-filter-mismatch", 400, _("Cursor of other filters"),
    _("Types and languages must stay the same while synchronising. Start again without a cursor."),
)  # fmt: skip
RESYNC_REQUIRED = ProblemType(
    "resync-required", 410, _("Start again"),
    _("The cursor is from before a restore. Synchronise again without a cursor."),
)  # fmt: skip
PREVIEW_EXPIRED = ProblemType(
    "preview-expired", 410, _("The preview has expired"),
    _("A preview can be opened for one hour. Ask the editor for a new one."),
)  # fmt: skip
TOO_MANY_REQUESTS = ProblemType(
    "too-many-requests", 429, _("Too many requests"),
    _("Wait for as many seconds as Retry-After says."),
)  # fmt: skip
INCOMPLETE = ProblemType(
    "incomplete", 503, _("Not complete at present"),
    _("Changes are being taken in. Ask again after as many seconds as Retry-After says."),
)  # fmt: skip
UNAUTHORIZED = ProblemType(
    "unauthorized", 401, _("A valid token is needed"),
    _("This address is for staff, who send a token of theirs as Authorization: Bearer."),
)  # fmt: skip
FORBIDDEN = ProblemType(
    "forbidden", 403, _("Not allowed"), _("The owner of the token may not do this.")
)
CONFLICT = ProblemType(
    "unprocessable", 422, _("Cannot be processed"), _("What was sent does not fit the rules.")
)
INTERNAL_ERROR = ProblemType(
    "internal-error", 500, _("Error of the portal"),
    _("Something failed here; it has been written to the log."),
)  # fmt: skip

TYPES = {
    kind.slug: kind
    for kind in (
        NOT_FOUND, GONE, METHOD_NOT_ALLOWED, BAD_REQUEST, UNKNOWN_PARAMETER, REPEATED_PARAMETER,
        INVALID_PARAMETER, INVALID_CURSOR, CURSOR_MISMATCH, CURSOR_FILTER_MISMATCH,
        RESYNC_REQUIRED, PREVIEW_EXPIRED, TOO_MANY_REQUESTS, INCOMPLETE, UNAUTHORIZED, FORBIDDEN,
        CONFLICT, INTERNAL_ERROR,
    )
}  # fmt: skip

_OF_STATUS = {400: BAD_REQUEST, 401: UNAUTHORIZED, 403: FORBIDDEN, 404: NOT_FOUND,
              405: METHOD_NOT_ALLOWED, 410: GONE, 422: CONFLICT, 429: TOO_MANY_REQUESTS,
              503: INCOMPLETE}  # fmt: skip


class Problem(Exception):  # noqa: N818 - named as RFC 9457 names it
    """Raised anywhere below ``/api/``; the middleware answers with it.

    ``detail`` says what is wrong with this request, its ``%(name)s`` filled from ``values``;
    ``parameter`` names the query parameter at fault.
    """

    def __init__(
        self,
        kind: ProblemType,
        detail: str | Promise = "",
        *,
        parameter: str = "",
        headers: dict[str, str] | None = None,
        **values: Any,
    ) -> None:
        super().__init__(kind.slug)
        self.kind = kind
        self.detail = detail
        self.parameter = parameter
        self.headers = headers or {}
        self.values = values

    def as_dict(self) -> dict[str, Any]:
        """In the active language."""
        detail = str(self.detail) % self.values if self.detail else str(self.kind.explanation)
        shown = {
            "type": self.kind.url,
            "title": str(self.kind.title),
            "status": self.kind.status,
            "detail": detail,
        }
        return {**shown, "parameter": self.parameter} if self.parameter else shown


def of_status(status: int) -> Problem:
    """The general problem of a status that somebody else's code answered with."""
    kind = _OF_STATUS.get(status)
    return Problem(kind or (BAD_REQUEST if status < 500 else INTERNAL_ERROR))


def preferred_language(request: HttpRequest) -> str:
    """The best language of Accept-Language that the portal speaks, else the portal's own.

    The header only: neither cookie nor session is looked at.
    """
    known = [code for code, _name in settings.LANGUAGES]
    for asked, quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        code = asked.split("-")[0]
        if quality and code in known:
            return code
    return settings.LANGUAGE_CODE


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    language = preferred_language(request)
    with translation.override(language):
        body = json.dumps(problem.as_dict(), ensure_ascii=False)
    response = HttpResponse(body, status=problem.kind.status, content_type=CONTENT_TYPE)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        response[name] = value
    patch_vary_headers(response, ["Accept-Language"])
    return response
