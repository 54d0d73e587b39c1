"""What every answer below ``/api/`` has in common.

The public interface needs no session, user, language or message: its requests are answered here,
before the middleware that serves people, and so cannot depend on a cookie. Requests of staff and
the documentation page go on to the rest.
"""

import logging
from collections.abc import Callable

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path

from api import throttle
from api.problems import (
    BAD_REQUEST,
    CONTENT_TYPE,
    INTERNAL_ERROR,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    Problem,
    of_status,
    problem_response,
)
from api.staff import check_token

logger = logging.getLogger("django.request")

ROOT = "/api/"
PUBLIC = "/api/v1/"
STAFF = "/api/staff/"
DOCS = "/api/v1/docs"
METHODS = "GET, HEAD, OPTIONS"
#: What scripts of other sites may read of an answer.
EXPOSED = "Content-Language, ETag, Link, Retry-After"


class APIMiddleware:
    """Stands behind SecurityMiddleware and before all that serve people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.gzip = GZipMiddleware(get_response)  # type: ignore[arg-type]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(ROOT):
            return self.get_response(request)
        method = request.method
        try:
            throttle.check(request)
            response = self._answer(request, path)
        except Problem as problem:
            response = problem_response(request, problem)
        except (SuspiciousOperation, BadRequest):
            response = problem_response(request, Problem(BAD_REQUEST))
        if response.status_code >= 400 and response.get("Content-Type") != CONTENT_TYPE:
            response = _as_problem(request, response)
        if path.startswith(PUBLIC):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = EXPOSED
        return self._finish(request, response, method)

    def _answer(self, request: HttpRequest, path: str) -> HttpResponseBase:
        if path.startswith(STAFF):
            check_token(request)
            return self.get_response(request)
        if request.method == "OPTIONS":
            return _preflight(request)
        if request.method == "HEAD":
            request.method = "GET"  # The body goes at the end, when its length is known.
        if request.method != "GET":
            raise Problem(METHOD_NOT_ALLOWED, headers={"Allow": METHODS})
        if path.startswith(DOCS) and _match(path) is not None:
            # A page for people, with the portal's menus and languages.
            return self.get_response(request)
        return _run(request)

    def _finish(
        self, request: HttpRequest, response: HttpResponseBase, method: str | None
    ) -> HttpResponseBase:
        response = self.gzip.process_response(request, response)  # type: ignore[arg-type]
        if isinstance(response, HttpResponse) and response.status_code != 304:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            if method == "HEAD":
                length = response["Content-Length"]
                response.content = b""
                response["Content-Length"] = length
        return response


def _run(request: HttpRequest) -> HttpResponseBase:
    """The view's answer; a failure is logged as Django does it and told to nobody else."""
    match = _match(request.path_info)
    if match is None:
        return _without_slash(request)
    request.resolver_match = match
    try:
        return match.func(request, *match.args, **match.kwargs)
    except Problem:
        raise
    except Http404:
        raise Problem(NOT_FOUND) from None
    except (SuspiciousOperation, BadRequest):
        raise
    except Exception:
        logger.exception("Error in %s", request.path)
        got_request_exception.send(sender=APIMiddleware, request=request)
        return problem_response(request, Problem(INTERNAL_ERROR))


def _match(path: str) -> ResolverMatch | None:
    """The view at the path; None where only the pages' catch-all would answer."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if f"/{match.route}".startswith(ROOT) else None


def _without_slash(request: HttpRequest) -> HttpResponse:
    bare = request.path_info.rstrip("/")
    if bare == request.path_info or _match(bare) is None:
        raise Problem(NOT_FOUND)
    response = HttpResponse(status=308)
    query = request.GET.urlencode()
    # The path is decoded: what may stand in a header is made of it anew.
    address = escape_uri_path(bare)
    response["Location"] = f"{address}?{query}" if query else address
    return response


def _preflight(request: HttpRequest) -> HttpResponse:
    if _match(request.path_info) is None:
        raise Problem(NOT_FOUND)
    response = HttpResponse(status=204)
    response["Allow"] = METHODS
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    patch_vary_headers(response, ["Access-Control-Request-Headers"])
    return response


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    """An error page of Django or Wagtail as a problem; its headers that say what to do stay."""
    problem = of_status(response.status_code)
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in response.headers:
            problem.headers[name] = response.headers[name]
    return problem_response(request, problem)
