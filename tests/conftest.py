"""Shared by all tests: an undefined template variable fails, the language never leaks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.utils import translation

from home.roles import ensure_roles
from tests.factories.core import Portal, make_portal, make_user

# Their SQL differs between databases: these rooms are tested on PostgreSQL at every submission.
SQL_ROOMS = {
    "api", "catalog", "documents", "events", "feeds", "generating", "products", "search",
    "webhooks",
}  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).parts[0] in SQL_ROOMS:
            item.add_marker("sql")


@pytest.fixture(autouse=True)
def _vietnamese_again() -> Iterator[None]:
    """Every test starts in the portal's language and leaves no other behind."""
    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CATALOG_EPOCH_FILE = tmp_path / "catalog-epoch.json"


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rows of the next test get the same ids: what is cached by id must not reach it."""
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture
def bilingual(db: None) -> Portal:
    """A Vietnamese home page with its English translation, as the default site."""
    return make_portal()


@pytest.fixture
def roles(bilingual: Portal) -> Portal:
    """The same with the groups of all roles and the workflow."""
    ensure_roles()
    return bilingual


@pytest.fixture
def admin_client(db: None) -> Client:
    """Signed in to the admin as a user who may do everything, in Vietnamese."""
    client = Client()
    client.force_login(make_user("quantri", is_superuser=True))
    return client
