"""Many changed pages do not keep the editor waiting, and no change is lost."""

from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test.testcases import TestCase
from wagtail.models import Page

from localization.trees import background, mending
from localization.trees.marks import put_off
from localization.trees.models import TreeMark
from tests.factories.core import Portal, make_section
from tests.localization.trees import commit, kinds


@pytest.fixture
def in_a_request(settings: Any, monkeypatch: Any) -> Any:
    settings.TREES_IN_BACKGROUND = True
    monkeypatch.setattr(background.threading, "Thread", _NoThread)
    signals = (request_started, request_finished)
    for signal in signals:  # As Django's test client: the connection holds this test's transaction.
        signal.disconnect(close_old_connections)
    request_started.send(sender=None)
    yield
    request_finished.send(sender=None)
    for signal in signals:
        signal.connect(close_old_connections)


class _NoThread:
    """Another thread would not see this test's transaction: what it would do is done at once."""

    def __init__(self, target: Any, **kwargs: Any) -> None:
        self.start = target


def many(portal: Portal) -> Page:
    """More pages than are brought into step at once, in one transaction."""
    section: Any = make_section(portal.home)
    for number in range(background.SOON + 1):
        child = type(section)(title=f"Trang {number}", slug=f"trang-{number}", live=False)
        section.add_child(instance=child)
    return section


def test_many_wait_for_the_end_of_the_request(
    bilingual: Portal, in_a_request: Any, monkeypatch: Any
) -> None:
    background.work_off()
    monkeypatch.setattr(background.connections, "close_all", lambda: None)
    with commit():
        section = many(bilingual)
    assert background.pending() == background.SOON + 2
    assert not section.get_translations().exists()
    request_finished.send(sender=None)
    assert background.pending() == 0
    assert kinds() == []


def test_few_are_done_before_the_answer(bilingual: Portal, in_a_request: Any) -> None:
    with commit():
        section = make_section(bilingual.home)
    assert section.get_translations().exists()


def test_changes_can_be_put_off(bilingual: Portal) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True), put_off():
        section = make_section(bilingual.home)
    assert section.get_translations().exists()


def test_what_could_not_be_done_stays_noted(bilingual: Portal, monkeypatch: Any) -> None:
    """A crash, a busy database: the next change, or the next request, takes it up."""
    with monkeypatch.context() as broken, commit():
        broken.setattr(background, "_one_chunk", _fail)
        make_section(bilingual.home)
    assert TreeMark.objects.exists()
    assert background.work_off()
    assert kinds() == []


@pytest.mark.sets_aside
def test_one_page_that_fails_does_not_hold_up_the_others(
    bilingual: Portal, monkeypatch: Any
) -> None:
    bad = make_section(bilingual.home, "Hỏng")
    good = make_section(bilingual.home, "Tốt")
    mend = mending.mend

    def mend_all_but_one(keys: Any) -> Any:
        if bad.translation_key in keys:
            raise ValueError
        return mend(keys)

    monkeypatch.setattr(mending, "mend", mend_all_but_one)
    background.work_off()
    assert good.get_translations().exists()
    assert not TreeMark.objects.exists()  # The check finds the other one.
    assert kinds() == ["missing"]


def _fail() -> None:
    raise RuntimeError
