"""Pages for everybody: made once in each state of the portal, then given to whoever asks.

Nothing of one person is kept or given to another: whoever brings a session, a password or a message
passes by, and so does every answer that sets a cookie or depends on one.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import has_vary_header, patch_cache_control
from wagtail.models import Site

from catalog.freshness import bring_up_to_date
from catalog.listing import everything_taken_in
from core.set_aside import Step, note_not_drawn, set_aside_in
from core.sitewide import in_state, remembered
from delivery import kept
from delivery.routing import route
from delivery.state import State, state_of

# Pages of this portal, and what its maps show. The search says nothing that is worth keeping.
KEPT_VIEWS = {"wagtail_serve", "site_map", "feeds", "offline", "map_ground"}
_READING_VIEWS = KEPT_VIEWS | {"search", "media", "wagtaildocs_serve"}
# What a kept answer takes along; all other headers are those of the one who asks.
_KEPT_HEADERS = (
    "Content-Type", "Content-Language", "Content-Security-Policy", "X-Frame-Options", "Link",
)  # fmt: skip


class _Reading:
    """What is known about the state while one request is answered."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.state: State | None = None
        self.moments: list[Any] = []
        self.was_asked = False
        self.is_page = False

    def ask(self) -> State | None:
        """The state, asked for once a request: one query."""
        if not self.was_asked:
            self.state = state_of(bring_up_to_date())
            self.was_asked = True
        return self.state

    def begin(self) -> None:
        self.ask()
        self.stack.enter_context(everything_taken_in())
        if self.state:
            self.moments = self.stack.enter_context(in_state(self.state.token))
            remembered("site roots", _forget_site_roots)


def _forget_site_roots() -> bool:
    """Wagtail keeps them for an hour, where another process may not see that they changed."""
    Site.clear_site_root_paths_cache()
    return True


class PageMiddleware:
    """Stands before everything that could set a cookie; brings the catalog up to date once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with ExitStack() as stack:
            reading = _Reading(stack)
            request.page_reading = reading  # type: ignore[attr-defined]
            if not is_for_everybody(request):
                return _of_one(self.get_response(request), reading)
            key = kept.key_of(request)
            if (kept_before := _from_before(request, key, reading)) is not None:
                return kept_before
            response = self.get_response(request)
            if isinstance(response, HttpResponse) and _is_nobodys_own(response):
                return _shared(request, response, key, reading)
            return _of_one(response, reading)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        match, reading = request.resolver_match, getattr(request, "page_reading", None)
        if match is None or reading is None or request.method not in ("GET", "HEAD"):
            return
        if match.url_name in _READING_VIEWS:
            reading.is_page = match.url_name in KEPT_VIEWS
            reading.begin()
        if match.url_name == "wagtail_serve":
            route(request, match.args[0])

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page that cannot be drawn: where the catalog has set it aside it is withdrawn (404)."""
        found = getattr(request, "_wagtail_route_for_request", None)
        if found is None or isinstance(error, (Http404, PermissionDenied, SuspiciousOperation)):
            return None
        note_not_drawn(found.page.pk, error)
        if f"page:{found.page.pk}" not in set_aside_in(Step.CATALOG):
            return None
        return response_for_exception(request, Http404())


def is_for_everybody(request: HttpRequest) -> bool:
    """Whether the answer would be the same for any visitor."""
    own = (settings.SESSION_COOKIE_NAME, "messages")
    return (
        request.method in ("GET", "HEAD")
        and not any(name in request.COOKIES for name in own)
        and "Authorization" not in request.headers
        # Wagtail asks for previews in this way.
        and not getattr(request, "is_dummy", False)
    )


def _from_before(request: HttpRequest, key: str, reading: _Reading) -> HttpResponse | None:
    """304 to whoever holds the answer, or what this process kept; at most one query."""
    page = kept.find(key)
    if page is None and "If-None-Match" not in request.headers:
        return None
    state = reading.ask()
    if state is None:
        return None
    if tag := kept.known_tag(request, key, state):
        return kept.not_modified(
            {"ETag": tag, "Cache-Control": _cache_control(request, state.until)}
        )
    if page is None or page.token != state.token or page.until <= timezone.now():
        return None
    if kept.is_unmodified(request, state):
        return kept.not_modified(page.headers)
    return kept.answer(request, page)


def _is_nobodys_own(response: HttpResponse) -> bool:
    return (
        not response.streaming
        and not response.cookies
        and not has_vary_header(response, "Cookie")
        and response.get("Content-Type", "").startswith(("text/html", "application/json"))
        and "Cache-Control" not in response.headers
    )


def _shared(
    request: HttpRequest, response: HttpResponse, key: str, reading: _Reading
) -> HttpResponse:
    """Kept when it is a page of a known state; compressed in any case."""
    state = reading.state
    if response.status_code != 200 or not reading.is_page or state is None:
        response.headers["Cache-Control"] = "no-cache"
        kept.compress(request, response)
        return response
    headers = {name: response[name] for name in _KEPT_HEADERS if name in response.headers}
    until = min([state.until, *reading.moments])
    headers["Cache-Control"] = _cache_control(request, until)
    headers |= kept.validators(key, state, until)
    page = kept.KeptPage(state.token, headers, kept.compressed(response.content), until)
    kept.keep(key, page)
    if kept.is_unmodified(request, state):
        return kept.not_modified(headers)
    return kept.answer(request, page)


def _cache_control(request: HttpRequest, until: Any) -> str:
    """Browsers ask each time; a cache in front may answer by itself where the operator says so.

    Not for addresses with a query: nobody could name them all when they change.
    """
    if not settings.FRONTEND_CACHE_SECONDS or request.META.get("QUERY_STRING"):
        return "no-cache"
    left = int((until - timezone.now()).total_seconds())
    return f"public, max-age=0, s-maxage={max(0, min(left, settings.FRONTEND_CACHE_SECONDS))}"


def _of_one(response: HttpResponseBase, reading: _Reading) -> HttpResponseBase:
    if reading.is_page and not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_store=True)
    return response
