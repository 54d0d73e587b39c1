"""Production: refuses to start with a missing or default secret."""

from django.core.exceptions import ImproperlyConfigured

from cms import env
from cms.settings.base import *  # noqa: F403

SECRET_KEY = env.required("SECRET_KEY")
if len(SECRET_KEY) < 50 or "development" in SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is too short or the development one. Make one with: "
        "python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [env.required("ALLOWED_HOSTS")]
WAGTAILADMIN_BASE_URL = env.required("PUBLIC_URL")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS") or [WAGTAILADMIN_BASE_URL.rstrip("/")]
if WEBHOOKS_ALLOW_PRIVATE:
    raise ImproperlyConfigured(
        "WEBHOOKS_ALLOW_PRIVATE lets webhooks reach this machine; it is for tests only. Unset it."
    )

SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
if env.flag("BEHIND_PROXY", default=True):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 1)
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
WAGTAIL_PASSWORD_RESET_ENABLED = MAIL_IS_SET_UP  # Nobody is promised a letter that cannot come.
# Kept beside the database: a search or a login counter must survive a worker.
CACHES["default"] = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": str(VAR_DIR / "cache"),
}
