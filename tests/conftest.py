"""Shared by all tests: an undefined template variable fails, the language never leaks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from catalog.models import DirtyMark
from home.roles import ensure_roles
from tests.factories.core import Portal, make_portal, make_user

# Their SQL differs between databases: these rooms are tested on PostgreSQL at every submission.
SQL_ROOMS = {
    "api", "catalog", "desk", "documents", "events", "feeds", "generating", "products", "search",
    "webhooks",
}  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).parts[0] in SQL_ROOMS:
            item.add_marker("sql")


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    is_marked = marker is not None and marker.kwargs.get("transaction", False)
    return is_marked or "transactional_db" in getattr(item, "fixturenames", ())


_rows_of_migrations = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker
) -> None:  # type: ignore[no-untyped-def]
    """Remembers what the migrations wrote, for the test after one that commits."""
    with django_db_blocker.unblock():
        request.config.stash[_rows_of_migrations] = connection.creation.serialize_db_to_string()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """After a test that commits, Django leaves an empty database: the migrations' rows return."""
    yield
    if not _commits(item):
        return
    with item.config.stash[blocking_manager_key].unblock():
        flush = {"verbosity": 0, "interactive": False, "inhibit_post_migrate": True}
        call_command("flush", **flush)
        connection.creation.deserialize_db_from_string(item.config.stash[_rows_of_migrations])
        DirtyMark.objects.all().delete()
        ContentType.objects.clear_cache()


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
