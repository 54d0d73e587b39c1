"""What an officer confirms, and what a page must have, before it goes public by any door."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.test.utils.form_data import nested_form_data, streamfield

from core.publishing import CONFIRMED, reasons_not_to_publish
from home.models import StandardPage
from tests.factories.core import (
    Portal,
    make_document,
    make_image,
    make_standard_page,
    make_user,
    translate,
)

TICKED = {"confirms_publishable": "on"}
WORDS = "Hãy kiểm tra trang rồi đánh dấu"


def form_data(**values: Any) -> dict[str, Any]:
    data = {"title": "Giới thiệu", "slug": "gioi-thieu", "summary": "", "body": streamfield([])}
    data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return nested_form_data({**data, **values})


def add(client: Client, parent: Page, **values: Any) -> Any:
    url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", parent.pk])
    return client.post(url, form_data(**values))


def edit(client: Client, page: Page, **values: Any) -> Any:
    kept = {"title": page.title, "slug": page.slug}
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), form_data(**{**kept, **values})
    )


def confirmations() -> list[PageLogEntry]:
    return list(PageLogEntry.objects.filter(action=CONFIRMED).order_by("pk"))


@pytest.fixture
def chairman(roles: Portal) -> Client:
    client = Client()
    client.force_login(make_user("chutich", "Người duyệt"))
    return client


@pytest.fixture
def editor(roles: Portal) -> Client:
    client = Client()
    client.force_login(make_user("bientap", "Biên tập viên"))
    return client


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_without_the_confirmation_nothing_is_stored_and_nothing_lost(
    chairman: Client, roles: Portal, action: str
) -> None:
    answer = add(chairman, roles.home, summary="Một dòng đã gõ", **{action: "1"})
    assert answer.status_code == 200
    assert WORDS in answer.content.decode()
    assert "Một dòng đã gõ" in answer.content.decode()
    assert not StandardPage.objects.exists()
    assert not confirmations()


def test_with_it_the_page_is_live_and_the_log_knows_who_and_what(
    chairman: Client, roles: Portal
) -> None:
    add(chairman, roles.home, **TICKED, **{"action-publish": "1"})
    page = StandardPage.objects.get()
    assert page.live
    (entry,) = confirmations()
    assert entry.user.username == "chutich"
    assert entry.page_id == page.pk
    assert entry.revision == page.live_revision
    history = chairman.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert "Đã xác nhận" in history.content.decode()


def test_each_publication_asks_anew(chairman: Client, roles: Portal) -> None:
    page = make_standard_page(roles.home)
    answer = edit(chairman, page, title="Mới", **{"action-publish": "1"})
    assert WORDS in answer.content.decode()
    page.refresh_from_db()
    assert page.title == "Giới thiệu"
    edit(chairman, page, title="Mới", **TICKED, **{"action-publish": "1"})
    edit(chairman, page, title="Mới hơn", **TICKED, **{"action-publish": "1"})
    page.refresh_from_db()
    assert page.title == "Mới hơn"
    first, second = confirmations()
    assert first.revision_id != second.revision_id
    shown = chairman.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'name="confirms_publishable"' in shown
    box = shown.split('name="confirms_publishable"')[1].split(">")[0]
    assert "checked" not in box


def test_a_draft_needs_none_and_logs_none(editor: Client, roles: Portal) -> None:
    assert add(editor, roles.home).status_code == 302
    page = StandardPage.objects.get()
    assert not page.live
    edit(editor, page, title="Bản nháp", **TICKED)
    assert not confirmations()


def test_autosave_needs_none(editor: Client, roles: Portal) -> None:
    page = make_standard_page(roles.home, live=False)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_data(title="Tự lưu", slug=page.slug)
    answer = editor.post(url, data, headers={"accept": "application/json"})
    assert answer.json()["success"], answer.content
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Tự lưu"


def test_the_log_entry_and_the_revision_stand_or_fall_together(
    chairman: Client, roles: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the log cannot be written")

    page = make_standard_page(roles.home)
    before = Revision.objects.count()
    monkeypatch.setattr("core.models.base.log", broken)
    with pytest.raises(RuntimeError):
        edit(chairman, page, title="Mới", **TICKED, **{"action-publish": "1"})
    assert Revision.objects.count() == before
    page.refresh_from_db()
    assert page.title == "Giới thiệu"


def test_submitting_asks_and_logs(editor: Client, roles: Portal) -> None:
    page = make_standard_page(roles.home, live=False)
    answer = edit(editor, page, **{"action-submit": "1"})
    assert WORDS in answer.content.decode()
    edit(editor, page, **TICKED, **{"action-submit": "1"})
    page.refresh_from_db()
    assert page.current_workflow_state is not None
    assert [entry.user.username for entry in confirmations()] == ["bientap"]


# Alternative text.

SENTENCE = "chưa có văn bản thay thế"


def test_a_cover_without_alternative_text_is_named(chairman: Client, roles: Portal) -> None:
    image = make_image("Ảnh lễ hội", alt={"en": "A festival"})
    answer = add(chairman, roles.home, cover=image.pk, **TICKED, **{"action-publish": "1"})
    text = answer.content.decode()
    assert SENTENCE in text
    assert "Ảnh lễ hội" in text
    assert not StandardPage.objects.exists()
    assert add(chairman, roles.home, cover=image.pk).status_code == 302  # A draft may wait for it.


def test_the_language_of_the_page_counts(roles: Portal) -> None:
    image = make_image("Ảnh lễ hội", alt={"vi": "Rước kiệu qua sân đình"})
    page = make_standard_page(roles.home, cover=image)
    assert reasons_not_to_publish(page) == []
    english = translate(page, "About", live=False)
    assert len(reasons_not_to_publish(english)) == 1


def test_every_picture_of_the_home_page_is_looked_at(roles: Portal) -> None:
    hero, poster, inside = (make_image(n, alt={}) for n in ("Toàn cảnh", "Ảnh tĩnh", "Trong bài"))
    home = roles.home
    home.sections = [("hero", {"title": "Chào", "text": "", "image": hero, "links": []})]
    home.body = [
        ("media", {"title": "Băng hình", "kind": "video", "file": make_document(), "poster": poster,
                   "captions": None, "duration_seconds": None, "transcript": None}),
        ("image", {"image": inside, "caption": ""}),
    ]  # fmt: skip
    text = " ".join(reasons_not_to_publish(home))
    assert "Toàn cảnh" in text
    assert "Ảnh tĩnh" in text
    assert "Trong bài" not in text  # The block itself asks for its alternative text.


def test_the_hero_of_the_home_page_by_its_form(chairman: Client, roles: Portal) -> None:
    image = make_image("Toàn cảnh", alt={"en": "x"})
    hero = {"title": "Chào", "text": "", "image": image.pk,
            "links": {"count": 0}}  # fmt: skip
    data = nested_form_data(
        {"title": "Trang chủ", "slug": "trang-chu", "summary": "", "sections": streamfield(
            [("hero", {**{k: v for k, v in hero.items() if k != "links"}, "links-count": 0})]),
         "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
         "action-publish": "1", **TICKED}
    )  # fmt: skip
    answer = chairman.post(reverse("wagtailadmin_pages:edit", args=[roles.home.pk]), data)
    text = answer.content.decode()
    assert SENTENCE in text
    assert "Toàn cảnh" in text


def test_a_home_page_has_the_confirmation_too(chairman: Client, roles: Portal) -> None:
    shown = chairman.get(reverse("wagtailadmin_pages:edit", args=[roles.home.pk])).content.decode()
    assert 'name="confirms_publishable"' in shown
