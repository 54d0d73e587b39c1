"""The address under which links are built: one setting, `PUBLIC_URL`, also for the site row."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

_PORTS = {"http": 80, "https": 443}


def ensure_site_address() -> None:
    """Give the default site host and port of `PUBLIC_URL`, so that no answer mixes two hosts."""
    public = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    host, port = public.hostname or "localhost", public.port or _PORTS[public.scheme]
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None and (site.hostname, site.port) != (host, port):
        site.hostname, site.port = host, port
        site.save()
