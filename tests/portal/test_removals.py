"""Nightly (``REMOVALS=200``): under the seeded portal any one thing is gone, all addresses answer.

A small sample of the same runs with every test: tests/catalog/test_broken_values.py.
"""

import os
import subprocess
import sys

import pytest

from tests.made_once import ROOT
from tests.portal.conftest import Portal, environment_of

COUNT = os.environ.get("REMOVALS", "")


@pytest.mark.skipif(not COUNT, reason="takes ten minutes: REMOVALS says how many")
def test_any_one_thing_removed_changes_no_other_address(portal: Portal) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.portal.removals", COUNT], cwd=ROOT, capture_output=True,
        text=True, check=False, env=environment_of(portal.var, portal.database),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("Not 200 before: {}"), done.stdout
