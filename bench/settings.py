"""The portal as it is served, with the two views that it is measured against."""

from cms.settings.dev import *  # noqa: F403

DEBUG = False
ROOT_URLCONF = "bench.urls"
API_RATE = "0/m"  # One client asks far more often than any visitor may.
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "WARNING"}}
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "templates"]
