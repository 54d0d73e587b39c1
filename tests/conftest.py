"""Shared by all tests: an undefined template variable fails, the language never leaks."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.management import call_command
from django.core.signals import setting_changed
from django.db import connection
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key

from core.gate import Ground, published_on
from home.roles import ensure_roles
from tests.factories.core import Portal, make_portal, make_user
from tests.factories.tree import Tree, make_tree
from tests.shared_rows import SHARED, SharedRows, commits, shared_by, shared_rows
from tests.template_database import postgres_template, sqlite_template

# How long an example takes says something of the machine.
hypothesis_settings.register_profile(
    "portal", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("portal")

# What may be answered differently by PostgreSQL runs on both databases at every submission;
# everything else there runs on SQLite, and on PostgreSQL in `make test-nightly`. A name that ends
# in "/" stands for a folder.
ON_BOTH_DATABASES = {
    "SQL of our own, full text": (
        "search/", "api/test_lists.py", "api/test_items.py", "core/test_admin_search.py",
    ),
    "collation, order, filters": (
        "core/test_admin_lists.py", "documents/test_document_list.py", "events/test_event_list.py",
        "products/test_product_list.py", "products/test_validity.py",
    ),
    "locks, transactions, sequences": (
        "api/test_sync.py", "catalog/test_capture.py", "catalog/test_concurrency.py",
        "catalog/test_connection.py", "catalog/test_durability.py", "catalog/test_refresh.py",
        "catalog/test_sync_machine.py", "desk/test_queue.py", "localization/test_tree_command.py",
        "localization/test_tree_machine.py", "webhooks/test_outbox.py", "webhooks/test_workers.py",
    ),
    "length of columns, JSON, many rows": (
        "catalog/test_building_products.py", "core/test_redirects.py", "feeds/test_oai.py",
        "generating/test_generate_content.py", "webhooks/test_delivery.py",
    ),
}  # fmt: skip


def _runs_on_both(path: str) -> bool:
    names = [name for names in ON_BOTH_DATABASES.values() for name in names]
    return any(path == name or (name.endswith("/") and path.startswith(name)) for name in names)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for name in sum(ON_BOTH_DATABASES.values(), ()):
        assert (here / name).exists(), f"ON_BOTH_DATABASES names {name}, which is not there."
    for item in items:
        if _runs_on_both(item.path.relative_to(here).as_posix()):
            item.add_marker("sql")
    # Setting the seeded portal up takes longest, so whoever needs it begins.
    items.sort(key=lambda item: (item.path.parts[-2] != "portal", shared_by(item)))


@contextmanager
def _nobody_listening() -> Iterator[None]:
    """Rows that return are no news: a receiver would write rows of its own between them."""
    kept = {signal: signal.receivers for signal in (pre_save, post_save, m2m_changed)}
    for signal in kept:
        signal.receivers = []
        signal.sender_receivers_cache.clear()
    try:
        yield
    finally:
        for signal, receivers in kept.items():
            signal.receivers = receivers
            signal.sender_receivers_cache.clear()


_rows_of_migrations = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """The test database begins as a copy of the one that the migrations made."""
    given = connection.settings_dict
    given["TEST"]["MIGRATE"] = False
    if connection.vendor == "postgresql":
        server = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**given)
        given["TEST"]["TEMPLATE"] = postgres_template(server)
        yield
        return
    memory = connection.creation._get_test_db_name()
    with (
        closing(sqlite3.connect(memory, uri=True)) as database,
        closing(sqlite3.connect(sqlite_template())) as template,
    ):
        template.backup(database)
        yield  # A database in memory is there as long as somebody is connected.


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker
) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Remembers what the migrations wrote, for the test after one that commits."""
    with django_db_blocker.unblock():
        rows = json.loads(connection.creation.serialize_db_to_string())
        # A task of Wagtail asks for its content type, and would make another, while it is read.
        rows.sort(key=lambda row: row["model"] != "contenttypes.contenttype")
        request.config.stash[_rows_of_migrations] = json.dumps(rows)
    shared = request.config.stash[SHARED] = SharedRows()
    yield
    with django_db_blocker.unblock():
        shared.remove()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> None:
    if fixturedef.argname == "_django_db_helper":  # It begins the test's transaction.
        unblocked = request.config.stash[blocking_manager_key].unblock()
        with unblocked, published_on(Ground.SETUP):
            request.config.stash[SHARED].provide(shared_by(request.node))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After a test that commits, Django leaves an empty database: the migrations' rows return."""
    yield
    if nextitem is None or not commits(item):
        return
    with item.config.stash[blocking_manager_key].unblock():
        # Sequences go on: the rows that return have numbers of their own.
        call_command(
            "flush", verbosity=0, interactive=False, inhibit_post_migrate=True,
            reset_sequences=False,
        )  # fmt: skip
        ContentType.objects.clear_cache()
        with _nobody_listening():
            connection.creation.deserialize_db_from_string(item.config.stash[_rows_of_migrations])


@pytest.fixture(autouse=True)
def _vietnamese_again() -> Iterator[None]:
    """Every test starts in the portal's language and leaves no other behind."""
    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True)
def _published_to_set_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test's own publishing is set-up; what comes by HTTP meets the gate as it stands."""
    answer = ClientHandler.get_response

    def without_ground(self: ClientHandler, request: HttpRequest) -> HttpResponse:
        with published_on(None):
            return answer(self, request)

    monkeypatch.setattr(ClientHandler, "get_response", without_ground)
    with published_on(Ground.SETUP):
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


@receiver(setting_changed)
def _other_settings_make_other_pages(**kwargs: object) -> None:
    """As for a process that starts anew with them."""
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def _nothing_is_set_aside(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """What a portal survives in silence is an error in a test that is not about it."""
    yield
    if request.node.get_closest_marker("sets_aside") is None:
        noted = [one for one in caplog.get_records("call") if one.name == "core.set_aside"]
        assert not noted, noted[0].getMessage()


@shared_rows
def bilingual() -> Portal:
    """A Vietnamese home page with its English translation, as the default site."""
    return make_portal()


@shared_rows
def tree() -> Tree:
    """Two empty home pages in step, made without a publish of the Vietnamese one."""
    return make_tree()


@shared_rows
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
