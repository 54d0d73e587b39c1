"""Where a webhook may go: a public https address, looked up once and kept for the connection.

An endpoint's address is typed by a person and its name server belongs to somebody else, so neither
may reach what only this machine can see (SSRF). The name is resolved here, every address it has is
checked, and `api.webhooks.sending` connects to those addresses, never to the name: an answer that
changes between check and connection (DNS rebinding) changes nothing. Checked again at each attempt.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Python's own lists differ between its versions; these are refused by all of them.
_REFUSED = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        "168.63.129.16/32",  # the metadata service of Azure has a public number
        # Teredo, documentation, 6to4: an IPv4 address may hide in the first and the last.
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
]  # fmt: skip
# Everything public in IPv6 is in here: not ::1, ::ffff:0:0/96 (IPv4-mapped), 64:ff9b::/96 (NAT64),
# fc00::/7 (private), fe80::/10 (link-local), fec0::/10, ff00::/8 (multicast).
_PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")


class RefusedError(Exception):
    """The address is not one to send to; the text says why, in the active language."""


@dataclass(frozen=True)
class Target:
    """One address taken apart. ``host``: in ASCII, without brackets; ``path`` with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"https": 443, "http": 80}[self.scheme]
        return host if self.port == usual else f"{host}:{self.port}"


def parse(url: str) -> Target:
    """Take an address apart; raises `RefusedError`. Asks no name server."""
    if not re.fullmatch(r"[^\s\\\x00-\x1f\x7f]+", url):
        raise RefusedError(_("The address contains spaces or characters that are not allowed."))
    try:
        parts = parse_url(url)
    except LocationParseError:
        raise RefusedError(_("This is not a web address.")) from None
    if parts.scheme not in _schemes() or not parts.host:
        raise RefusedError(_("The address must begin with https://"))
    if parts.auth is not None or parts.fragment is not None:
        raise RefusedError(_("The address must not contain a user name, a password or a # part."))
    port = {"https": 443, "http": 80}[parts.scheme] if parts.port is None else parts.port
    target = Target(parts.scheme, parts.host.strip("[]").rstrip("."), port, parts.request_uri)
    if not settings.WEBHOOKS_ALLOW_PRIVATE:
        _check_port(target)
    return target


def resolve(target: Target) -> list[str]:
    """The addresses to connect to, in the order of the name server; raises `RefusedError`.

    One that is not public is enough to refuse them all.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RefusedError(_("The host name is not known.")) from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not _may_connect(target, address):
            raise RefusedError(_("The address %(ip)s is not a public one.") % {"ip": address})
    return addresses


def validate_url(url: str) -> None:
    """For the field of the form."""
    try:
        parse(url)
    except RefusedError as refused:
        raise ValidationError(str(refused)) from None


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open Internet."""
    try:
        ip: Address = ipaddress.ip_address(address)
    except ValueError:  # With a zone, for instance: fe80::1%eth0.
        return False
    if ip.version == 6 and ip not in _PUBLIC_IPV6:
        return False
    return ip.is_global and not any(ip in network for network in _REFUSED)


def _schemes() -> tuple[str, ...]:
    return ("https", "http") if settings.WEBHOOKS_ALLOW_PRIVATE else ("https",)


def _check_port(target: Target) -> None:
    if target.port not in settings.WEBHOOKS_PORTS:
        allowed = ", ".join(str(port) for port in settings.WEBHOOKS_PORTS)
        raise RefusedError(_("Only these ports may be used: %(ports)s.") % {"ports": allowed})


def _may_connect(target: Target, address: str) -> bool:
    """Tests and demonstrations may use this machine (plain http, any port), nothing else."""
    if settings.WEBHOOKS_ALLOW_PRIVATE and _is_loopback(address):
        return True
    if target.scheme != "https" or target.port not in settings.WEBHOOKS_PORTS:
        return False
    return is_public(address)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
