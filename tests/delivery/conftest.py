from collections.abc import Iterator

import pytest
from django.core.cache import caches

import delivery.state  # noqa: F401  (the program has started before a test travels in time)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    caches["pages"].clear()
    yield
    caches["pages"].clear()
