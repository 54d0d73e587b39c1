"""The one reader of the environment. Settings modules ask here; nothing else reads os.environ."""

import os
import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def required(name: str) -> str:
    """Return the variable's value; ImproperlyConfigured says which one is missing."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}; see README.md, Settings.")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is not a yes or no; use 1 or 0.")


def integer(name: str, default: int) -> int:
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from None


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def contacts(name: str) -> list[str]:
    """Comma-separated addresses of people: ``mailto:``, ``tel:`` or ``https:``."""
    found = words(name)
    for contact in found:
        if urlsplit(contact).scheme not in {"mailto", "tel", "https"}:
            raise ImproperlyConfigured(f"{name}: {contact!r} is no mailto:, tel: or https:.")
    return found


def addresses(name: str) -> list[str]:
    """Comma-separated addresses of servers: scheme, host, port, and perhaps a user and password."""
    found = words(name)
    for number, address in enumerate(found, 1):
        try:
            parts = urlsplit(address)
            is_whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port
        except ValueError:
            is_whole = False
        if not is_whole:  # It may hold a password, so it is not shown.
            raise ImproperlyConfigured(f"{name}: address {number} is not http(s)://host:port.")
    return found


def socket(name: str) -> str:
    """``tcp://host:port`` or ``unix:///path``; empty for none."""
    value = text(name)
    parts = urlsplit(value)
    try:
        is_whole = (parts.scheme == "tcp" and parts.hostname and parts.port) or (
            parts.scheme == "unix" and not parts.netloc and parts.path
        )
    except ValueError:
        is_whole = False
    if value and not is_whole:
        raise ImproperlyConfigured(f"{name}={value!r} is not tcp://host:port or unix:///path.")
    return value


def location(name: str) -> str:
    """A path of the web server, such as ``/sent/``; empty for none."""
    value = text(name)
    if value and not re.fullmatch(r"(/[\w.-]+)+/", value, re.ASCII):
        raise ImproperlyConfigured(f"{name}={value!r} is no location such as /sent/.")
    return value


def file(name: str) -> str:
    """Path of a file that must be there; empty for none."""
    path = text(name)
    if path and not os.path.isfile(path):
        raise ImproperlyConfigured(f"{name}: there is no file {path}.")
    return path
