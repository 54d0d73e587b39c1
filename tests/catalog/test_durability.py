"""A crash loses nothing, whenever it comes: real processes, ended with SIGKILL."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from catalog.models import DirtyMark
from catalog.refresh import refresh
from tests.factories.core import make_portal, make_standard_page

ROOT = Path(__file__).resolve().parent.parent.parent
PUBLISH = """
import os, signal, sys
import django; django.setup()
from core.gate import Ground, published_on
from home.models import StandardPage
page = StandardPage.objects.get(alias_of=None)
page.title = "Công bố ngay trước khi sập"
with published_on(Ground.SETUP):
    page.save_revision().publish()
os.kill(os.getpid(), signal.SIGKILL)
"""
REFRESH = """
import os, signal
import django; django.setup()
from catalog.refresh import refresh
from catalog.signals import catalog_changed
def die(**kwargs): os.kill(os.getpid(), signal.SIGKILL)
catalog_changed.connect(die)
refresh()
"""
READ = """
import json, sys
import django; django.setup()
from django.test import Client
sys.stdout.write(Client().get("/api/v1/sync?type=page").content.decode())
"""


def database_of_its_own(folder: Path) -> str:
    """Address of what the test has committed so far, for other processes."""
    if connection.vendor == "postgresql":
        given = connection.settings_dict
        return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**given)
    file = folder / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    return f"sqlite:///{file}"


def run(code: str, database: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": database,
        "CATALOG_EPOCH_FILE": str(folder / "epoch.json"),
    }
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def titles(database: str, folder: Path) -> list[str]:
    done = run(READ, database, folder)
    assert done.returncode == 0, done.stderr
    page: dict[str, Any] = json.loads(done.stdout)
    assert page["has_more"] is False
    return [item["data"]["title"] for item in page["items"] if item["op"] == "upsert"]


@pytest.fixture
def database(transactional_db: None, tmp_path: Path) -> str:
    portal = make_portal()
    make_standard_page(portal.home, "Trước")
    refresh()
    assert not DirtyMark.objects.exists()
    return database_of_its_own(tmp_path)


def test_killed_between_the_commit_and_the_refresh(database: str, tmp_path: Path) -> None:
    assert titles(database, tmp_path) == ["Trước"]
    assert run(PUBLISH, database, tmp_path).returncode == -signal.SIGKILL
    assert titles(database, tmp_path) == ["Công bố ngay trước khi sập"]


def test_killed_in_the_middle_of_a_refresh(database: str, tmp_path: Path) -> None:
    run(PUBLISH, database, tmp_path)
    assert run(REFRESH, database, tmp_path).returncode == -signal.SIGKILL
    assert titles(database, tmp_path) == ["Công bố ngay trước khi sập"]
