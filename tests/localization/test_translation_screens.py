"""The grid, its export, lists, the dashboard: what each role sees, and what it costs."""

import csv
import io
import json
import uuid
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from home.models import StandardPage
from localization.models import State, TranslationState
from localization.states.refresh import recompute_all, refresh
from tests.factories.core import (
    Portal,
    make_section,
    make_standard_page,
    make_user,
    translate,
)

GRID = "translations:index"


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make_user("nguoi-dung", role))
    return client


def soup(client: Client, name: str, *args: Any, **query: Any) -> BeautifulSoup:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html5lib")


def titles(client: Client, **query: Any) -> set[str]:
    rows = soup(client, GRID, **query).select(".translations-grid tbody th")
    return {row.get_text(strip=True) for row in rows} - {"Trang chủ"}


def steps(client: Client, **query: Any) -> set[str]:
    found = soup(client, GRID, **query).select(".translation-actions .button")
    return {str(step.find(string=True)) for step in found}


@pytest.fixture
def pages(roles: Portal) -> dict[str, Page]:
    """A section with a page that is translated and then changed; a page nobody has translated."""
    section = make_section(roles.home)
    translate(section, "Sea")
    old = make_standard_page(section, "Đảo", summary="Cũ")
    translate(old, "Island")
    old.summary = "Mới"
    old.save_revision().publish()
    return {"old": old, "new": make_standard_page(roles.home, "Liên hệ")}


def test_what_the_grid_shows_and_filters(admin_client: Client, pages: dict[str, Page]) -> None:
    assert titles(admin_client) == {"Biển đảo", "Đảo", "Liên hệ"}
    assert titles(admin_client, state=State.OUTDATED) == {"Đảo"}
    assert titles(admin_client, state=State.MISSING, language="en") == {"Liên hệ"}
    assert titles(admin_client, kind="home.sectionpage") == {"Biển đảo"}
    section = pages["old"].get_parent().pk
    assert titles(admin_client, section=section) == {"Biển đảo", "Đảo"}
    call_command("update_index", verbosity=0)
    assert titles(admin_client, q="lien h") == {"Liên hệ"}
    assert titles(admin_client, q="đảo", state=State.OUTDATED) == {"Đảo"}
    assert titles(admin_client, q="không có") == set()
    answer = admin_client.get(reverse(GRID), {"state": "nonsense", "section": "x", "p": "99"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("Biên tập viên", set()),  # Sees how far it is, and translates nothing.
        ("Biên dịch, hiệu đính", {"Xem chỗ đã đổi", "Mở", "Dịch"}),
        ("Người duyệt", {"Xem chỗ đã đổi", "Mở"}),
    ],
)
def test_each_role_has_its_steps(pages: dict[str, Page], role: str, expected: set[str]) -> None:
    client = client_of(role)
    assert titles(client) >= {"Đảo", "Liên hệ"}
    assert steps(client) == expected


def test_who_reads_reports_sees_the_grid_and_changes_nothing(pages: dict[str, Page]) -> None:
    client = client_of("Người xem báo cáo")
    assert titles(client) == {"Biển đảo", "Đảo", "Liên hệ"}
    assert not steps(client)


def test_who_edits_no_page_sees_no_translation(pages: dict[str, Page]) -> None:
    client = client_of("Định hướng nội dung")
    assert client.get(reverse(GRID)).status_code in {302, 403}
    for old in ("translations_report", "translations_report_results"):
        assert client.get(reverse(f"wagtail_localize:{old}")).status_code in {302, 403}
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Tất cả bản dịch" not in home


def test_a_step_asks_for_the_right_of_its_own_tree(pages: dict[str, Page]) -> None:
    """An editor of the Vietnamese tree posts what only a translator's button does."""
    refresh()
    client = client_of("Biên tập viên")
    for key, name in (("new", "begin"), ("old", "publish"), ("old", "confirm"), ("old", "changes")):
        state = TranslationState.objects.get(source=pages[key].pk)
        answer = client.post(reverse(f"translations:{name}", args=[state.pk]))
        assert answer.status_code in {302, 403}
        assert "edit" not in answer.get("Location", "")
    refresh()
    before = {"new": State.MISSING, "old": State.OUTDATED}
    for key, expected in before.items():
        assert TranslationState.objects.get(source=pages[key].pk).state == expected


def test_a_translator_begins_and_nothing_is_public(pages: dict[str, Page]) -> None:
    refresh()
    client = client_of("Biên dịch, hiệu đính")
    state = TranslationState.objects.get(source=pages["new"].pk)
    answer = client.post(reverse("translations:begin", args=[state.pk]))
    page = StandardPage.objects.get(
        translation_key=pages["new"].translation_key, locale__language_code="en"
    )
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert not page.live
    refresh()
    state.refresh_from_db()
    assert (state.state, state.done, state.total) == (State.IN_PROGRESS, 0, 1)
    # Publishing is not the translator's, whichever way it is tried.
    client.post(reverse("translations:publish", args=[state.pk]))
    client.post(reverse("wagtail_localize:update_translations", args=[1]),
                {"publish_translations": "on"})  # fmt: skip
    page.refresh_from_db()
    assert not page.live


def test_the_export_names_what_the_grid_shows(pages: dict[str, Page]) -> None:
    client = client_of("Biên dịch, hiệu đính")
    answer = client.get(reverse(GRID), {"export": "csv", "state": State.OUTDATED})
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Trang"], row["Tình trạng"], row["Số chỗ đổi"]) for row in rows] == [
        ("Đảo", "đã cũ", "1")
    ]
    assert client.get(reverse(GRID), {"export": "xlsx"}).status_code == 200


def test_lists_and_editors_show_it(admin_client: Client, pages: dict[str, Page]) -> None:
    section = pages["old"].get_parent()
    shown = soup(admin_client, "wagtailadmin_explore", section.pk)
    assert "Đã cũ" in shown.select_one("#listing-results").get_text()
    root = Page.objects.get(depth=1)
    query = {"translation": State.MISSING, "search_all": "1"}
    listed = soup(admin_client, "wagtailadmin_explore", root.pk, **query)
    assert "Liên hệ" in listed.select_one("#listing-results").get_text()
    assert "Đảo" not in listed.select_one("#listing-results").get_text()
    editor = soup(admin_client, "wagtailadmin_pages:edit", pages["old"].pk)
    assert "Đã cũ" in editor.get_text()
    english = pages["old"].get_translations().get()
    beside = soup(admin_client, "wagtailadmin_pages:edit", english.pk).get_text()
    assert "Bản gốc đã đổi" in beside
    assert "Mới" in beside


def test_the_dashboard_counts_for_its_reader(pages: dict[str, Page]) -> None:
    home = soup(client_of("Biên dịch, hiệu đính"), "wagtailadmin_home").get_text()
    assert "1 bản dịch tiếng Anh đã cũ" in home
    assert "1 trang cần bản tiếng Anh" in home


def _many(portal: Portal, count: int) -> None:
    """Pages in both languages, put into the tree at once: only their number matters here."""
    model = ContentType.objects.get_for_model(StandardPage)
    for parent, locale in ((portal.home, portal.vi), (portal.english, portal.en)):
        Page.objects.bulk_create(
            Page(
                title=f"Trang {n}",
                draft_title=f"Trang {n}",
                slug=f"trang-{n}",
                locale=locale,
                live=True,
                path=f"{parent.path}{_step(n + 1)}",
                depth=3,
                content_type=model,
                url_path=f"{parent.url_path}trang-{n}/",
                translation_key=uuid.uuid5(uuid.NAMESPACE_URL, str(n)),
            )
            for n in range(count)
        )
        Page.objects.filter(pk=parent.pk).update(numchild=count)


def _step(number: int) -> str:
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "".join(letters[number // 36**power % 36] for power in (3, 2, 1, 0))


def test_queries_of_the_grid(admin_client: Client, roles: Portal) -> None:
    """Ten at most for two thousand pages in two languages; the admin's frame has its own."""
    _many(roles, 2000)
    recompute_all()
    assert TranslationState.objects.count() == 2001
    admin_client.get(reverse(GRID))
    for query in ({}, {"state": State.UP_TO_DATE, "kind": "home.standardpage", "p": 20}):
        with CaptureQueriesContext(connection) as captured:
            answer = admin_client.get(reverse("translations:index_results"), query)
        assert answer.content.count(b"<tr>") == 51
        sql = [entry["sql"] for entry in captured.captured_queries]
        assert len(sql) <= 10, json.dumps(sql, indent=1)
