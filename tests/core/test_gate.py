"""Whatever makes a page public asks the same and leaves the same log, whichever door it is."""

import datetime
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken, PageLogEntry, Task

from core.gate import (
    REFUSED,
    WITHOUT_CONFIRMATION,
    Ground,
    NotPublishableError,
    published_on,
)
from core.models import PortalImage
from core.publishing import CONFIRMED
from home.models import StandardPage
from news.models import NewsPage
from tests.core.test_approval import confirmed_draft
from tests.core.test_confirmation import TICKED, chairman, edit, editor
from tests.factories.core import (
    Portal,
    make_image,
    make_page,
    make_standard_page,
    make_topic,
    make_user,
)

__all__ = ["chairman", "editor"]  # Fixtures.

UNCONFIRMED = "Chưa có ai xác nhận"


def grounds_of(page: Any) -> list[str]:
    entries = PageLogEntry.objects.filter(page=page.pk, action=WITHOUT_CONFIRMATION)
    return [entry.data["ground"] for entry in entries.order_by("timestamp")]


def is_live(page: Any) -> bool:
    return bool(type(page).objects.get(pk=page.pk).live)


def staff(client_user: Any) -> dict[str, str]:
    token = APIToken.generate_token()
    APIToken.objects.create(
        user=client_user, name="thử", key_hash=APIToken.hash_token(token), prefix=token[:16]
    )
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}


def act_v3(page: Any, action: str, **data: Any) -> Any:
    headers = staff(make_user("tu-dong", "Người duyệt"))
    return Client().post(
        f"/api/staff/v3/pages/{page.pk}/actions/{action}/",
        json.dumps(data), content_type="application/json", **headers,
    )  # fmt: skip


def test_the_interface_of_wagtail_publishes_what_was_confirmed_only(
    chairman: Client, roles: Portal
) -> None:
    page = make_standard_page(roles.home, live=False)
    answer = act_v3(page, "publish")
    assert answer.status_code == 422
    assert UNCONFIRMED in answer.json()["errors"][0]["msg"]
    assert not is_live(page)
    confirmed = confirmed_draft(chairman, roles.home, title="Lịch sử")
    headers = staff(make_user("tu-dong-2", "Người duyệt"))
    url = f"/api/staff/v3/pages/{confirmed.pk}/actions/publish/"
    assert Client().post(url, **headers).status_code == 200
    assert is_live(confirmed)


def test_the_right_to_publish_is_asked_before_the_reasons(roles: Portal) -> None:
    page = make_standard_page(roles.home, live=False)
    headers = staff(make_user("bientap", "Biên tập viên"))
    answer = Client().post(f"/api/staff/v3/pages/{page.pk}/actions/publish/", **headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("is_below", [False, True])
def test_no_copy_is_public_at_once(chairman: Client, roles: Portal, is_below: bool) -> None:
    page = make_standard_page(roles.home, live=not is_below)
    if is_below:
        make_standard_page(page, "Lịch sử")
    data = {"keep_live": True, "recursive": is_below, "destination_page_id": roles.home.pk}
    answer = act_v3(page, "copy", slug="ban-sao", **data)
    assert answer.status_code == 422
    assert "bản nháp" in answer.json()["errors"][0]["msg"]
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    assert "publish_copies" not in chairman.get(url).content.decode()
    form = {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": roles.home.pk}
    chairman.post(url, {**form, "publish_copies": "on", "copy_subpages": "on"})
    copy = StandardPage.objects.get(slug="ban-sao")
    assert not copy.live
    assert not copy.get_descendants().live().exists()


def test_the_admins_own_interface_says_why(chairman: Client, roles: Portal) -> None:
    page = make_standard_page(roles.home, live=False)
    answer = chairman.post(f"/admin/api/main/pages/{page.pk}/action/publish/")
    assert answer.status_code == 400
    assert UNCONFIRMED in answer.content.decode()
    copied = chairman.post(
        f"/admin/api/main/pages/{make_standard_page(roles.home, 'Khác').pk}/action/copy/", {}
    )
    assert copied.status_code == 400
    assert not StandardPage.objects.filter(title="Khác", slug__startswith="khac-").exists()


def test_an_alias_of_a_public_page_says_so_in_its_log(chairman: Client, roles: Portal) -> None:
    page = make_standard_page(roles.home)
    form = {"new_title": page.title, "new_slug": "lap-lai", "new_parent_page": roles.home.pk}
    chairman.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {**form, "alias": "on"})
    alias = StandardPage.objects.get(slug="lap-lai")
    assert alias.live
    assert grounds_of(alias) == ["alias"]
    cover = make_image("Ảnh lễ hội")
    shown = make_standard_page(roles.home, "Có ảnh", cover=cover)
    PortalImage.objects.update(alt={})
    form = {"new_title": "Có ảnh", "new_slug": "lan-hai", "new_parent_page": roles.home.pk}
    url = reverse("wagtailadmin_pages:copy", args=[shown.pk])
    answer = chairman.post(url, {**form, "alias": "on"}, follow=True)
    assert "Ảnh lễ hội" in answer.content.decode()
    assert not StandardPage.objects.filter(slug="lan-hai").exists()


def due(page: StandardPage) -> None:
    """Its appointed time has come."""
    earlier = timezone.now() - datetime.timedelta(minutes=1)
    page.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=earlier)
    page.refresh_from_db()
    revision = page.get_latest_revision()
    revision.content = {**revision.content, "go_live_at": earlier.isoformat()}
    revision.save()


def test_the_clock_asks_again_and_goes_on_with_the_others(chairman: Client, roles: Portal) -> None:
    later = (timezone.localtime() + datetime.timedelta(days=1)).strftime("%d/%m/%Y %H:%M")
    image = make_image("Ảnh lễ hội")
    first = make_standard_page(roles.home, "Một", live=False, cover=image)
    second = make_standard_page(roles.home, "Hai", live=False)
    for page, kept in ((first, {"cover": image.pk}), (second, {})):
        data = {**TICKED, **kept, "go_live_at": later, "action-publish": "1"}
        assert edit(chairman, page, **data).status_code == 302
        due(page)
    PortalImage.objects.update(alt={})
    with published_on(None):
        call_command("publish_scheduled")
        call_command("publish_scheduled")
    assert not is_live(first)
    assert is_live(second)
    (entry,) = PageLogEntry.objects.filter(action=REFUSED)
    assert entry.page_id == first.pk
    assert "Ảnh lễ hội" in entry.data["reasons"][0]
    history = chairman.get(reverse("wagtailadmin_pages:history", args=[first.pk]))
    assert "Ảnh lễ hội" in history.content.decode()
    PortalImage.objects.update(alt={"vi": "Rước kiệu"})
    with published_on(None):
        call_command("publish_scheduled")
    assert is_live(first)


def test_code_that_names_no_ground_publishes_nothing(roles: Portal) -> None:
    page = make_standard_page(roles.home, live=False)
    with published_on(None), pytest.raises(NotPublishableError):
        page.save_revision().publish()
    with published_on(Ground.PACKAGE):
        page.save_revision().publish()
    assert is_live(page)
    assert grounds_of(page) == ["package"]


def test_the_history_says_on_what_ground_it_was_published(chairman: Client, roles: Portal) -> None:
    page = make_standard_page(roles.home, live=False)
    with published_on(Ground.PACKAGE):
        page.save_revision().publish()
    history = chairman.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert "nội dung của gói" in history.content.decode()


# Sensitive topics.

SENSITIVE = "nhạy cảm"


@pytest.fixture
def sensitive(roles: Portal) -> Any:
    """A draft on a topic that is part of a sensitive one."""
    above = make_topic("T22", "Biển, đảo", needs_orientation=True)
    topic = make_topic("T22.1", "Chủ quyền", parent=above)
    return make_page(
        roles.home, "Ra khơi", NewsPage, live=False, topics=[topic],
        kind="brief", date=timezone.now(), source_name="Báo Nhân Dân",
        source_url="https://nhandan.vn/x",
    )  # fmt: skip


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role.split()[0].lower(), role))
    return client


def step_of(page: Any) -> str:
    state = type(page).objects.get(pk=page.pk).current_workflow_task_state
    return state.task.name if state else ""


def approve(client: Client, page: Any) -> Any:
    state = type(page).objects.get(pk=page.pk).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(url, {"comment": ""})


def submit(page: Any, user: Any) -> None:
    """As the form does: confirmed by its author, and started."""
    page = page.get_latest_revision_as_object()
    page.confirmed_by = user
    page.save_revision(user=user)
    page.get_workflow().start(page, user)


def test_a_sensitive_topic_passes_the_orientation_before_the_chairman(sensitive: Any) -> None:
    submit(sensitive, make_user("bientap", "Biên tập viên"))
    office, orientation, chairman = (
        signed_in(role) for role in ("Văn phòng", "Định hướng nội dung", "Người duyệt")
    )
    assert step_of(sensitive) == "Văn phòng kiểm tra"
    approve(office, sensitive)
    assert step_of(sensitive) == "Tuyên giáo định hướng"
    for other in (office, chairman):
        approve(other, sensitive)
        assert step_of(sensitive) == "Tuyên giáo định hướng"
    shown = orientation.get(reverse("wagtailadmin_home")).content.decode()
    assert "Ra khơi" in shown  # Waiting for them, on their first screen.
    seen = orientation.get(reverse("wagtailadmin_pages:edit", args=[sensitive.pk]))
    assert "Tuyên giáo định hướng" in seen.content.decode()
    approve(orientation, sensitive)
    assert step_of(sensitive) == "Chủ tịch duyệt"
    with published_on(None):
        approve(chairman, sensitive)
    assert is_live(sensitive)
    assert grounds_of(sensitive) == []


def test_the_chairman_cannot_publish_past_the_orientation(sensitive: Any) -> None:
    chairman = make_user("chutich", "Người duyệt")
    draft = sensitive.get_latest_revision_as_object()
    draft.confirmed_by = chairman
    revision = draft.save_revision(user=chairman)
    with published_on(None), pytest.raises(NotPublishableError, match=SENSITIVE):
        revision.publish(user=chairman)
    submit(sensitive, chairman)
    sensitive.refresh_from_db()
    state = sensitive.current_workflow_task_state
    state.specific.approve(user=make_user("vanphong", "Văn phòng"))
    sensitive.refresh_from_db()
    with published_on(None), pytest.raises(NotPublishableError, match=SENSITIVE):
        sensitive.get_latest_revision().publish(user=chairman)


def test_a_topic_that_turned_sensitive_on_the_way_is_noticed(
    editor: Client, chairman: Client, roles: Portal
) -> None:
    topic = make_topic("T22", "Biển, đảo")
    page = make_page(
        roles.home, "Ra khơi", NewsPage, live=False, topics=[topic], kind="brief",
        date=timezone.now(),
    )  # fmt: skip
    submit(page, make_user("tacgia", "Biên tập viên"))
    approve(signed_in("Văn phòng"), page)
    assert step_of(page) == "Chủ tịch duyệt"
    type(topic).objects.update(needs_orientation=True)
    answer = approve(chairman, page)
    assert SENSITIVE in chairman.get(answer.url).content.decode()
    assert not is_live(page)
    assert step_of(page) == "Chủ tịch duyệt"  # Where it was: sent back, it begins anew.


def test_other_pages_pass_the_step_by_and_the_status_shows_it(
    editor: Client, roles: Portal
) -> None:
    page = make_standard_page(roles.home, live=False)
    edit(editor, page, **TICKED, **{"action-submit": "1"})
    approve(signed_in("Văn phòng"), page)
    assert step_of(page) == "Chủ tịch duyệt"
    state = StandardPage.objects.get(pk=page.pk).current_workflow_state
    steps = {task.name: task.status for task in state.all_tasks_with_status()}
    assert steps["Tuyên giáo định hướng"] == "skipped"


def test_roles_bring_the_step_into_a_workflow_that_is_there_already(roles: Portal) -> None:
    from home.roles import ensure_roles

    workflow = roles.home.get_workflow()
    Task.objects.get(name="Tuyên giáo định hướng").delete()
    for order, task in enumerate(workflow.workflow_tasks.order_by("sort_order")):
        task.sort_order = order
        task.save()
    ensure_roles()
    ensure_roles()
    names = [task.name for task in workflow.tasks]
    assert names == ["Văn phòng kiểm tra", "Tuyên giáo định hướng", "Chủ tịch duyệt"]


def test_the_confirmation_is_logged_once_and_no_ground_beside_it(
    chairman: Client, roles: Portal
) -> None:
    page = make_standard_page(roles.home, live=False)
    edit(chairman, page, **TICKED, **{"action-publish": "1"})
    assert is_live(page)
    assert grounds_of(page) == []
    assert PageLogEntry.objects.filter(page=page.pk, action=CONFIRMED).count() == 1
