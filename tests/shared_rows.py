"""Fixtures whose rows are made once for all tests that ask for them, not once a test.

    @shared_rows
    def bilingual() -> Portal: ...

    @shared_rows
    def roles(bilingual: Portal) -> Portal: ...

Tests are sorted by the shared fixtures that they use. The rows are made in a transaction around all
tests of one such set, each of which is rolled back to them; what the function gave is copied for
each test, as Django does with ``setUpTestData``. A test that commits makes its own rows.
"""

import copy
import datetime
import inspect
import shutil
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

Maker = Callable[..., Any]
# In the order of their definition: a fixture comes after those that it needs.
_makers: list[Maker] = []


def shared_rows(maker: Maker) -> Any:
    """A fixture of this name; its parameters may be other shared fixtures only."""
    _makers.append(maker)

    @wraps(maker)
    def fixture(db: None, request: pytest.FixtureRequest, **parents: Any) -> Any:
        rows = request.config.stash[SHARED]
        if maker not in rows.values:
            return maker(**parents)
        shutil.copytree(rows.media, settings.MEDIA_ROOT, dirs_exist_ok=True)
        return copy.deepcopy(rows.values[maker])

    signature = inspect.signature(maker)
    keyword = inspect.Parameter.KEYWORD_ONLY
    own = [inspect.Parameter(given, keyword) for given in ("db", "request")]
    parents = [parent.replace(kind=keyword) for parent in signature.parameters.values()]
    fixture.__signature__ = signature.replace(parameters=[*own, *parents])  # type: ignore[attr-defined]
    del fixture.__wrapped__  # pytest would look for parameters there.
    fixture.maker = maker  # type: ignore[attr-defined]
    return pytest.fixture(fixture)


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    is_marked = marker is not None and marker.kwargs.get("transaction", False)
    return is_marked or "transactional_db" in getattr(item, "fixturenames", ())


def shared_by(item: pytest.Item) -> tuple[int, ...]:
    """Numbers of the shared fixtures that a test uses, each after those that it needs."""
    if commits(item) or not hasattr(item, "_fixtureinfo"):
        return ()
    definitions = item._fixtureinfo.name2fixturedefs.values()
    makers = [getattr(chain[-1].func, "maker", None) for chain in definitions if chain]
    return tuple(number for number, maker in enumerate(_makers) if maker in makers)


class SharedRows:
    """What is in the database besides the migrations' rows; one a process."""

    def __init__(self) -> None:
        self.numbers: tuple[int, ...] = ()
        self.values: dict[Maker, Any] = {}
        self.media = Path(tempfile.mkdtemp(prefix="portal-test-media-"))
        self._began = datetime.datetime.now(datetime.UTC)
        self._around: transaction.Atomic | None = None

    def provide(self, numbers: tuple[int, ...]) -> None:
        """Have the rows of just these fixtures; outside every test's transaction."""
        if numbers == self.numbers:
            return
        self.remove()
        if numbers:
            self._around = transaction.atomic()
            self._around._from_testcase = True  # So that a durable block may stand in a test.
            self._around.__enter__()
            self.numbers = numbers
            # Now, whatever day the first of the tests has travelled to.
            with override_settings(MEDIA_ROOT=self.media), time_machine.travel(self._began):
                by_name: dict[str, Any] = {}
                for maker in (_makers[number] for number in numbers):
                    parents = inspect.signature(maker).parameters
                    value = maker(**{parent: by_name[parent] for parent in parents})
                    by_name[maker.__name__] = self.values[maker] = value
            connection.run_on_commit.clear()  # Nothing of it is committed.

    def remove(self) -> None:
        if self._around is not None:
            transaction.set_rollback(True)
            self._around.__exit__(None, None, None)
        shutil.rmtree(self.media)
        self.media.mkdir()
        self.numbers, self.values, self._around = (), {}, None


SHARED = pytest.StashKey[SharedRows]()
