"""The audit finds what is not the portal's, and repair mends it."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from portal_mirror import Mirror

from tests.clients.conftest import Command
from tests.factories.core import Portal as Site
from tests.factories.core import make_image, make_standard_page

#: SQL, then the numbers of differences and of damaged rows.
TAMPERED = {
    "a title": (
        "UPDATE items SET data = replace(data, 'Giới thiệu', 'Gioi thieu') WHERE type = 'page'",
        1, 1,
    ),
    "an address": ("UPDATE items SET url = 'https://evil.example/' WHERE type = 'page'", 1, 1),
    "no JSON": ("UPDATE items SET data = '{' WHERE type = 'page'", 1, 1),
    "a row too few": ("DELETE FROM items WHERE type = 'image'", 1, 0),
    "a row too many": (
        "INSERT INTO items SELECT 'x', 'other', 'vi', url, rev, digest, changed_at, data, "
        "generation FROM items WHERE type = 'page'",
        1, 1,
    ),
    "a digest": (
        "UPDATE items SET digest = CASE substr(digest, 1, 1) WHEN '0' THEN '1' ELSE '0' END"
        " || substr(digest, 2) WHERE type = 'home'",
        2, 2,
    ),
    "a revision": ("UPDATE items SET rev = rev + 1 WHERE type = 'image'", 1, 1),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_what_is_tampered_with_is_found_and_mended(
    site: Site, mirror: Mirror, file: Path, what: str
) -> None:
    make_standard_page(site.home, "Giới thiệu", cover=make_image("Vườn vải"))
    mirror.pull()
    assert mirror.audit().is_exact
    right = list(mirror.items())
    sql, differences, damaged = TAMPERED[what]
    with sqlite3.connect(file) as copy:
        assert copy.execute(sql).rowcount
    audit = mirror.audit()
    assert not audit.is_exact
    assert (len(audit.differences), len(audit.damaged)) == (differences, damaged)
    assert mirror.repair().is_exact
    assert list(mirror.items()) == right


def test_the_command_tells_and_mends(site: Site, file: Path, command: Command) -> None:
    make_standard_page(site.home, "Giới thiệu")

    def run(*options: str) -> tuple[int, str]:
        process = command(*options)
        out, err = process.communicate(timeout=60)
        return process.returncode, out + err

    assert run("--audit") == (0, pytest_any("Exact: 3 items"))
    with sqlite3.connect(file) as copy:
        copy.execute("UPDATE items SET data = replace(data, 'Giới', 'Gioi') WHERE type = 'page'")
    status, out = run("--audit")
    assert status == 1
    assert "Differs: page vi: 1 held, 1 live, of other content." in out
    assert "Damaged: " in out
    status, out = run("--repair")
    assert (status, out.count("Exact: 3 items")) == (0, 1)
    assert run("--type", "news") == (2, pytest_any("copy of another selection"))


class pytest_any:  # noqa: N801
    """Equal to any text that holds this one."""

    def __init__(self, part: str) -> None:
        self.part = part

    def __eq__(self, other: Any) -> bool:
        return self.part in other

    def __repr__(self) -> str:
        return f"…{self.part}…"
