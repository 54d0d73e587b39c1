"""The whole portal as a newcomer gets it: set up by its own command, served by gunicorn."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.portal.database import rows
from tests.services.postgres import free_port, new_database

ROOT = Path(__file__).resolve().parent.parent.parent


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


def _environment(var: Path, database: str | Path) -> dict[str, str]:
    environment = {**os.environ, "VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
    return environment | ({"DATABASE_URL": database} if isinstance(database, str) else {})


def _own_database(var: Path) -> str | Path:
    """Of one portal: a file in its folder, or a new one on the server that the tests run on."""
    server = os.environ.get("DATABASE_URL", "")
    return new_database(server) if server.startswith("postgres") else var / "portal.sqlite3"


def run_setup(var: Path, content: str, database: str | Path) -> subprocess.CompletedProcess[str]:
    """What `make setup` does once the packages are installed."""
    return subprocess.run(
        [sys.executable, "manage.py", "setup_portal", "--content", content],
        cwd=ROOT, env=_environment(var, database), capture_output=True, text=True, check=False,
    )  # fmt: skip


def run_command(portal: Portal, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``manage.py`` with these arguments on the database of a portal."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=_environment(portal.var, portal.database),
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def start_portal(var: Path, content: str) -> Iterator[Portal]:
    database = _own_database(var)
    setup = run_setup(var, content, database)
    assert setup.returncode == 0, setup.stdout + setup.stderr
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "cms.wsgi:application", "--bind", f"127.0.0.1:{port}",
         "--workers", "2", "--threads", "2", "--log-level", "warning", "--no-control-socket"],
        cwd=ROOT, env=_environment(var, database),
    )  # fmt: skip
    portal = Portal(f"http://127.0.0.1:{port}", var, setup.stdout, database)
    try:
        for _ in range(100):
            try:
                if portal.get("/robots.txt").status == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield portal
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    yield from start_portal(tmp_path_factory.mktemp("portal"), "content/tan-trung")
