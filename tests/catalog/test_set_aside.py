"""One item that cannot be taken in takes nothing else down: it is withdrawn, named, tried again."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

from catalog.models import CatalogItem, CatalogState
from catalog.refresh import refresh
from core.models import SetAside
from documents.models import OfficialDocumentPage
from tests.factories.core import Portal, make_standard_page
from tests.factories.documents import make_document, make_document_index

pytestmark = pytest.mark.sets_aside
READ = ["/", "/en/", "/van-ban/", "/api/v1/content", "/api/v1/sync", "/api/v1/sync/status",
        "/sitemap.xml", "/feeds/vi/all.rss", "/tim-kiem/?q=van+ban"]  # fmt: skip


def breaks(monkeypatch: pytest.MonkeyPatch, *titles: str) -> None:
    """Pages with these titles cannot be built."""
    from catalog import sources

    built = sources.build_page

    def build(page: Any, directory: Any) -> Any:
        if page.title in titles:
            raise OverflowError("date value out of range")
        return built(page, directory)

    monkeypatch.setattr(sources, "build_page", build)


def live_titles() -> set[str]:
    live = CatalogItem.objects.filter(state=CatalogItem.State.LIVE)
    return set(live.values_list("title", flat=True))


def test_a_document_of_the_year_1_takes_no_address_down(bilingual: Portal) -> None:
    page = make_document(make_document_index(bilingual.home), number="1/KH-UBND")
    client = Client()
    assert {path: client.get(path).status_code for path in READ} == dict.fromkeys(READ, 200)
    page.issued_on = page.effective_on = page.expires_on = datetime.date(1, 1, 1)
    page.save(clean=False)
    assert {path: client.get(path).status_code for path in READ} == dict.fromkeys(READ, 200)
    assert client.get(page.url).status_code in {200, 404}


def test_only_what_cannot_be_built_is_withdrawn(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [make_standard_page(bilingual.home, f"Bài {number}") for number in range(7)]
    refresh()
    before = dict(CatalogItem.objects.values_list("title", "digest"))
    breaks(monkeypatch, "Bài 3", "Bài 5")
    for page in pages:
        page.save()
    new = make_standard_page(bilingual.home, "Bài mới")
    report = refresh()
    assert (report.changed, report.gone) == (1, 2)
    assert before.keys() | {"Bài mới"} == live_titles() | {"Bài 3", "Bài 5"}
    rows = CatalogItem.objects.filter(title__in=before)
    assert all(row.digest == before[row.title] for row in rows)
    assert {one.target for one in SetAside.objects.all()} == {
        f"page:{page.pk}" for page in pages if page.title in {"Bài 3", "Bài 5"}
    }
    assert refresh().looked_at == 0  # Not again and again.
    state = CatalogState.objects.get()
    assert state.max_seq == CatalogItem.objects.order_by("-seq").values_list("seq", flat=True)[0]
    assert Client().get(new.url).status_code == 200


def test_it_is_named_to_administrators_and_tried_again(
    roles: Portal, monkeypatch: pytest.MonkeyPatch, admin_client: Client, capsys: Any
) -> None:
    page = make_standard_page(roles.home, "Bài hỏng")
    breaks(monkeypatch, "Bài hỏng")
    refresh()
    assert "Bài hỏng" not in live_titles()
    assert "OverflowError: date value out of range" in admin_client.get("/admin/").content.decode()
    assert Client().get("/readyz").json()["checks"]["catalog"]["set_aside"] == 1
    call_command("catalog", "status")
    assert f"page:{page.pk}" in capsys.readouterr().out
    page.title = "Bài đã sửa"
    page.save_revision().publish()
    refresh()
    assert "Bài đã sửa" in live_titles()
    assert not SetAside.objects.exists()


def test_the_command_and_a_changed_record_try_it_again(
    bilingual: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_standard_page(bilingual.home, "Bài hỏng")
    for again in (lambda: call_command("catalog", "refresh", verbosity=0), _touch_a_record):
        with monkeypatch.context() as broken:
            breaks(broken, "Bài hỏng")
            Page.objects.get(title="Bài hỏng").save()
            refresh()
            assert SetAside.objects.count() == 1
        again()
        refresh()
        assert "Bài hỏng" in live_titles()
        assert not SetAside.objects.exists()


def _touch_a_record() -> None:
    from tests.factories.core import make_topic

    make_topic()


def test_what_cannot_be_written_is_set_aside_as_well(bilingual: Portal) -> None:
    """A lone surrogate is no text that a database or an answer can hold."""
    page = make_standard_page(bilingual.home, "Bài", body=[("text", "<p>Chữ</p>")])
    other = make_standard_page(bilingual.home, "Bài khác")
    raw = '[{"type": "text", "value": "<p>\\ud83d</p>", "id": "1"}]'
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE home_standardpage SET body = %s WHERE page_ptr_id = %s", [raw, page.pk]
        )
    page = Page.objects.get(pk=page.pk)
    page.save(clean=False)
    refresh()
    assert "Bài khác" in live_titles()
    client = Client()
    assert client.get(other.url).status_code == 200
    assert client.get(page.url).status_code in {200, 404}
    assert client.get("/api/v1/content").status_code == 200
    assert OfficialDocumentPage.objects.count() == 0
