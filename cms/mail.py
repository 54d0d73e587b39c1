"""The mail server of EMAIL_URL, as Django's settings name its parts."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms import env

_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
_FORM = (
    "EMAIL_URL is smtp+tls://user:password@host (STARTTLS), smtps://user:password@host (TLS from "
    "the start) or smtp://host, perhaps with :port. User and password are ASCII; write other signs "
    "than letters and digits as %XX."
)


def server() -> dict[str, Any]:
    """``EMAIL_HOST`` and the like; empty where no server is named."""
    url = env.text("EMAIL_URL")
    if not url:
        return {}
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):  # It may hold a password, so it is not shown.
        raise ImproperlyConfigured(_FORM) from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    is_ascii = (user + password).isascii()  # Python's smtplib takes nothing else.
    if not (parts.hostname and is_ascii) or parts.path.strip("/") or parts.query or parts.fragment:
        raise ImproperlyConfigured(_FORM)
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
