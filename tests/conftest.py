"""Shared by all tests: an undefined template variable fails, the language never leaks."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _vietnamese_again() -> Iterator[None]:
    """Every test starts in the portal's language and leaves no other behind."""
    with translation.override("vi"):
        yield


@pytest.fixture(autouse=True)
def _media_of_its_own(settings, tmp_path):  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path / "media"
