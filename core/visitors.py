"""What a visitor's request tells that more than one room asks."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# A subscriber is given at least this much of IPv6, and may take any address in it each time.
_SUBSCRIBER = 64


def client_address(request: HttpRequest) -> str:
    """The IP address of the client, as far as trusted proxies tell it; empty where none is known.

    Each proxy in front of the portal adds the address it was asked from at the end of
    X-Forwarded-For; what stands before those entries is written by the client and not believed.
    """
    proxies = settings.TRUSTED_PROXIES
    forwarded = request.headers.get("X-Forwarded-For", "").split(",") if proxies else []
    told = forwarded[-proxies] if len(forwarded) >= proxies > 0 else ""
    return _plain(told) or _plain(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str:
    """What limits count by: the address, or of IPv6 the network of one subscriber."""
    address = client_address(request)
    if ":" not in address:
        return address
    return str(ipaddress.ip_network((address, _SUBSCRIBER), strict=False).network_address)


def login_network(request: HttpRequest) -> str | None:
    """The same for what counts logins and keeps their log."""
    return client_network(request) or None


def _plain(text: str) -> str:
    """``203.0.113.7`` of ``203.0.113.7:41234``, ``2001:db8::1`` of ``[2001:db8::1]:443``."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


def comes_from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this very host sent the form.

    Stands in for a token, which would make every page one of its visitor. Browsers that say
    nothing at all have said so since 2021 at the latest, and are turned away.
    """
    origin = request.headers.get("Origin", "")
    if origin:
        return origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
