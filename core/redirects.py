"""Redirects that lead somewhere: none to itself or in a ring, none that fits no column.

Wagtail makes and follows them; what it leaves open is closed here for its forms, its import and
whatever else cleans a redirect, and for those it makes itself when a page moves.
"""

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.contrib.redirects import signal_handlers
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from core.typed_slugs import MAX_PATH
from core.vietnamese.text import nfc

logger = logging.getLogger(__name__)

_LONGEST_CHAIN = 50


def redirect_at(address: str, site: Site | None) -> Redirect | None:
    """The redirect of this path, as the site follows it: with its query first, then without.

    One of the site comes before one of all sites.
    """
    whole = Redirect.normalise_path(nfc(address))
    for path in dict.fromkeys((whole, whole.partition("?")[0])):
        of_path = Redirect.objects.filter(old_path=path)
        for place in (site, None):
            if found := of_path.filter(site=place).first():
                return found
    return None


def ring_of(redirect: Redirect) -> list[str]:
    """The addresses of the ring that this redirect closes, from and to its own; else none."""
    way = [redirect.old_path]
    following: Redirect | None = redirect
    while following is not None and len(way) < _LONGEST_CHAIN:
        target = _own_path(following)
        if target is None:
            return []
        way.append(target)
        if redirect.old_path in (target, target.partition("?")[0]):
            return way
        following = redirect_at(target, redirect.site)
        if following is not None and following.pk == redirect.pk:
            following = None  # As it was before this change.
    return []


def _own_path(redirect: Redirect) -> str | None:
    """Where on this portal it leads, without a host; None where it leads elsewhere."""
    try:
        parts = urlsplit(redirect.link or "")
    except ValueError:  # Of an import: an address that is none leads nowhere.
        return None
    if not redirect.link or (parts.hostname and parts.hostname not in _own_hosts()):
        return None
    query = f"?{parts.query}" if parts.query else ""
    return Redirect.normalise_path(f"{parts.path or '/'}{query}")


def _own_hosts() -> Iterator[str]:
    yield from Site.objects.values_list("hostname", flat=True)
    yield urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""


class PortalRedirectMiddleware(RedirectMiddleware):
    """Wagtail's; a page that is no longer public leads nobody back to where he comes from."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer: HttpResponse = super().process_response(request, response)
        if answer is response:
            return response
        target = Redirect.normalise_path(urlsplit(answer["Location"]).path or "/")
        own_host = urlsplit(answer["Location"]).hostname in (None, request.get_host().split(":")[0])
        is_here = own_host and target == Redirect.normalise_path(request.path)
        return response if is_here else answer


class FittingRedirectCreator(signal_handlers.BatchRedirectCreator):
    """Leaves out what PostgreSQL would refuse after the page has moved (wagtail#11053)."""

    def add(self, *, instance: Any = None, **kwargs: Any) -> None:
        made = instance or self.initialize_instance(kwargs)
        if len(made.old_path) > MAX_PATH or len(made.redirect_page_route_path) > MAX_PATH:
            logger.warning("No redirect is made from an address of over %s letters", MAX_PATH)
            return
        super().add(instance=made)


def install() -> None:
    """For Wagtail's own redirects."""
    signal_handlers.BatchRedirectCreator = FittingRedirectCreator
    if hasattr(Redirect.clean, "refuses_rings"):
        return
    clean_before = Redirect.clean

    def clean(self: Redirect) -> None:
        self.old_path = nfc(self.old_path)
        clean_before(self)
        self.__dict__.pop("link", None)  # Kept from before the change.
        if ring := ring_of(self):
            raise ValidationError(
                _("This redirect leads back to itself: %(ring)s. Change its target, or delete the "
                  "other redirect of the ring.") % {"ring": " → ".join(ring)}
            )  # fmt: skip

    clean.refuses_rings = True  # type: ignore[attr-defined]
    Redirect.clean = clean
