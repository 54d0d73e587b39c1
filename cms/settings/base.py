"""Settings that hold everywhere. Safe by default; dev and test loosen, production checks."""

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from cms import env, frontend_cache, languages, machine, mail

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Everything that is written at run time: database, uploads, compiled static files.
VAR_DIR = Path(env.text("VAR_DIR") or BASE_DIR / "var")

DEBUG = False
DEVELOPMENT = False  # True only where well-known logins may exist.
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "home",
    "news",
    "products",
    "places",
    "events",
    "documents",
    "catalog",
    "search",
    "api",
    "desk",
    "feedback",
    "delivery",
    "localization",
    "core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.forms",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.api.v3",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "api.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "core.http_headers.HeadersMiddleware",
    "api.middleware.APIMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "delivery.middleware.PageMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.vietnamese.middleware.NFCMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "localization.middleware.PathLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.session_idle.IdleSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.redirects.PortalRedirectMiddleware",
    "core.throttling.ThrottleMiddleware",
    "core.admin_request.AdminRequestMiddleware",
    "core.unsaved.middleware.UnsavedMiddleware",
    "core.transactions.AtomicAdminMiddleware",
    "core.login_limits.KnownDeviceMiddleware",
    # Last: axes must see the outcome of every login attempt.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.portal",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "wagtail.templatetags.wagtailcore_tags",
                "core.templatetags.portal",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'portal.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets visitors read while an editor saves; IMMEDIATE takes the write lock at once, so that
    # the busy timeout (seconds) applies instead of an error in the middle of a transaction.
    # Django switches foreign keys on by itself.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Languages: Vietnamese is the source and lives at "/", English at "/en/", and so on.
LANGUAGE_CODE = "vi"
LANGUAGES = languages.named(env.words("CONTENT_LANGUAGES", "vi,en"), first=LANGUAGE_CODE)
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["cms.formats"]
# The portal's own strings, and those that the packages' own catalogues lack or say otherwise.
# In VAR_DIR: those of languages added later, until they have their own.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale/packages", VAR_DIR / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # A long page's editor posts thousands of block fields.

# An `internal` location of nginx that sends what the portal lets go; empty: the portal does it.
ACCEL_REDIRECT = env.location("ACCEL_REDIRECT")

# Times are Vietnamese for everybody; with one entry Wagtail asks no officer to choose.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_SITE_NAME = _("External information portal")
WAGTAILADMIN_BASE_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000")
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_FINGERPRINT = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # No request to another host.
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILIMAGES_IMAGE_MODEL = "core.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.pictures.forms.PortalImageForm"
# What a picture may be called; what it is, its content says (core/pictures/gate.py).
WAGTAILIMAGES_EXTENSIONS = [
    "jpg", "jpeg", "png", "webp", "avif", "gif", "heic", "heif", "jfif", "jpe", "apng",
]  # fmt: skip
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000  # Of all frames together.
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"gif": "png"}
WAGTAILIMAGES_AVIF_QUALITY = 60  # To the eye as good as 80, with two thirds of the bytes.
WAGTAILDOCS_DOCUMENT_MODEL = "core.PortalDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "core.uploads.PortalDocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = [
    "pdf", "docx", "xlsx", "pptx", "odt", "ods", "txt", "csv", "rtf", "mp3", "mp4", "vtt",
]  # fmt: skip
WAGTAILDOCS_SERVE_METHOD = "serve_view"
FILES_IN_CHILD = True  # An upload is read by a process of its own, with limits.
CLAMD = env.socket("CLAMD")  # A virus scanner that is asked about every uploaded file, or none.
# The same on every machine, whatever its list of types says: the API's digests depend on it.
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
WAGTAILDOCS_CONTENT_TYPES = {
    "pdf": "application/pdf", "rtf": "application/rtf", "txt": "text/plain", "csv": "text/csv",
    "docx": f"{_OFFICE}.wordprocessingml.document", "odt": f"{_OPEN}.text",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet", "ods": f"{_OPEN}.spreadsheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "mp3": "audio/mpeg", "mp4": "video/mp4", "vtt": "text/vtt",
}  # fmt: skip
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf", "audio/mpeg", "video/mp4", "text/vtt"]
# Submitting for translation must never publish Vietnamese text under /en/ (measured: it does).
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# Machine translation: a service named by the operator, or none.
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = machine.translator()
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "core.search_backend"}  # The admin's: always in the database.
}
# A search service beside the database, which is always there; see docs/operators.md. The portal
# owns every index and alias on the service whose name begins with INDEX.
ELASTICSEARCH: dict[str, Any] = {
    "URL": env.addresses("ELASTICSEARCH_URL"),
    "API_KEY": env.text("ELASTICSEARCH_API_KEY"),
    "CA": env.file("ELASTICSEARCH_CA"),
    "INDEX": env.text("ELASTICSEARCH_INDEX", "portal"),
    "SHARDS": env.integer("ELASTICSEARCH_SHARDS", 1),
    "REPLICAS": env.text("ELASTICSEARCH_REPLICAS", "0-1"),
}
# A thread draws pictures beside the request that uploaded or published them.
RENDITIONS_IN_BACKGROUND = True
SEARCH_IN_BACKGROUND = True  # A thread takes changes into it.
WAGTAIL_MODERATION_ENABLED = True
PAGE_REVIEW_DAYS = env.integer("PAGE_REVIEW_DAYS", 365)  # after which a page waits to be read again
# How long editors see what visitors searched for in vain; see search/misses.py.
SEARCH_MISSES_DAYS = env.integer("SEARCH_MISSES_DAYS", 90)

# After a request that published something, a thread takes the change into the catalog.
CATALOG_REFRESH_AFTER_REQUEST = True
# After a request that changed many pages, a thread brings the other languages' trees into step.
TREES_IN_BACKGROUND = True
# The highest number given to a change, kept outside the database: a restored backup shows by it.
CATALOG_EPOCH_FILE = env.text("CATALOG_EPOCH_FILE") or VAR_DIR / "catalog-epoch.json"
# Webhooks go to public https addresses only. The first is for tests and demonstrations: it lets
# them reach a receiver on this very machine, over plain http; production refuses it.
WEBHOOKS_ALLOW_PRIVATE = env.flag("WEBHOOKS_ALLOW_PRIVATE")
WEBHOOKS_PORTS = [443, 8443] if env.flag("WEBHOOKS_PORT_8443") else [443]
WEBHOOKS_LOG_DAYS = env.integer("WEBHOOKS_LOG_DAYS", 30)
# Feeds: the library protocol is there for whoever asks for it; columns as api/feeds/products.py.
OAI_PMH_ENABLED = env.flag("OAI_PMH_ENABLED")
PRODUCT_FEED_COLUMNS = env.words(
    "PRODUCT_FEED_COLUMNS",
    "id,title,description,link,image_link,availability,price,condition,brand,gtin,product_type",
)

LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "/"  # After the password of a page that does not say where to go.
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
WAGTAILADMIN_USER_LOGIN_FORM = "core.login.PortalLoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "core.login.PortalPasswordResetForm"  # noqa: S105
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Offices share one address: lock the pair of user and address, never one of them alone.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = "core.login_limits.failure_limit"
AXES_HANDLER = "core.login_limits.LoginHandler"
AXES_CLIENT_IP_CALLABLE = "core.visitors.login_network"
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # What failed stays on record beside what succeeded.
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username"]  # In the log of the process; the address is told there.
AXES_LOCKOUT_TEMPLATE = "locked_out.html"

# Letters: approval, passwords, reminders, receivers of webhooks that failed.
EMAIL_BACKEND = "core.mail.LaterBackend"
MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"  # What it hands them to.
MAIL_IN_BACKGROUND = True
_MAIL_SERVER = mail.server()
MAIL_IS_SET_UP = bool(_MAIL_SERVER)
EMAIL_HOST = _MAIL_SERVER.get("EMAIL_HOST", "localhost")
EMAIL_PORT = _MAIL_SERVER.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _MAIL_SERVER.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _MAIL_SERVER.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _MAIL_SERVER.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _MAIL_SERVER.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 15  # seconds
EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", "webmaster@localhost")
EMAIL_REPLY_TO = env.words("EMAIL_REPLY_TO")
ADMINS = [("", address) for address in env.words("ADMINS")]

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Small documents of the interface, for a minute: never worth a query or a file.
    "api": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "api"},
    # How often each did what is limited; see core/limits.py.
    "counts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counts",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    # Pages that were made for everybody, compressed: some ten kilobytes each, in every process.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 86_400,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
# How many seconds a cache in front of the portal may answer by itself.
FRONTEND_CACHE_SECONDS = env.integer("FRONTEND_CACHE_SECONDS", 0)
# Caches that are told what changed; see delivery/purging.py. Wagtail's app is not installed: its
# signals know the page that was saved only.
WAGTAILFRONTENDCACHE = frontend_cache.backends()
API_RATE = env.text("API_RATE", "600/m")  # requests of one address to each worker; 0/m: no limit
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0)  # how many in front set X-Forwarded-For
WAGTAILAPI_DOCS_ENABLED = False  # Wagtail's page loads scripts from another host.

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews a page in a frame of the same origin.
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # asks for DENY, which would end the previews
SESSION_COOKIE_HTTPONLY = True
SESSION_IDLE_MINUTES = env.integer("SESSION_IDLE_MINUTES", 120)  # then signed out; 0: never
SECURITY_CONTACTS = env.contacts("SECURITY_CONTACTS")  # of /.well-known/security.txt
MAP_TILE_URL = env.text("MAP_TILE_URL")  # Empty: the map draws boundaries and markers only.
MAP_TILE_ATTRIBUTION = env.text("MAP_TILE_ATTRIBUTION")
_TILE_HOSTS = env.words("MAP_TILE_HOSTS")
# A link only: nothing is asked of that host before somebody follows it. Empty: no such links.
MAP_DIRECTIONS_URL = env.text(
    "MAP_DIRECTIONS_URL",
    "https://www.openstreetmap.org/directions?to={latitude}%2C{longitude}",
)
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],  # Wagtail's admin still needs inline scripts.
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *_TILE_HOSTS],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "worker-src": [SELF],
        "frame-ancestors": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "elastic_transport": {"level": "ERROR"},  # Every request else, and every attempt.
        "django": {"level": "INFO"},  # To the console once, and by no letter with cookies in it.
    },
}
