"""Bringing new pages into step costs each of them a bounded number of queries (row 27)."""

import time
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from localization.trees import background
from localization.trees.models import TreeMark
from tests.factories.core import Portal, make_section
from tests.localization.trees import kinds

#: wagtail-localize: 40.
QUERIES_OF_A_PAGE = 27


def cost(portal: Portal, pages: int) -> tuple[int, float]:
    """Queries and seconds that stand-ins of so many new pages take."""
    section: Any = make_section(portal.home, f"Mục {pages}")
    for number in range(pages):
        section.add_child(
            instance=type(section)(title=f"Trang {number}", slug=f"trang-{number}", live=False)
        )
    with CaptureQueriesContext(connection) as captured:
        start = time.perf_counter()
        background.work_off()
    seconds = time.perf_counter() - start
    assert not TreeMark.objects.exists()
    assert section.get_translation(portal.en).numchild == pages
    return len(captured), seconds


def test_each_page_costs_the_same(bilingual: Portal) -> None:
    background.work_off()
    few, many = cost(bilingual, 5)[0], cost(bilingual, 15)[0]
    assert (many - few) / 10 <= QUERIES_OF_A_PAGE
    assert kinds() == []


def test_a_page_that_is_in_step_costs_a_few_queries(bilingual: Portal) -> None:
    """However many stand beside it."""
    cost(bilingual, 5)
    cost(bilingual, 15)
    counts, longest = [], []
    for slug in ("muc-5", "muc-15"):
        page: Any = bilingual.home.get_children().get(slug=slug).get_first_child()
        page.specific.save()
        with CaptureQueriesContext(connection) as captured:
            assert background.work_off() == []
        counts.append(len(captured))
        longest.append(max(len(query["sql"]) for query in captured))
    assert counts[0] == counts[1] <= 24
    assert longest[1] - longest[0] < 100  # No question names each of them.
