"""Programs of npm that `.ci/run` installs into ``var/tools``."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import ROOT

TOOLS = ROOT / "var" / "tools"
MODULES = TOOLS / "node_modules"
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "CI": "1"}


def program(name: str) -> str:
    """Its path; where it is not installed the test is skipped, and in CI fails."""
    found = shutil.which("node") if name == "node" else shutil.which(name, path=MODULES / ".bin")
    return found or _missing(name)


def module(name: str) -> Path:
    """Folder of what a script of ours imports; where it is not installed as `program`."""
    found = MODULES / name
    return found if found.is_dir() else Path(_missing(name))


def _missing(name: str) -> str:
    reason = f"{name} is not installed; .ci/run says how (npm install --prefix var/tools ...)."
    if os.environ.get("REQUIRE_SERVICES"):
        pytest.fail(reason)
    pytest.skip(reason)


def run(name: str, *arguments: Any, cwd: Path) -> str:
    """What the program tells; an AssertionError with it when the program fails."""
    done = subprocess.run(
        [program(name), *map(str, arguments)],
        cwd=cwd, env={**os.environ, **QUIET}, capture_output=True, text=True, timeout=180,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
