"""`manage.py check --deploy` says what a public portal lacks outside its own code."""

import ipaddress
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register(deploy=True)
def letters_can_be_sent(**kwargs: Any) -> list[CheckMessage]:
    """A mail server (portal.W030), a sender (W031), a password that travels in secret (W032)."""
    if not settings.MAIL_IS_SET_UP:
        return [
            Warning("No letters are sent: nobody hears of pages to approve or resets a password.",
                    hint="Set EMAIL_URL; see docs/operators.md, Mail.", id="portal.W030")
        ]  # fmt: skip
    found: list[CheckMessage] = []
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        found.append(
            Warning("Letters come from an address that is nobody's.",
                    hint="Set EMAIL_FROM to an address of the office.", id="portal.W031")
        )  # fmt: skip
    is_secret = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL or _is_here(settings.EMAIL_HOST)
    if settings.EMAIL_HOST_PASSWORD and not is_secret:
        found.append(
            Warning("The password of the mail server travels unencrypted.",
                    hint="Write EMAIL_URL with smtp+tls:// or smtps://.", id="portal.W032")
        )  # fmt: skip
    return found


@register(deploy=True)
def clients_are_told_apart(**kwargs: Any) -> list[CheckMessage]:
    """Behind a proxy its word about clients is believed (portal.W033)."""
    if not settings.SECURE_PROXY_SSL_HEADER or settings.TRUSTED_PROXIES:
        return []
    return [
        Warning("All clients have the proxy's address: limits of logins and requests are shared.",
                hint="Set TRUSTED_PROXIES to the number of proxies in front.", id="portal.W033")
    ]  # fmt: skip


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
