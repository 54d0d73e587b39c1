"""The whole portal as a newcomer gets it: set up by its own command, served by gunicorn."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

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
            WHERE p.live AND p.depth >= 2 AND l.language_code = ? ORDER BY p.path
        """
        with sqlite3.connect(self.var / "portal.sqlite3") as database:
            rows = database.execute(query, [language]).fetchall()
        prefix = "" if language == "vi" else f"/{language}"
        return [prefix + "/" + path.split("/", 2)[2] for (path,) in rows]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _environment(var: Path) -> dict[str, str]:
    return {**os.environ, "VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}


def run_setup(var: Path, content: str) -> subprocess.CompletedProcess[str]:
    """What `make setup` does once the packages are installed."""
    return subprocess.run(
        [sys.executable, "manage.py", "setup_portal", "--content", content],
        cwd=ROOT, env=_environment(var), capture_output=True, text=True, check=False,
    )  # fmt: skip


def start_portal(var: Path, content: str) -> Iterator[Portal]:
    setup = run_setup(var, content)
    assert setup.returncode == 0, setup.stdout + setup.stderr
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "cms.wsgi:application", "--bind", f"127.0.0.1:{port}",
         "--workers", "2", "--threads", "2", "--log-level", "warning", "--no-control-socket"],
        cwd=ROOT, env=_environment(var),
    )  # fmt: skip
    portal = Portal(f"http://127.0.0.1:{port}", var, setup.stdout)
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
