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

_makers: dict[str, Callable[..., Any]] = {}


def shared_rows(maker: Callable[..., Any]) -> Any:
    """The fixture of this name; its parameters may be other shared fixtures only."""
    name = maker.__name__
    _makers[name] = maker

    @pytest.fixture
    @wraps(maker)
    def fixture(db: None, request: pytest.FixtureRequest, **parents: Any) -> Any:
        rows = request.config.stash[SHARED]
        if name not in rows.values:
            return maker(**parents)
        shutil.copytree(rows.media, settings.MEDIA_ROOT, dirs_exist_ok=True)
        return copy.deepcopy(rows.values[name])

    signature = inspect.signature(maker)
    keyword = inspect.Parameter.KEYWORD_ONLY
    own = [inspect.Parameter(given, keyword) for given in ("db", "request")]
    parents = [
        p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in signature.parameters.values()
    ]
    fixture.__wrapped__.__signature__ = signature.replace(parameters=[*own, *parents])
    return fixture


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    is_marked = marker is not None and marker.kwargs.get("transaction", False)
    return is_marked or "transactional_db" in getattr(item, "fixturenames", ())


def shared_by(item: pytest.Item) -> tuple[str, ...]:
    """Names of the shared fixtures that a test uses, each after those that it needs."""
    names = getattr(item, "fixturenames", ())
    return () if commits(item) else tuple(name for name in _makers if name in names)


class SharedRows:
    """What is in the database besides the migrations' rows; one a process."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.values: dict[str, Any] = {}
        self.media = Path(tempfile.mkdtemp(prefix="portal-test-media-"))
        self._began = datetime.datetime.now(datetime.UTC)
        self._around: transaction.Atomic | None = None

    def provide(self, names: tuple[str, ...]) -> None:
        """Have the rows of just these fixtures; outside every test's transaction."""
        if names == self.names:
            return
        self.remove()
        if names:
            self._around = transaction.atomic()
            self._around._from_testcase = True  # So that a durable block may stand in a test.
            self._around.__enter__()
            self.names = names
            # Now, whatever day the first of the tests has travelled to.
            with override_settings(MEDIA_ROOT=self.media), time_machine.travel(self._began):
                for name in names:
                    self.values[name] = self._made(name)
            connection.run_on_commit.clear()  # Nothing of it is committed.

    def _made(self, name: str) -> Any:
        maker = _makers[name]
        return maker(
            **{parent: self.values[parent] for parent in inspect.signature(maker).parameters}
        )

    def remove(self) -> None:
        if self._around is not None:
            transaction.set_rollback(True)
            self._around.__exit__(None, None, None)
        shutil.rmtree(self.media)
        self.media.mkdir()
        self.names, self.values, self._around = (), {}, None


SHARED = pytest.StashKey[SharedRows]()
