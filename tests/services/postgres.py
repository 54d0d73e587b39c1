"""A private PostgreSQL for tests and measurements: own folder, spare port, gone afterwards."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.services.missing import MissingServiceError

# What a crash of the machine would cost does not matter to a test, and waiting for disks does.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
START_SECONDS = 30


def server_program(name: str) -> str:
    """Path of one of the server's programs; Debian keeps them outside PATH, one folder a version.

    MissingServiceError when PostgreSQL is not installed.
    """
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = sorted(versions, key=lambda path: float(path.parent.parent.name))
    found = str(newest[-1]) if newest else shutil.which(name)
    if found is None:
        raise MissingServiceError("PostgreSQL is not installed (apt-get install postgresql)")
    return found


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _owner() -> str | None:
    """Whom the server runs as: PostgreSQL refuses root, so root lends it Debian's own user."""
    return "postgres" if os.getuid() == 0 else None


def _initialise(folder: Path, password: str) -> None:
    secret = folder / "password"
    secret.touch(0o600)
    secret.write_text(password)
    if _owner():
        for path in (folder, secret):
            shutil.chown(path, "postgres", "postgres")
    command = [
        server_program("initdb"), "--pgdata", str(folder / "data"), "--username", "portal",
        "--pwfile", str(secret), "--auth", "scram-sha-256", "--encoding", "UTF8",
        "--locale", "C.UTF-8", "--no-sync",
    ]  # fmt: skip
    done = subprocess.run(command, cwd="/", user=_owner(), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")


def _started(folder: Path, port: int, options: dict[str, str]) -> subprocess.Popen[bytes]:
    settings = {
        **options,
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": str(folder),
    }
    command = [server_program("postgres"), "-D", str(folder / "data")]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        # A session of its own: Ctrl-C reaches the tests first, and they can still say goodbye.
        return subprocess.Popen(
            command, cwd="/", user=_owner(), stdout=log, stderr=log, start_new_session=True
        )


def _wait_until_ready(server: subprocess.Popen[bytes], url: str, folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                log = (folder / "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start: {error}\n{log}") from error
            time.sleep(0.1)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Cut the connections off and wait; a server that still does not end is killed."""
    server.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown"
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """Run a server while the block runs; gives the address of an empty database, for DATABASE_URL.

    The folder is in the system's temporary folder: another user must reach it when root runs the
    tests, and a socket's path may have 107 bytes at most. ``durable`` writes as production does.
    MissingServiceError when PostgreSQL is not installed; RuntimeError when it does not start.
    """
    server_program("postgres")
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    password, port = secrets.token_urlsafe(16), free_port()
    base = f"postgres://portal:{password}@127.0.0.1:{port}/postgres"
    server = None
    try:
        _initialise(folder, password)
        server = _started(folder, port, {} if durable else CARELESS)
        _wait_until_ready(server, base, folder)
        yield new_database(base, "portal")
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def at_database(url: str, name: str) -> str:
    """Address of another database on the server of ``url``."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def new_database(url: str, name: str = "", template: str = "template1") -> str:
    """Create a database on the server of ``url``, empty or a copy of one; gives its address."""
    name = name or f"portal_{secrets.token_hex(4)}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
    return at_database(url, name)
