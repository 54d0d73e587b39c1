from collections.abc import Iterator

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    caches["pages"].clear()
    yield
    caches["pages"].clear()
