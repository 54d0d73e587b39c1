"""The index follows what editors do: in the transaction of the change, and after a failure."""

import datetime

import pytest
import time_machine
from django.db import DatabaseError
from django.utils import timezone

from catalog.models import CatalogItem
from catalog.refresh import refresh
from search.engines import database_engine
from search.engines.base import Filters
from search.indexing import is_behind
from search.models import SearchDocument
from search.searching import find
from tests.factories.core import Portal, make_standard_page


def found(text: str) -> int:
    return find(text, Filters(language="vi")).found.total


def test_a_refresh_leaves_nothing_for_the_next_search(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home, "Giới thiệu xã")
    refresh()
    assert not is_behind(database_engine())
    assert found("gioi thieu") == 1
    page.title = "Bản đồ"
    page.save_revision().publish()
    refresh()
    assert not is_behind(database_engine())
    assert (found("gioi thieu"), found("ban do")) == (0, 1)
    page.unpublish()
    refresh()
    assert not is_behind(database_engine())
    assert found("ban do") == 0
    assert not SearchDocument.objects.filter(item__page_id=page.pk).exists()


def test_what_no_harvester_sees_reaches_the_index(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home, "Giới thiệu xã")
    refresh()
    before = CatalogItem.objects.get(page_id=page.pk)
    page.expire_at = timezone.now() + datetime.timedelta(days=9)
    with time_machine.travel(page.last_published_at, tick=False):
        page.save_revision().publish()
    refresh()
    after = CatalogItem.objects.get(page_id=page.pk)
    assert (after.seq, after.rev) == (before.seq, before.rev)
    assert after.stamp > before.stamp
    assert SearchDocument.objects.get(item=after).expires_at == page.expire_at
    with time_machine.travel(page.expire_at + datetime.timedelta(seconds=1)):
        assert found("gioi thieu") == 0


def test_an_index_that_fails_keeps_nothing_from_being_published(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise DatabaseError("disk image is malformed")

    with monkeypatch.context() as patched:
        patched.setattr(type(database_engine()), "write_words", broken)
        page = make_standard_page(bilingual.home, "Giới thiệu xã")
        refresh()
        assert CatalogItem.objects.public().filter(page_id=page.pk).exists()
        assert found("gioi thieu") == 0
    assert found("gioi thieu") == 1
