"""The way of a page from editor to chairman, tried through the admin."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from home.models import StandardPage
from tests.factories.core import Portal, make_section, make_standard_page, make_user
from tests.home.test_roles import CHAIRMAN, EDITOR, OFFICE, form_data


@pytest.fixture
def portal(roles: Portal) -> Portal:
    return roles


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role.split()[0].lower(), role))
    return client


def submit(client: Client, page: Page) -> None:
    data = form_data(page, confirms_publishable="on", **{"action-submit": "1"})
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert answer.status_code == 302


def step(page: Page) -> str:
    """Where the page is in the workflow; empty when it is in none."""
    state = StandardPage.objects.get(pk=page.pk).current_workflow_task_state
    return state.task.name if state else ""


def act(client: Client, page: Page, action: str, comment: str = "") -> None:
    state = StandardPage.objects.get(pk=page.pk).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    client.post(url, {"comment": comment})


def live(page: Page) -> bool:
    return StandardPage.objects.get(pk=page.pk).live


AT_OFFICE, AT_CHAIRMAN = "Văn phòng kiểm tra", "Chủ tịch duyệt"


def test_it_is_published_at_the_end_only(portal: Portal) -> None:
    page = make_standard_page(portal.home, live=False)
    editor, office, chairman = (signed_in(role) for role in (EDITOR, OFFICE, CHAIRMAN))
    submit(editor, page)
    for client in (editor, chairman):  # The office comes first.
        act(client, page, "approve")
        assert step(page) == AT_OFFICE
    act(office, page, "approve")
    assert step(page) == AT_CHAIRMAN
    for client in (editor, office):
        act(client, page, "approve")
        assert step(page) == AT_CHAIRMAN
    assert not live(page)
    assert Client().get(page.url).status_code == 404
    act(chairman, page, "approve")
    assert live(page)
    assert Client().get(page.url).status_code == 200


@pytest.mark.parametrize("at", [AT_OFFICE, AT_CHAIRMAN])
def test_what_is_rejected_returns_with_the_comment(portal: Portal, at: str) -> None:
    page = make_standard_page(portal.home, live=False)
    clients = {name: signed_in(role) for name, role in
               (("editor", EDITOR), (AT_OFFICE, OFFICE), (AT_CHAIRMAN, CHAIRMAN))}  # fmt: skip
    submit(clients["editor"], page)
    if at == AT_CHAIRMAN:
        act(clients[AT_OFFICE], page, "approve")
    act(clients[at], page, "reject", "Thiếu số liệu năm 2025")
    assert not live(page)
    page = StandardPage.objects.get(pk=page.pk)
    assert page.current_workflow_state.status == "needs_changes"
    seen = clients["editor"].get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "Thiếu số liệu năm 2025" in seen.content.decode()
    submit(clients["editor"], page)
    for name in (AT_OFFICE, AT_CHAIRMAN):  # Both read the new version, the chairman last.
        assert not live(page)
        assert step(page) == name
        act(clients[name], page, "approve")
    assert live(page)


def test_the_office_reads_what_the_chairman_corrected(portal: Portal) -> None:
    page = make_standard_page(portal.home, live=False)
    editor, office, chairman = (signed_in(role) for role in (EDITOR, OFFICE, CHAIRMAN))
    submit(editor, page)
    act(office, page, "approve")
    approval = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    data = form_data(page, title="Chủ tịch đã sửa", **approval)
    chairman.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert step(page) == AT_OFFICE
    assert not live(page)
    act(office, page, "approve")
    assert step(page) == AT_CHAIRMAN
    act(chairman, page, "approve")
    assert live(page)
    assert StandardPage.objects.get(pk=page.pk).title == "Chủ tịch đã sửa"


def test_the_editor_changes_nothing_while_others_read(portal: Portal) -> None:
    page = make_standard_page(portal.home, live=False)
    editor = signed_in(EDITOR)
    submit(editor, page)
    data = form_data(page, title="Đã sửa trong khi văn phòng đọc")
    editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    page = StandardPage.objects.get(pk=page.pk)
    assert page.get_latest_revision_as_object().title == "Giới thiệu"


def test_new_sections_are_under_the_same_workflow(portal: Portal) -> None:
    page = make_standard_page(make_section(portal.home))
    assert page.get_workflow() == portal.home.get_workflow()
    assert portal.english.get_workflow() == portal.home.get_workflow()
