"""What `make run` uses: embedded defaults on one machine."""

from cms import env
from cms.settings.base import *  # noqa: F403

VAR_DIR.mkdir(parents=True, exist_ok=True)
# DEBUG=1 shows tracebacks in the browser instead of the portal's own error pages.
DEBUG = env.flag("DEBUG")
DEVELOPMENT = True
SECRET_KEY = SECRET_KEY or "development-only-key-that-production-refuses"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if not MAIL_IS_SET_UP:
    MAIL_TRANSPORT = "django.core.mail.backends.console.EmailBackend"
# Served by gunicorn over plain files; the hashed names of production need collectstatic.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
