"""Forms of a login that ended, forms put back, and a portal that cannot write for a while."""

import errno
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from core.models import Agency, PortalSettings
from core.trouble import Trouble, trouble_of
from home.models import StandardPage
from tests.core.test_confirmation import form_data
from tests.factories.core import PASSWORD, Portal, make_standard_page

JSON = {"accept": "application/json"}
AGENCY = {"code": "go-do", "level": "commune", "name_vi": "Gõ dở", "name_en": ""}
NEW_AGENCY = "/admin/snippets/core/agency/add/"


@pytest.fixture
def page(bilingual: Portal) -> StandardPage:
    return make_standard_page(bilingual.home)


def edit_url(page: StandardPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_a_script_is_told_that_the_login_has_ended(
    admin_client: Client, page: StandardPage
) -> None:
    found = admin_client.get(reverse("session_state"), headers=JSON).json()
    assert found["user"] == get_user_model().objects.get(username="quantri").pk
    Session.objects.all().delete()
    for answer in (
        admin_client.get(reverse("session_state"), headers=JSON),
        admin_client.post(edit_url(page), form_data(title="Mới", slug=page.slug), headers=JSON),
    ):
        assert answer.status_code == 401
        assert answer.json()["error_code"] == "session_ended"
    assert admin_client.get(edit_url(page)).status_code == 302


def test_the_form_of_an_earlier_login_goes_through_with_the_present_token(
    admin_client: Client, page: StandardPage
) -> None:
    client = Client(enforce_csrf_checks=True)
    login = client.get("/admin/login/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', login)
    assert token is not None
    own = {"csrfmiddlewaretoken": token[1]}
    client.post("/admin/login/", {"username": "quantri", "password": PASSWORD, **own})
    old = {**form_data(title="Mới", slug=page.slug), **own}
    refused = client.post(edit_url(page), old, headers=JSON)
    assert (refused.status_code, refused.json()["error_code"]) == (403, "stale_form")
    said = client.post(edit_url(page), old)
    assert said.status_code == 403
    assert "mở từ lần đăng nhập trước" in said.content.decode()
    fresh = client.get(reverse("session_state"), headers=JSON).json()["token"]
    saved = client.post(edit_url(page), old | {"csrfmiddlewaretoken": fresh}, headers=JSON)
    assert saved.json()["success"]


def put_back_cases(page: StandardPage) -> dict[str, dict[str, Any]]:
    site = page.get_site()
    PortalSettings.objects.get_or_create(site=site)
    new = reverse("wagtailadmin_pages:add", args=["home", "standardpage", page.get_parent().pk])
    return {
        edit_url(page): form_data(title="Gõ dở", slug=page.slug),
        new: form_data(title="Gõ dở", slug="go-do"),
        NEW_AGENCY: AGENCY,
        f"/admin/settings/core/portalsettings/{site.pk}/": {
            "phone": "Gõ dở", "notice_level": "information",
        },
    }  # fmt: skip


def test_what_is_put_back_is_shown_and_not_saved(admin_client: Client, page: StandardPage) -> None:
    before = Revision.objects.count()
    for address, form in put_back_cases(page).items():
        answer = admin_client.post(address, {**form, "typed_restore": "1"})
        html = answer.content.decode()
        assert answer.status_code == 200, address
        assert "Gõ dở" in html.split("<form", 1)[1], address
        assert "Đây là nội dung đã gõ, chưa lưu" in html, address
        assert '"posted": true' in html
    assert Revision.objects.count() == before
    assert StandardPage.objects.count() == 1
    assert not Agency.objects.exists()
    assert PortalSettings.objects.get().phone == ""


def test_a_view_that_asks_no_form_is_undone(admin_client: Client, page: StandardPage) -> None:
    url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    assert admin_client.post(url, {"typed_restore": "1"}).status_code == 302
    page.refresh_from_db()
    assert page.live


def test_the_browser_learns_which_copies_are_saved(admin_client: Client, db: None) -> None:
    def post(name: str, **form: str) -> str:
        answer = admin_client.post(NEW_AGENCY, {**AGENCY, **form, "typed_copy": name})
        return answer.cookies["typed_saved"].value if "typed_saved" in answer.cookies else ""

    assert post("abc1", code="") == ""  # The form came back.
    assert post("abc2") == "abc2"
    assert post("abc3", code="go-do-2") == "abc2.abc3"
    assert post("<b>", code="go-do-3") == ""
    # Sent away with an error is not saved.
    get_user_model().objects.filter(username="quantri").update(is_superuser=False)
    assert post("abc4", code="go-do-4") == ""


def real_errors(folder: Path) -> dict[Trouble, sqlite3.Error]:
    """What SQLite itself says."""
    file = folder / "portal.sqlite3"
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("CREATE TABLE one (text)")
    found: dict[Trouble, sqlite3.Error] = {}
    insert = "INSERT INTO one VALUES (hex(randomblob(100000)))"

    def collect(trouble: Trouble, *statements: str, uri: str = "") -> None:
        try:
            connection = sqlite3.connect(
                uri or file, timeout=0, uri=bool(uri), isolation_level=None
            )
            for statement in statements:
                connection.execute(statement)
        except sqlite3.Error as error:
            found[trouble] = error

    collect(Trouble.FULL, "PRAGMA max_page_count = 4", insert)
    collect(Trouble.READ_ONLY, insert, uri=f"file:{file}?mode=ro")
    holder.execute("BEGIN IMMEDIATE")
    collect(Trouble.BUSY, insert)
    holder.close()
    collect(Trouble.AWAY, insert, uri=f"file:{folder}/none/none?mode=rw")
    return found


@pytest.mark.parametrize("trouble", list(Trouble))
def test_an_editor_is_told_what_to_do_while_nothing_can_be_written(
    admin_client: Client, page: StandardPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    trouble: Trouble,
) -> None:  # fmt: skip
    real = real_errors(tmp_path)[trouble]

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OperationalError(*real.args) from real

    monkeypatch.setattr(StandardPage, "save_revision", refuse)
    admin_client.raise_request_exception = False
    form = form_data(title="Mới", slug=page.slug)
    answer = admin_client.post(edit_url(page), form)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "Những gì bạn gõ vẫn được giữ" in answer.content.decode()
    assert real.args[0] not in answer.content.decode()
    said = admin_client.post(edit_url(page), form, headers=JSON)
    assert said.status_code == 503
    assert said.json()["error_code"] == "unavailable"
    page.refresh_from_db()
    assert page.title == "Giới thiệu"


def test_a_login_whose_session_cannot_be_written_is_told_too(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("attempt to write a readonly database")

    get_user_model().objects.create_superuser("quantri", "q@example.vn", PASSWORD)
    monkeypatch.setattr(Session, "save", refuse)
    client.raise_request_exception = False
    answer = client.post("/admin/login/", {"username": "quantri", "password": PASSWORD})
    assert answer.status_code == 503
    assert "hiện chỉ đọc được" in answer.content.decode()


def test_a_full_disk_is_no_fault_of_the_program_and_a_fault_is_no_full_disk() -> None:
    assert trouble_of(OSError(errno.ENOSPC, "No space left on device")) == Trouble.FULL
    assert trouble_of(OSError(errno.ENOENT, "No such file")) is None
    assert trouble_of(OperationalError("no such table: core_agency")) is None
    assert trouble_of(ValueError("database is locked")) is None
