"""The admin's own search of pages: Vietnamese typed with or without marks, and no waiting."""

import unicodedata
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from modelsearch.backends import database, get_search_backend
from wagtail.models import Page

from core.models import PortalImage
from core.search_text import FoldedTitleMixin
from home.models import StandardPage
from tests.factories.core import Portal, make_document, make_standard_page

TITLE = "Lễ hội đình làng, văn hoá vải sớm"

pytestmark = pytest.mark.sql


@pytest.fixture
def page(bilingual: Portal) -> StandardPage:
    make_standard_page(bilingual.home, "Chuyển đổi số")
    found = make_standard_page(bilingual.home, TITLE)
    make_document("Kế hoạch lễ hội đình")
    call_command("update_index", verbosity=0)
    return found


TYPED = [
    "Lễ hội", "lễ hội", "le hoi", "LE HOI", "đình", "dinh", "sớm", "som", "văn hoá", "van hoa",
    "le hoi dinh lang", "lễ hộ", unicodedata.normalize("NFD", "Lễ hội"),
]  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_pages_are_found(admin_client: Client, page: StandardPage, typed: str) -> None:
    text = admin_client.get(reverse("wagtailadmin_pages:search_results"), {"q": typed})
    assert TITLE in text.content.decode()
    assert "Chuyển đổi số" not in text.content.decode()


@pytest.mark.parametrize("typed", ["le hoi", "dinh"])
def test_choosers_and_lists_find_them_too(
    admin_client: Client, bilingual: Portal, page: StandardPage, typed: str
) -> None:
    for url in (
        reverse("wagtailadmin_choose_page_search"),
        reverse("wagtailadmin_explore_results", args=[bilingual.home.pk]),
    ):
        assert TITLE in admin_client.get(url, {"q": typed}).content.decode(), url
    documents = admin_client.get(reverse("wagtaildocs_chooser:choose_results"), {"q": typed})
    assert "Kế hoạch lễ hội đình" in documents.content.decode()


@pytest.mark.parametrize("typed", ["le hoi", "som", "dinh"])
def test_without_the_folded_title_the_database_does_not_find_them(
    page: StandardPage, monkeypatch: Any, typed: str
) -> None:
    """What SQLite's index does by itself. When this fails, core.search_text may go."""
    monkeypatch.setattr(FoldedTitleMixin, "folded_title", "")
    call_command("update_index", verbosity=0)
    assert not Page.objects.autocomplete(typed)
    assert Page.objects.autocomplete("Lễ hội")


def instructions(backend: Any, typed: str) -> int:
    """Of SQLite's machine, in hundreds, until the first twenty results are there."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    connection.connection.set_progress_handler(tick, 100)
    try:
        found = list(backend.autocomplete(typed, PortalImage)[:20])
    finally:
        connection.connection.set_progress_handler(None, 0)
    assert len(found) == 20
    return count


def growth(backend: Any) -> float:
    """How much more work a search is with twice as many matches."""
    work = []
    for names in (range(200), range(200, 400)):
        images = PortalImage.objects.bulk_create(
            PortalImage(title=f"Vải sớm {n}", file=f"{n}.png", width=1, height=1) for n in names
        )
        backend.get_index_for_model(PortalImage).add_items(PortalImage, images)
        work.append(instructions(backend, "vai som"))
    return work[1] / work[0]


on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="counts instructions of SQLite"
)


def plan(found: Any) -> str:
    sql, values = found.get_queryset().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        return "\n".join(row[3] for row in cursor.fetchall())


#: How SQLite says that it goes through the matches again for one row ("=") of another table.
AGAIN_FOR_EACH = "VIRTUAL TABLE INDEX 0:=M"


@on_sqlite
def test_matches_are_looked_up_once_and_not_for_every_row(db: None) -> None:
    """What this costs is no instruction of SQLite's machine and shows in the plan alone."""
    for method in ("search", "autocomplete"):
        found = getattr(get_search_backend(), method)("vai som", Page)
        assert "VIRTUAL TABLE INDEX 0:M" in plan(found)
        assert AGAIN_FOR_EACH not in plan(found)
        assert plan(found).count("MATERIALIZE ranked") == 2


@on_sqlite
def test_a_search_works_no_more_than_twice_as_much_for_twice_as_many(db: None) -> None:
    assert growth(get_search_backend()) < 2.5


@on_sqlite
def test_the_stock_backend_works_four_times_as_much(db: None) -> None:
    """When this fails, core.search_backend may go."""
    assert growth(database.SearchBackend({})) > 3


@on_sqlite
def test_the_order_is_that_of_the_stock_backend(db: None) -> None:
    titles = ["Vải sớm", "Vải", "Mùa vải sớm vải sớm", "Cây vải trong vườn nhà", "Nhãn"]
    for number, title in enumerate(titles * 3):
        PortalImage.objects.create(title=title, file=f"{number}.png", width=1, height=1)
    call_command("update_index", verbosity=0)
    stock = database.SearchBackend({})
    for typed in ("vai", "vải sớm", "vuon"):
        for method in ("search", "autocomplete"):
            mine, theirs = (
                list(getattr(backend, method)(typed, PortalImage))
                for backend in (get_search_backend(), stock)
            )
            assert mine == theirs
            assert mine
            page = getattr(get_search_backend(), method)(typed, PortalImage)[1:3]
            assert list(page) == theirs[1:3]
            assert page.count() == 2
