"""What every request and every answer has in common, whoever answers."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# The portal asks no browser for any of these, and no frame in a page may.
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
        "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip
# Others may show what is published: data, feeds, pictures, files. Pages are the portal's own.
_FOR_OTHERS = ("/api/", "/documents/", "/feeds/", "/media/", "/oai", "/static/")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_ZERO = re.compile(r"0(\.0*)?")
_COMPRESSED = ("text/", "application/json", "application/javascript")


class HeadersMiddleware:
    """Stands before all that compresses or answers.

    - A control character in the path names nothing, and breaks databases, file names and headers:
      it becomes the sign for what is no text.
    - Accept-Encoding goes on without what the client refuses (``gzip;q=0``): those behind look
      for the name only.
    - Permissions-Policy and Cross-Origin-Resource-Policy of every answer.
    - What is not compressed yet, as pages of people who are signed in, is compressed. Their forms
      hold a token that is masked anew each time, the length is blurred, and nothing is compressed
      that another site asks for: so nothing can be guessed by lengths (BREACH).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.gzip = GZipMiddleware(get_response)  # type: ignore[arg-type]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.path = _CONTROLS.sub("\ufffd", request.path)
        request.path_info = _CONTROLS.sub("\ufffd", request.path_info)
        if "HTTP_ACCEPT_ENCODING" in request.META:
            taken = accepted_encodings(request.META["HTTP_ACCEPT_ENCODING"])
            request.META["HTTP_ACCEPT_ENCODING"] = ", ".join(taken)
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        is_for_others = request.path_info.startswith(_FOR_OTHERS)
        policy = "cross-origin" if is_for_others else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", policy)
        if _may_be_compressed(request, response):
            return self.gzip.process_response(request, response)  # type: ignore[arg-type]
        return response


def accepted_encodings(header: str) -> list[str]:
    """Names of the encodings that an Accept-Encoding header does not refuse, in its order.

    RFC 9110, 12.5.3: a weight of 0 refuses; what is no weight counts as one.
    """
    taken = []
    for part in header.split(","):
        name, *parameters = (word.strip().lower() for word in part.split(";"))
        if name and not any(_is_zero(parameter) for parameter in parameters):
            taken.append(name)
    return taken


def _is_zero(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name.strip() == "q" and _ZERO.fullmatch(value.strip()) is not None


def _may_be_compressed(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        isinstance(response, HttpResponse)
        and response.get("Content-Type", "").startswith(_COMPRESSED)
        and request.headers.get("Sec-Fetch-Site") != "cross-site"
    )
