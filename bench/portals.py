"""Portals to measure: one for each database and number of pages, kept for the next time."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.services.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
SEED = "1"


@dataclass(frozen=True)
class Portal:
    """A filled portal; ``environment`` is what its commands run with."""

    database: str
    pages: int
    environment: dict[str, str]

    def manage(self, *words: str, module: str = "manage.py") -> str:
        """Output of a command; CalledProcessError when it fails."""
        run = ["-m", module] if not module.endswith(".py") else [module]
        done = subprocess.run(
            [sys.executable, *run, *words], cwd=ROOT, env=self.environment, text=True,
            check=True, stdout=subprocess.PIPE,
        )  # fmt: skip
        return done.stdout


def _environment(var: Path, url: str) -> dict[str, str]:
    own = {"VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "bench.settings", "DATABASE_URL": url}
    return {**os.environ, **own}


def prepared(database: str, pages: int, url: str, folder: Path) -> Portal:
    """The portal, filled when it is not yet. ``url`` is empty for SQLite, kept in the folder."""
    portal = Portal(database, pages, _environment(folder, url))
    stamp = folder / "filled"
    if not url and stamp.exists():
        portal.manage("migrate", "--verbosity", "0")
    else:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        portal.manage("setup_portal", "--content", "content/suoi-mau")
        portal.manage("generate_content", "--pages", str(pages), "--seed", SEED)
        stamp.touch()
    portal.manage("catalog", "refresh")
    if url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ANALYZE")  # What autovacuum would do within a minute.
    return portal


@contextmanager
def served(portal: Portal) -> Iterator[str]:
    """Serve it with gunicorn while the block runs; gives the address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {**portal.environment, "PUBLIC_URL": url}
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "cms.wsgi:application", "--bind", f"127.0.0.1:{port}",
         "--workers", str(WORKERS), "--log-level", "warning", "--no-control-socket"],
        cwd=ROOT, env=environment,
    )  # fmt: skip
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{url}/bench/constant", timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait(20)
