"""The whole portal as a newcomer gets it: set up by its own command, served by gunicorn."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.made_once import ROOT, digest, made_once, portal_sources
from tests.portal.database import rows
from tests.services.postgres import free_port, new_database
from tests.template_database import postgres_template, sqlite_template


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True)
class Portal:
    url: str
    var: Path
    setup_log: str
    database: str | Path

    def get(self, path: str) -> Answer:
        request = urllib.request.Request(self.url + path)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                body = response.read().decode("utf-8", "replace")
                return Answer(response.status, dict(response.headers), body)
        except urllib.error.HTTPError as error:
            return Answer(error.code, dict(error.headers), error.read().decode("utf-8", "replace"))

    def pages(self, language: str) -> list[str]:
        """Addresses of all live pages of the language, stand-ins for untranslated ones included."""
        query = """
            SELECT p.url_path FROM wagtailcore_page p
            JOIN wagtailcore_locale l ON l.id = p.locale_id
            WHERE p.live AND p.depth >= 2 AND l.language_code = %s ORDER BY p.path
        """
        prefix = "" if language == "vi" else f"/{language}"
        return [
            prefix + "/" + path.split("/", 2)[2] for (path,) in rows(self.database, query, language)
        ]


def environment_of(var: Path, database: str | Path) -> dict[str, str]:
    environment = {**os.environ, "VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
    return environment | ({"DATABASE_URL": database} if isinstance(database, str) else {})


def _server() -> str:
    """URL of the PostgreSQL that the tests run on; empty where they run on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def run_setup(var: Path, content: str, database: str | Path) -> subprocess.CompletedProcess[str]:
    """What `make setup` does once the packages are installed."""
    return subprocess.run(
        [sys.executable, "manage.py", "setup_portal", "--content", content],
        cwd=ROOT, env=environment_of(var, database), capture_output=True, text=True, check=False,
    )  # fmt: skip


def run_command(portal: Portal, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``manage.py`` with these arguments on the database of a portal."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment_of(portal.var, portal.database),
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def _set_up(folder: Path, content: str) -> None:
    """A portal of this content package, as ``setup_portal`` leaves it, from migrated tables on."""
    var = folder / "var"
    var.mkdir()
    database: str | Path = var / "portal.sqlite3"
    if server := _server():
        database = new_database(server, template=postgres_template(server))
        (folder / "database").write_text(database.rsplit("/", 1)[1])
    else:
        shutil.copy(sqlite_template(), database)
    setup = run_setup(var, content, database)
    assert setup.returncode == 0, setup.stdout + setup.stderr
    (folder / "setup.log").write_text(setup.stdout)


def _copy_of_portal(var: Path, content: str) -> tuple[str | Path, str]:
    """Database and set-up log of a portal in the folder ``var``; set up once for all who ask."""
    server = _server()
    key = digest(portal_sources()) + hashlib.sha256(server.encode()).hexdigest()[:4]
    made = made_once(Path(content).name, key, lambda folder: _set_up(folder, content))
    shutil.copytree(made / "var", var, dirs_exist_ok=True)
    log = (made / "setup.log").read_text()
    if server:
        return new_database(server, template=(made / "database").read_text()), log
    return var / "portal.sqlite3", log


def start_portal(var: Path, content: str) -> Iterator[Portal]:
    database, setup_log = _copy_of_portal(var, content)
    portal = Portal(f"http://127.0.0.1:{free_port()}", var, setup_log, database)
    with served(portal):
        yield portal


@contextmanager
def served(portal: Portal) -> Iterator[None]:
    """A server at the portal's address; gone at the end."""
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "cms.wsgi:application",
         "--bind", portal.url.removeprefix("http://"), "--workers", "2", "--threads", "2",
         "--log-level", "warning", "--no-control-socket"],
        cwd=ROOT, env=environment_of(portal.var, portal.database),
    )  # fmt: skip
    try:
        for _ in range(100):
            try:
                if portal.get("/robots.txt").status == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait(120)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    yield from start_portal(tmp_path_factory.mktemp("portal"), "content/tan-trung")
