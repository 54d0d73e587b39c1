"""P-CONC: with many writers at once, no reader ever passes an item. PostgreSQL only: threads."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from wagtail.models import Page

from catalog.refresh import refresh
from core.gate import Ground, published_on
from tests.catalog.harvester import Harvester
from tests.factories.core import make_portal, make_section, make_standard_page

WRITERS = 8
CHANGES = 12


def in_threads(*works: Callable[[], None]) -> None:
    """Run them side by side from one moment on, as set-up; the first error of any is raised."""
    barrier = threading.Barrier(len(works))
    errors: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            barrier.wait(30)
            with published_on(Ground.SETUP):
                work()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_no_reader_passes_an_item() -> None:
    assert connection.vendor == "postgresql"
    portal = make_portal()
    sections = [make_section(portal.home, f"Mục {n}") for n in range(WRITERS)]
    refresh()
    done = threading.Event()
    written: list[int] = []

    def writer(section: Page) -> Callable[[], None]:
        def work() -> None:
            for n in range(CHANGES):
                page = make_standard_page(Page.objects.get(pk=section.pk).specific, f"Bài {n}")
                if n % 3 == 2:
                    page.unpublish()
                if n % 4 == 3:
                    refresh()
                written.append(page.pk)
            if len(written) == WRITERS * CHANGES:
                done.set()

        return work

    readers = [Harvester(), Harvester(type="page"), Harvester(locale="vi")]

    def reader(harvester: Harvester) -> Callable[[], None]:
        def work() -> None:
            while not done.wait(0.01):
                harvester.one_page(limit=5)

        return work

    in_threads(*(writer(s) for s in sections), *(reader(h) for h in readers))
    assert len(written) == WRITERS * CHANGES
    for harvester in readers:
        fresh: dict[str, Any] = Harvester(**harvester.filters).pull().held
        assert harvester.pull(limit=5).held == fresh
        pages = [data for data in fresh.values() if data["type"] == "page"]
        assert len(pages) == WRITERS * CHANGES * 2 // 3
        assert len({page["url"] for page in pages}) == len(pages)
