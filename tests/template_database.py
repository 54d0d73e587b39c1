"""Migrations run once; the database that they made is copied to every worker and portal.

On SQLite the template is a file, kept until a migration or a package changes. A PostgreSQL of the
tests lives for one run, and so does its template there.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg

from tests.made_once import ROOT, digest, lock, made_once
from tests.services.postgres import new_database

_TEMPLATE = "portal_template"


def _migrate(url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def _make_file(folder: Path) -> None:
    path = folder / "template.sqlite3"
    _migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def sqlite_template() -> Path:
    """File of a database that all migrations have run on; not to be written."""
    sources = [ROOT / "requirements.txt", *ROOT.glob("*/migrations/*.py")]
    return made_once("database", digest(sources), _make_file) / "template.sqlite3"


def postgres_template(server: str) -> str:
    """Name of the template database on this server, a URL."""
    with lock("postgres"), psycopg.connect(server, autocommit=True) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(query, [_TEMPLATE]).fetchone():
            unfinished = new_database(server)
            _migrate(unfinished)
            name = unfinished.rsplit("/", 1)[1]
            connection.execute(f'ALTER DATABASE "{name}" RENAME TO {_TEMPLATE}')
    return _TEMPLATE
