"""What waits for an officer on the front page of the admin."""

import datetime

import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth import get_user
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from desk.review import REVIEWED
from home.models import StandardPage
from localization.translating import begin
from tests.desk.conftest import EDITOR, TRANSLATOR, Desk
from tests.factories.core import make_page

YEAR = datetime.timedelta(days=366)


def panel(client: Client, name: str) -> str:
    """Text of a panel of the dashboard; empty where there is none."""
    soup = BeautifulSoup(client.get("/admin/").content, "html5lib")
    found = soup.select_one(f"#{name}-section, #{name}")
    return " ".join(found.get_text(" ").split()) if found else ""


def standing(desk: Desk, title: str) -> Page:
    page = make_page(desk.portal.home, title, StandardPage)
    page.save_revision().publish()
    return page


def test_a_draft_waits_for_who_wrote_it_until_it_is_published(desk: Desk) -> None:
    editor = desk.client(EDITOR)
    user = get_user(editor)
    draft = desk.news("Hội thi gói bánh", live=False)
    draft.save_revision(user=user)
    assert "Hội thi gói bánh" in panel(editor, "my_drafts")
    assert "Hội thi gói bánh" not in panel(desk.client(EDITOR), "my_drafts")
    draft.get_latest_revision().publish()
    assert panel(editor, "my_drafts") == ""


def test_a_draft_leads_to_its_page_and_a_translation_is_told_apart(desk: Desk) -> None:
    """A translation that was begun has the Vietnamese title still."""
    editor = desk.client(EDITOR)
    draft = desk.news("Hội thi gói bánh")
    draft.save_revision(user=get_user(editor))
    english = begin(draft, desk.portal.en, get_user(editor))
    english.get_latest_revision_as_object().save_revision(user=get_user(editor))
    html = BeautifulSoup(editor.get("/admin/").content, "html5lib")
    rows = {
        str(row.a["href"]): " ".join(row.get_text().split())
        for row in html.select("#my_drafts-section li, #my_drafts li")
        if row.a
    }
    assert set(rows) == {
        reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in (draft, english)
    }
    of_the_translation = rows[reverse("wagtailadmin_pages:edit", args=[english.pk])]
    assert of_the_translation.startswith("Hội thi gói bánh – Tiếng Anh, lưu ngày")
    assert "Tiếng" not in rows[reverse("wagtailadmin_pages:edit", args=[draft.pk])]


def test_a_submitted_draft_waits_for_others(desk: Desk) -> None:
    editor = desk.client(EDITOR)
    draft = desk.news("Hội thi gói bánh", live=False)
    draft.save_revision(user=get_user(editor))
    draft.get_workflow().start(draft, user=None)
    assert panel(editor, "my_drafts") == ""


def test_a_page_is_read_again_after_a_year_and_news_never(desk: Desk) -> None:
    page = standing(desk, "Giới thiệu xã")
    desk.page.save_revision().publish()
    editor = desk.client(EDITOR)
    assert panel(editor, "pages_to_review") == ""
    with time_machine.travel(timezone.now() + YEAR):
        later = desk.client(EDITOR)
        shown = panel(later, "pages_to_review")
        assert "Giới thiệu xã" in shown
        assert desk.page.title not in shown
        answer = later.post(reverse("page_still_right", args=[page.pk]), follow=True)
        assert "vẫn đúng" in " ".join(str(m) for m in answer.context["messages"])
        assert "Giới thiệu xã" not in panel(later, "pages_to_review")
        history = later.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
        assert "Đã xem lại" in history.content.decode()
    page.refresh_from_db()
    assert page.live


def test_who_may_not_edit_a_page_cannot_say_that_it_is_right(desk: Desk) -> None:
    page = standing(desk, "Giới thiệu xã")
    translator = desk.client(TRANSLATOR)
    with time_machine.travel(timezone.now() + YEAR):
        translator = desk.client(TRANSLATOR)
        assert panel(translator, "pages_to_review") == ""
        report = translator.get(reverse("pages_to_review"))
        assert "Giới thiệu xã" not in report.content.decode()
        answer = translator.post(reverse("page_still_right", args=[page.pk]))
    assert answer.status_code in (302, 403)
    assert not PageLogEntry.objects.filter(page=page.pk, action=REVIEWED).exists()


def test_the_dashboard_and_the_report_cost_the_same_for_more_pages(desk: Desk) -> None:
    def wait(numbers: range) -> None:
        for number in numbers:
            page = standing(desk, f"Trang {number}")
            Page.objects.filter(pk=page.pk).update(last_published_at=timezone.now() - YEAR)

    client = desk.client(EDITOR)
    for address in ("/admin/", reverse("pages_to_review")):
        wait(range(len(address), len(address) + 3))
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        wait(range(100 + len(address), 103 + len(address)))
        client.get(address)  # What became of the new pages' translations is noted once.
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) <= len(few), "\n".join(q["sql"] for q in many.captured_queries)
