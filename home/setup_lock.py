"""Two set-ups of one portal at the same time would load its content twice: the second one waits."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

# Of PostgreSQL's advisory locks; any number that nothing else of the portal uses.
_NUMBER = 2_026_11_30
_PAUSE = 1.0  # seconds


@contextmanager
def one_at_a_time(say: Callable[[], None]) -> Iterator[None]:
    """Holds the portal's set-up; calls ``say`` once when it has to wait for another one.

    Over processes of one machine by a lock on a file of VAR_DIR, over machines that share a
    PostgreSQL by a lock of its session. Both end with the process, whatever becomes of it.
    """
    with (settings.VAR_DIR / "setup.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say()
            fcntl.flock(file, fcntl.LOCK_EX)
        with _of_the_database(say):
            yield


@contextmanager
def _of_the_database(say: Callable[[], None]) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    if not _asked("pg_try_advisory_lock"):
        say()
        while not _asked("pg_try_advisory_lock"):
            time.sleep(_PAUSE)
    try:
        yield
    finally:
        _asked("pg_advisory_unlock")


def _asked(function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_NUMBER])
        return bool(cursor.fetchone()[0])
