"""The services themselves, and that tests run on them."""

import os
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.services.__main__ import main
from tests.services.missing import MissingServiceError
from tests.services.postgres import new_database, postgres

pytestmark = pytest.mark.services


def test_the_tests_run_on_postgresql(db: None) -> None:
    assert connection.vendor == "postgresql"


def test_each_new_database_is_empty_and_separate() -> None:
    server = os.environ["DATABASE_URL"]
    first, second = new_database(server), new_database(server)
    with psycopg.connect(first) as one:
        one.execute("CREATE TABLE here (id int)")
    with psycopg.connect(second) as two:
        assert two.execute(
            "SELECT count(*) FROM pg_tables WHERE tablename = 'here'"
        ).fetchone() == (0,)


def test_a_server_is_gone_with_its_folder_even_after_an_error(monkeypatch) -> None:
    folders: list[str] = []
    make = tempfile.mkdtemp

    def noted(*args: str, **kwargs: str) -> str:
        folders.append(make(*args, **kwargs))
        return folders[-1]

    monkeypatch.setattr("tempfile.mkdtemp", noted)
    urls = []

    def break_off() -> None:
        with postgres() as url:
            urls.append(url)
            psycopg.connect(url).close()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert [Path(folder).exists() for folder in folders] == [False]
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(urls[0], connect_timeout=2)


@pytest.mark.parametrize(("required", "status"), [("", 0), ("1", 1)])
def test_without_postgresql_ci_fails_and_others_skip(
    monkeypatch, capsys, required: str, status: int
) -> None:
    def missing(name: str) -> str:
        raise MissingServiceError("PostgreSQL is not installed")

    monkeypatch.setattr("tests.services.postgres.server_program", missing)
    monkeypatch.setenv("REQUIRE_SERVICES", required)
    assert main(["--only", "postgres", "false"]) == status
    assert "PostgreSQL is not installed" in capsys.readouterr().err
