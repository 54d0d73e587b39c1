"""Fast and strict: nothing is written outside a temporary folder."""

import tempfile
from pathlib import Path

from cms.settings.base import *  # noqa: F403

SECRET_KEY = "test-key"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.gettempdir()) / "portal-test-media"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
MAIL_IN_BACKGROUND = False
WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WAGTAILADMIN_BASE_URL = "http://localhost"  # As the sites that tests make.
AXES_ENABLED = False
SESSION_IDLE_MINUTES = 0  # Tests move the clock.
# A test's transaction is invisible to a thread; whoever reads the catalog brings it up to date.
CATALOG_REFRESH_AFTER_REQUEST = False
TREES_IN_BACKGROUND = False
CATALOG_EPOCH_FILE = Path(tempfile.gettempdir()) / "portal-test-epoch.json"
FILES_IN_CHILD = False
RENDITIONS_IN_BACKGROUND = False
SEARCH_IN_BACKGROUND = False
ELASTICSEARCH["URL"] = []  # Tests that need the server ask for it.
API_RATE = "0/m"  # Tests of the limit set it.
