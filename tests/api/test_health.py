"""/healthz and /readyz, as a load balancer asks them."""

import errno
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import caches
from django.db import DatabaseError, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from api import health
from search import background, engines
from search.engines.base import Engine, Health
from search.models import SearchIndex
from tests.factories.core import Portal, make_user


class DeadEngine:
    """A service that is not there. What a real one does is in tests/search/test_faults.py."""

    name = "elasticsearch"
    is_transactional = False

    def health(self) -> Health:
        return Health(is_up=False, detail="https://secret:word@10.0.0.1 ConnectionError")


@pytest.fixture(autouse=True)
def _as_a_new_process(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: SimpleNamespace(free=10**12))
    background.forget()
    monkeypatch.setattr(health, "_is_migrated", False)


@pytest.fixture
def with_a_dead_service(monkeypatch: pytest.MonkeyPatch) -> Any:
    dead: Any = DeadEngine()
    order: list[Engine] = [dead, engines.database_engine()]
    monkeypatch.setattr(engines, "in_order", lambda: order)
    yield dead
    background.forget()


def test_a_portal_that_is_well(client: Client, db: None) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    found = answer.json()
    assert found["checks"].pop("disk")["status"] == "ok"
    assert found == {
        "status": "ok",
        "checks": {
            "database": {"status": "ok"},
            "migrations": {"status": "ok", "pending": 0},
            "catalog": {"status": "ok", "pending": 0, "set_aside": 0},
            "search": {"status": "ok", "engine": "database"},
            "cache": {"status": "ok"},
        },
    }


def test_neither_host_nor_redirect_nor_language_matters(client: Client, db: None, settings) -> None:
    settings.ALLOWED_HOSTS = ["portal.example"]
    settings.SECURE_SSL_REDIRECT = True
    for path in ("/healthz", "/readyz"):
        answer = client.get(path, headers={"host": "10.1.2.3", "accept-language": "en"})
        assert answer.status_code == 200
        assert not answer.cookies
        assert client.post(path).status_code == 405


def test_the_process_lives_while_the_database_does_not(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test database here: whoever touched it would fail."""

    def refused(*args: Any) -> None:
        raise DatabaseError("connection to server at 10.0.0.1 refused")

    monkeypatch.setattr(type(connections["default"]), "cursor", refused)
    assert client.get("/healthz").json() == {"status": "ok"}
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"status": "unavailable"}
    assert "10.0.0.1" not in answer.content.decode()


def test_code_that_waits_for_a_migration_gets_no_visitors(client: Client, db: None) -> None:
    last = MigrationRecorder.Migration.objects.filter(app="search").order_by("-name").first()
    assert last
    last.delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == {"status": "unavailable", "pending": 1}


def test_a_cache_that_keeps_nothing_stops_nothing(client: Client, db: None, settings) -> None:
    dummy = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = dict.fromkeys(settings.CACHES, dummy)
    assert caches["default"].get("readyz") is None
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")


def test_while_search_falls_back_the_portal_is_ready_but_less(
    client: Client, db: None, with_a_dead_service: Any
) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["search"] == {
        "status": "degraded", "engine": "database", "behind": 0, "failing_since": None,
    }  # fmt: skip
    assert "secret" not in answer.content.decode()
    background.work()
    assert client.get("/readyz").json()["checks"]["search"]["failing_since"]


def test_administrators_read_it_on_the_dashboard_and_others_do_not(
    admin_client: Client, roles: Portal, with_a_dead_service: Any
) -> None:
    words = "Dịch vụ tìm kiếm đã không trả lời"
    assert words not in admin_client.get("/admin/").content.decode()
    background.pause(with_a_dead_service, "ConnectionError")
    background.work()
    assert words in admin_client.get("/admin/").content.decode()
    editor = Client()
    editor.force_login(make_user("bientap", "Biên tập viên"))
    assert words not in editor.get("/admin/").content.decode()
    background.note(with_a_dead_service, "")
    assert SearchIndex.objects.get().failure == ""


@pytest.mark.parametrize(
    ("number", "problem"), [(errno.ENOSPC, "full"), (errno.EROFS, "read-only")]
)
def test_a_disk_that_takes_nothing_more_is_told(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch, number: int, problem: str
) -> None:
    def refuse(**kwargs: Any) -> Any:
        raise OSError(number, "as the system calls it")

    monkeypatch.setattr(health.tempfile, "TemporaryFile", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 200  # Visitors are still served.
    assert answer.json()["status"] == "degraded"
    assert answer.json()["checks"]["disk"]["problem"] == problem


def test_little_space_is_told_before_it_is_none(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = SimpleNamespace(free=3_000_000)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: usage)
    disk = client.get("/readyz").json()["checks"]["disk"]
    assert disk == {"status": "degraded", "free_megabytes": 3, "problem": "almost full"}
