"""Caches in front that are told what changed, from the environment. None by default."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from cms import env

_MODULE = "wagtail.contrib.frontend_cache.backends"


def backends() -> dict[str, dict[str, Any]]:
    """The setting of Wagtail's interface; ImproperlyConfigured says what is missing or unknown."""
    name = env.text("FRONTEND_CACHE").lower()
    if not name:
        return {}
    if name == "http":
        own = {"BACKEND": f"{_MODULE}.HTTPBackend", "LOCATION": env.required("FRONTEND_CACHE_URL")}
    elif name == "cloudflare":
        own = {
            "BACKEND": f"{_MODULE}.CloudflareBackend",
            "ZONEID": env.required("FRONTEND_CACHE_ZONE"),
            "BEARER_TOKEN": env.required("FRONTEND_CACHE_TOKEN"),
        }
    else:
        raise ImproperlyConfigured(f"FRONTEND_CACHE={name!r} is neither http nor cloudflare.")
    return {"default": own}
