"""The portal as a harvester meets it: over HTTP, with pages that editors publish meanwhile."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from portal_mirror import Mirror, Portal

from tests.factories.core import Portal as Site
from tests.factories.core import make_portal

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "clients" / "python" / "src"

Command = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def site(transactional_db: None) -> Site:
    return make_portal()


@pytest.fixture
def portal(live_server: Any, site: Site) -> Iterator[Portal]:
    with Portal(live_server.url, attempts=2) as portal:
        yield portal


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "copy.db"


@pytest.fixture
def mirror(portal: Portal, file: Path) -> Iterator[Mirror]:
    with Mirror(file, portal) as mirror:
        yield mirror


def _heed_interrupts() -> None:
    """A shell has its background jobs ignore them, and whatever these start inherits that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def command(portal: Portal, file: Path) -> Iterator[Command]:
    """Starts ``portal-mirror`` as a program of its own."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal_mirror", portal.url, str(file), *options],
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=_heed_interrupts,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate(timeout=20)
