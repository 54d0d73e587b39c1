"""What a visitor's request tells that more than one room asks."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the client, as far as trusted proxies tell it.

    Each proxy in front of the portal adds the address it was asked from at the end of
    X-Forwarded-For; what stands before those entries is written by the client and not believed.
    """
    proxies = settings.TRUSTED_PROXIES
    forwarded = request.headers.get("X-Forwarded-For", "").split(",") if proxies else []
    if len(forwarded) >= proxies > 0 and forwarded[-proxies].strip():
        return forwarded[-proxies].strip()
    return request.META.get("REMOTE_ADDR", "")


def comes_from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this very host sent the form.

    Stands in for a token, which would make every page one of its visitor. Browsers that say
    nothing at all have said so since 2021 at the latest, and are turned away.
    """
    origin = request.headers.get("Origin", "")
    if origin:
        return origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
