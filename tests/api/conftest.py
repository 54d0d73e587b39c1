"""Asking the public interface the way a harvester does."""

import pytest
from django.test import Client

from tests.api.asking import Asking


@pytest.fixture
def api(db: None) -> Asking:
    return Asking(Client())
