"""Stopped at any moment, the copy is never half a page, and goes on where it was."""

import re
import signal
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest
from portal_mirror import Mirror, Portal, UnavailableError

from tests.clients.conftest import Command
from tests.factories.core import Portal as Site
from tests.factories.core import make_standard_page


def finished(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, out + err
    return out


def test_killed_again_and_again_it_ends_exact(site: Site, file: Path, command: Command) -> None:
    for number in range(18):
        make_standard_page(site.home, f"Trang {number}")
    held = [0]
    for pages in (1, 3, 5):
        process = command("--limit", "1")
        assert process.stdout
        seen = 0
        for line in process.stdout:
            seen += line.startswith("Everything")
            if seen == pages:
                break
        process.send_signal(signal.SIGKILL)
        process.wait(20)
        assert process.returncode == -signal.SIGKILL
        with sqlite3.connect(file) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            held.append(copy.execute("SELECT COUNT(*) FROM items").fetchone()[0])
        assert held[-1] >= held[-2] + pages
    assert held[-1] < 20
    out = finished(command("--limit", "1", "--audit"))
    assert f"Going on with an unfinished reading; {held[-1]} items." in out
    assert "Exact: 20 items" in out
    assert len(re.findall("^Everything", out, re.M)) == 20 - held[-1]


def test_a_page_is_stored_whole_with_its_cursor_or_not_at_all(
    site: Site, mirror: Mirror, monkeypatch: Any
) -> None:
    for number in range(4):
        make_standard_page(site.home, f"Trang {number}")
    mirror.limit = 3
    mirror.step()
    before = (mirror.cursor, list(mirror.items()))

    def fail(**values: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(mirror.store, "set_meta", fail)
        with pytest.raises(KeyboardInterrupt):
            mirror.step()
    assert (mirror.cursor, list(mirror.items())) == before
    mirror.pull()
    assert mirror.audit().is_exact


def test_it_says_when_the_portal_is_away(site: Site, file: Path, mirror: Mirror) -> None:
    mirror.pull()
    before = list(mirror.items())
    with Portal("http://127.0.0.1:9", attempts=2, sleep=lambda seconds: None) as away:
        mirror.portal = away
        with pytest.raises(UnavailableError, match="after 2 attempts"):
            mirror.pull()
    assert list(mirror.items()) == before


def test_it_follows_until_it_is_interrupted(site: Site, file: Path, command: Command) -> None:
    process = command("--follow", "1")
    assert process.stdout
    assert "Everything: 2 read" in process.stdout.readline()
    # A test's server shares the one connection of a database in memory: it must not be asked now.
    process.send_signal(signal.SIGSTOP)
    make_standard_page(site.home, "Giới thiệu")
    process.send_signal(signal.SIGCONT)
    for line in process.stdout:
        if line.startswith("Changes: "):
            break
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 130
    with sqlite3.connect(file) as copy:
        assert copy.execute("SELECT COUNT(*) FROM items").fetchone() == (3,)


def test_it_keeps_to_the_limit_of_requests(site: Site, mirror: Mirror, settings: Any) -> None:
    for number in range(6):
        make_standard_page(site.home, f"Trang {number}")
    settings.API_RATE = "5/s"
    mirror.limit = 1
    mirror.pull()
    assert len(mirror) == 8
