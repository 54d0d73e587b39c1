"""The package installs by itself and brings its command."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.clients.conftest import ROOT, SOURCE


def test_it_installs_with_its_command_and_its_types(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(ROOT / "clients" / "python", source)
    target = tmp_path / "installed"
    # Without isolation nothing is fetched: what builds it is among the development packages.
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation",
         "--no-index", "--disable-pip-version-check", "--target", str(target), str(source)],
        check=True, timeout=120,
    )  # fmt: skip
    assert (target / "portal_mirror" / "py.typed").exists()
    shown = subprocess.run(
        [str(target / "bin" / "portal-mirror"), "--help"],
        env={**os.environ, "PYTHONPATH": str(target)}, capture_output=True, text=True, timeout=60,
        check=True,
    )  # fmt: skip
    assert "exact copy of everything public" in shown.stdout


def test_wrong_use_is_told_with_its_own_status(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "portal_mirror", *arguments],
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    notes = tmp_path / "notes.txt"
    notes.write_text("This is no database, and must stay as it is. " * 20)
    before = notes.read_text()
    refused = run("https://portal.example", str(notes))
    assert (refused.returncode, "cannot be used" in refused.stderr) == (2, True)
    assert notes.read_text() == before
    assert run("https://portal.example", str(tmp_path / "a.db"), "--limit", "0").returncode == 2
    assert run("https://portal.example", str(tmp_path / "a.db"), "--follow", "-1").returncode == 2
    assert run("no address", str(tmp_path / "a.db")).returncode == 3


def test_it_needs_the_standard_library_and_httpx_only() -> None:
    used = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                used |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                used.add((node.module or "").split(".")[0])
    assert used - sys.stdlib_module_names == {"httpx", "portal_mirror"}
