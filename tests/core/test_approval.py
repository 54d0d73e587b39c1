"""The other doors to publication: a list of pages, the approval button, the approver's editor."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from core.models import PortalImage
from tests.core.test_confirmation import TICKED, chairman, confirmations, edit, editor
from tests.factories.core import Portal, make_image, make_standard_page, make_user

__all__ = ["chairman", "editor"]  # Fixtures.


def bulk_publish(client: Client, *pages: Page, descendants: bool = False) -> Any:
    ids = "&".join(f"id={page.pk}" for page in pages)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    data = {"include_descendants": "on"} if descendants else {}
    return client.post(f"{url}?{ids}&next=/admin/", data, follow=True)


def confirmed_draft(client: Client, parent: Page, **fields: Any) -> Any:
    """Submitted with the confirmation, then withdrawn from the workflow."""
    page = make_standard_page(parent, live=False, **fields)
    kept = {"cover": fields["cover"].pk} if fields.get("cover") else {}
    edit(client, page, **kept, **TICKED, **{"action-submit": "1"})
    page.refresh_from_db()
    page.current_workflow_state.cancel()
    return page


def test_bulk_publishing_passes_what_was_confirmed(chairman: Client, roles: Portal) -> None:
    page = confirmed_draft(chairman, roles.home)
    bulk_publish(chairman, page)
    page.refresh_from_db()
    assert page.live


def test_bulk_publishing_refuses_what_nobody_confirmed(chairman: Client, roles: Portal) -> None:
    page = make_standard_page(roles.home, live=False)
    text = bulk_publish(chairman, page).content.decode()
    page.refresh_from_db()
    assert not page.live
    assert "Chưa có ai xác nhận" in text
    assert "Giới thiệu" in text


def test_bulk_publishing_looks_at_pages_below_and_at_pictures(
    chairman: Client, roles: Portal
) -> None:
    parent = confirmed_draft(chairman, roles.home)
    image = make_image("Ảnh lễ hội")
    child = confirmed_draft(chairman, parent, title="Lịch sử", cover=image)
    PortalImage.objects.filter(pk=image.pk).update(alt={})
    text = bulk_publish(chairman, parent, descendants=True).content.decode()
    assert "Ảnh lễ hội" in text
    assert not Page.objects.filter(pk__in=[parent.pk, child.pk], live=True).exists()
    bulk_publish(chairman, parent)
    parent.refresh_from_db()
    assert parent.live


def at_the_chairman(roles: Portal, client: Client, **fields: Any) -> Any:
    """A page that the editor submitted and the office passed on."""
    page = make_standard_page(roles.home, live=False, **fields)
    kept = {"cover": fields["cover"].pk} if fields.get("cover") else {}
    edit(client, page, **kept, **TICKED, **{"action-submit": "1"})
    page.refresh_from_db()
    task = page.current_workflow_task_state
    task.specific.approve(user=make_user("vanphong", "Văn phòng"))
    page.refresh_from_db()
    return page


def approve(client: Client, page: Page, xhr: bool = False) -> Any:
    url = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[page.pk, "approve", page.current_workflow_task_state.pk],
    )
    headers = {"x-requested-with": "XMLHttpRequest"} if xhr else {}
    return client.post(url, {"comment": ""}, headers=headers)


@pytest.mark.parametrize("xhr", [True, False])
def test_the_approval_button_refuses_by_name(
    editor: Client, chairman: Client, roles: Portal, xhr: bool
) -> None:
    image = make_image("Ảnh lễ hội")
    page = at_the_chairman(roles, editor, cover=image)
    PortalImage.objects.filter(pk=image.pk).update(alt={"en": "x"})
    answer = approve(chairman, page, xhr)
    target = answer.json()["redirect"] if xhr else answer.url
    assert "Ảnh lễ hội" in chairman.get(target).content.decode()
    page.refresh_from_db()
    assert not page.live
    PortalImage.objects.filter(pk=image.pk).update(alt={"vi": "Rước kiệu"})
    approve(chairman, page, xhr)
    page.refresh_from_db()
    assert page.live


def test_approval_in_the_editor_refuses_by_name(
    editor: Client, chairman: Client, roles: Portal
) -> None:
    image = make_image("Ảnh lễ hội")
    page = at_the_chairman(roles, editor, cover=image)
    PortalImage.objects.filter(pk=image.pk).update(alt={})
    action = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    answer = edit(chairman, page, cover=image.pk, **action)
    assert "Ảnh lễ hội" in answer.content.decode()
    page.refresh_from_db()
    assert not page.live
    reject = {"action-workflow-action": "1", "workflow-action-name": "reject"}
    edit(chairman, page, cover=image.pk, **reject)  # Sending it back is always possible.
    page.refresh_from_db()
    assert page.current_workflow_state.status == "needs_changes"


def test_approval_asks_for_no_second_confirmation(
    editor: Client, chairman: Client, roles: Portal
) -> None:
    page = at_the_chairman(roles, editor)
    action = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    edit(chairman, page, **action)
    page.refresh_from_db()
    assert page.live
    assert len(confirmations()) == 1
