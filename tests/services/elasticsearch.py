"""A private Elasticsearch for tests and measurements: own folder, spare ports, gone afterwards.

The server is a real one, without the modules that the portal must not need and without a Java:
docs/decisions/0014-elasticsearch-beside-the-database.md says what is run and why.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.services import java
from tests.services.missing import MissingServiceError, is_required
from tests.services.postgres import free_port

ARTIFACT = "org.elasticsearch.distribution.integ-test-zip:elasticsearch:{}:zip"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
NEWEST = "9.5.0"
# Starts on the runtime from PyPI, which lacks modules that newer ones ask for.
MODEST = "9.1.0"
ASKED_BY_NEWEST = {"jdk.jdi", "jdk.jlink"}
TOOLS = Path(__file__).parents[2] / "var/tools"
START_SECONDS = 120
FETCH_SECONDS = 300
# Started for minutes: quick to start is better than quick after an hour.
JVM = ["-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
SETTINGS = {
    "network.host": "127.0.0.1",
    "xpack.security.enabled": False,
    "xpack.security.autoconfiguration.enabled": False,
    # Nothing is made that nobody asked for, and a full disk here is no matter of the tests.
    "action.auto_create_index": False,
    "cluster.routing.allocation.disk.threshold_enabled": False,
}
_OWNER = "nobody"


def _owner() -> str | None:
    """Whom the server runs as: Elasticsearch refuses root."""
    return _OWNER if os.getuid() == 0 else None


def archive(version: str) -> Path:
    """The server of this version as a zip, fetched once from Maven Central into ``var/tools``.

    MissingServiceError when it cannot be had.
    """
    found = TOOLS / f"elasticsearch-{version}.zip"
    if found.exists():
        return found
    if not shutil.which("mvn"):
        raise MissingServiceError(
            "Elasticsearch is fetched by Maven, which is not installed (apt-get install maven)"
        )
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "mvn", "--batch-mode", "--quiet", COPY,
            f"-Dartifact={ARTIFACT.format(version)}", f"-DoutputDirectory={folder}",
        ]  # fmt: skip
        try:
            done = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, timeout=FETCH_SECONDS
            )
        except subprocess.TimeoutExpired:
            raise MissingServiceError("Maven Central does not answer") from None
        if done.returncode:
            raise MissingServiceError(f"Elasticsearch cannot be fetched: {done.stdout[-500:]}")
        TOOLS.mkdir(parents=True, exist_ok=True)
        partial = found.with_suffix(f".{os.getpid()}")
        shutil.move(Path(folder) / found.name, partial)
        partial.rename(found)
    return found


def _chosen() -> tuple[str, Path]:
    """Version of the server and home of the Java to run it with."""
    home = java.installed()
    if home is None:
        return MODEST, java.packaged(TOOLS)
    return (NEWEST if java.modules(home) >= ASKED_BY_NEWEST else MODEST), home


class Node:
    """One server process with a folder of its own; started again it finds its data."""

    def __init__(self, folder: Path, name: str = "one", **settings: Any) -> None:
        self.folder = folder / name
        self.port, self.transport_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.transport = f"127.0.0.1:{self.transport_port}"
        self.process: subprocess.Popen[bytes] | None = None
        version, self._java = _chosen()
        self.folder.mkdir()
        self._unpack(version)
        self._configure({"cluster.name": folder.name, "node.name": name, **settings})
        # Root lends it a user who reads nothing of ours: program and Java lie in the folder too.
        for path in (folder, *folder.rglob("*")):
            if _owner() and not path.is_symlink():
                shutil.chown(path, _OWNER)

    def _unpack(self, version: str) -> None:
        shutil.unpack_archive(archive(version), self.folder)
        self.home = self.folder / f"elasticsearch-{version}"
        if self._java.is_relative_to(TOOLS):
            self._java = Path(shutil.copytree(self._java, self.folder / "java"))

    def _configure(self, settings: dict[str, Any]) -> None:
        config = self.home / "config"
        lines = {
            **SETTINGS, "http.port": self.port, "transport.port": self.transport_port,
            "discovery.type": "single-node", **settings,
        }  # fmt: skip
        if "discovery.seed_hosts" in settings:  # One of several.
            del lines["discovery.type"]
        text = "".join(f"{name}: {_yaml(value)}\n" for name, value in lines.items())
        (config / "elasticsearch.yml").write_text(text)
        temporary = self.folder / "tmp"
        temporary.mkdir()
        (config / "jvm.options").write_text("\n".join([*JVM, f"-Djava.io.tmpdir={temporary}", ""]))

    def start(self) -> None:
        """Start it and wait until it answers; RuntimeError with its log when it does not."""
        self.begin()
        self.wait_until_ready()

    def begin(self) -> None:
        """Start it without waiting."""
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.folder),
            "ES_JAVA_HOME": str(self._java),
            "ES_TMPDIR": str(self.folder / "tmp"),
            "LANG": "C.UTF-8",
        }
        with (self.folder / "log").open("ab") as log:
            # A session of its own: the launcher and the server are ended together, by their group.
            self.process = subprocess.Popen(
                ["/bin/bash", str(self.home / "bin/elasticsearch")],
                cwd=self.folder, env=environment, user=_owner(), stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait_until_ready(self) -> None:
        assert self.process
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                log = (self.folder / "log").read_text(errors="replace")
                raise RuntimeError(f"Elasticsearch did not start:\n{log[-5000:]}")
            time.sleep(0.2)

    def _answers(self) -> bool:
        url = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s"
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """End it without a goodbye, as a power cut would; it is gone when this returns."""
        self._signal(signal.SIGKILL)
        if self.process:
            self.process.wait()
        self.process = None

    def pause(self) -> None:
        """Let it accept connections and answer nothing, as a machine that is far too busy does."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, number)


def _yaml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for nodes, removed afterwards."""
    made = Path(tempfile.mkdtemp(prefix="portal-elasticsearch-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def elasticsearch() -> Iterator[Node]:
    """Run a server while the block runs; ``url`` of what it gives is for ELASTICSEARCH_URL.

    MissingServiceError with the reason when it cannot be had; RuntimeError when it does not start.
    """
    with folder() as made:
        node = Node(made)
        try:
            node.start()
            yield node
        finally:
            node.kill()


def running_url() -> str:
    """Address of the server that `python -m tests.services` started for all tests.

    Where there is none the test is skipped, and in CI fails.
    """
    url = os.environ.get("ELASTICSEARCH_URL", "")
    if url:
        return url
    reason = "No Elasticsearch is running; make test-services starts one, or says why it cannot."
    if is_required():
        pytest.fail(reason)
    pytest.skip(reason)
