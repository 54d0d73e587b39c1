"""Two set-ups of one portal at once."""

import fcntl
import threading
from pathlib import Path
from typing import Any

from home.setup_lock import one_at_a_time


def test_the_second_set_up_says_that_it_waits_and_then_runs(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    waiting, done = threading.Event(), threading.Event()

    def second() -> None:
        with one_at_a_time(waiting.set):
            done.set()

    with (tmp_path / "setup.lock").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(60)
        assert not done.is_set()
    assert done.wait(60)
    thread.join()
