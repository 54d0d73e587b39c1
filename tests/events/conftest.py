from collections.abc import Iterator

import pytest
import time_machine

from events.models import EventIndexPage
from tests.factories.events import make_event_index
from tests.factories.tree import Tree


@pytest.fixture
def index(tree: Tree) -> EventIndexPage:
    return make_event_index(tree.home)


@pytest.fixture
def february() -> Iterator[None]:
    """Half past midnight of 10 February 2026 in Viet Nam; still the 9th in UTC."""
    with time_machine.travel("2026-02-10T00:30:00+07:00", tick=False):
        yield
