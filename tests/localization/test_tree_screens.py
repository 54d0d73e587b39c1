"""What officers see of the trees: the question on withdrawing, the report and its button."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

from tests.factories.core import Portal, make_section, make_standard_page, make_user, translate
from tests.localization.trees import commit, english_of, is_stand_in, kinds

REPORT = "/admin/page-trees/"


@pytest.fixture
def page(bilingual: Portal) -> Any:
    """A page with a public translation, and one below it with a translation in draft."""
    with commit():
        page = make_standard_page(bilingual.home, title="Đình làng", slug="dinh-lang")
        translate(page, "Temple", slug="temple")
        below = make_standard_page(page, title="Lễ hội", slug="le-hoi")
        translate(below, "Festival", slug="festival", live=False)
    return Page.objects.get(pk=page.pk).specific


def post(client: Client, address: str, **data: Any) -> str:
    with commit():
        answer = client.post(address, data, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def choices(client: Client, address: str) -> dict[str, bool]:
    answer = BeautifulSoup(client.get(address).content, "html5lib")
    radios = answer.select("input[name=translations]")
    return {radio["value"]: radio.has_attr("checked") for radio in radios}


@pytest.mark.parametrize("way", ["form", "bulk"])
@pytest.mark.parametrize(("answer", "is_live"), [("", False), ("withdraw", False), ("keep", True)])
def test_the_officer_says_what_becomes_of_the_translation(
    page: Any, admin_client: Client, way: str, answer: str, is_live: bool
) -> None:
    address = f"/admin/pages/{page.pk}/unpublish/"
    if way == "bulk":
        address = f"/admin/bulk/wagtailcore/page/unpublish/?id={page.pk}&next=/admin/"
    assert choices(admin_client, address) == {"withdraw": True, "keep": False}
    shown = post(admin_client, address, translations=answer)
    assert english_of(page).live == is_live
    assert ("Cũng đã gỡ: “Temple”" in shown) != is_live
    assert kinds() == []


@pytest.mark.parametrize("way", ["form", "bulk"])
@pytest.mark.parametrize("answer", ["", "keep", "delete"])
def test_deleting_asks_as_well(page: Any, admin_client: Client, way: str, answer: str) -> None:
    address = f"/admin/pages/{page.pk}/delete/"
    if way == "bulk":
        address = f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}&next=/admin/"
    expected = {"withdraw": True, "keep": False, "delete": False}
    assert choices(admin_client, address) == expected
    english = english_of(page)
    post(admin_client, address, translations=answer)
    assert not Page.objects.filter(pk=page.pk).exists()
    there = Page.objects.filter(pk=english.pk).first()
    festivals = Page.objects.filter(draft_title="Festival").count()
    assert (there is None, festivals) == ((True, 0) if answer == "delete" else (False, 1))
    assert there is None or there.live == (answer == "keep")
    assert kinds() == []


def test_a_page_without_translation_asks_nothing(bilingual: Portal, admin_client: Client) -> None:
    with commit():
        page = make_standard_page(bilingual.home)
    assert choices(admin_client, f"/admin/pages/{page.pk}/unpublish/") == {}
    assert choices(admin_client, f"/admin/pages/{page.pk}/delete/") == {}


def test_a_counterpart_is_not_moved_alone(
    page: Any, bilingual: Portal, admin_client: Client
) -> None:
    with commit():
        section = make_section(bilingual.home)
    english, section = english_of(page), english_of(section)
    shown = post(admin_client, f"/admin/pages/{english.pk}/move/{section.pk}/confirm/")
    assert "Hãy chuyển trang gốc" in shown
    post(
        admin_client,
        f"/admin/bulk/wagtailcore/page/move/?id={english.pk}&next=/admin/",
        chooser=section.pk,
    )
    assert english_of(page).get_parent().specific == bilingual.english


def test_a_stand_in_is_not_deleted_alone(page: Any, admin_client: Client) -> None:
    with commit():
        other = make_standard_page(page, title="Khác", slug="khac")
    stand_in = english_of(other)
    shown = post(admin_client, f"/admin/pages/{stand_in.pk}/delete/")
    assert "Hãy xóa trang gốc" in shown
    assert Page.objects.filter(pk=stand_in.pk).exists()


def test_the_report_shows_what_is_wrong_and_mends_it(page: Any, admin_client: Client) -> None:
    assert "không có gì lệch" in admin_client.get(REPORT).content.decode()
    assert "Cây trang bị lệch" not in admin_client.get("/admin/").content.decode()
    Page.objects.filter(pk=english_of(page).pk).update(alias_of=page, title="Cũ", slug="cu")
    shown = admin_client.get(REPORT).content.decode()
    assert "Địa chỉ khác bản gốc" in shown
    assert "Cây trang bị lệch" in admin_client.get("/admin/").content.decode()
    shown = post(admin_client, REPORT)
    assert "Đã sửa" in shown
    assert is_stand_in(english_of(page))
    assert kinds() == []


def test_the_report_is_for_administrators(roles: Portal) -> None:
    client = Client()
    client.force_login(make_user("bientap", "Biên tập viên"))
    assert client.get(REPORT).status_code in {302, 403}
    assert client.post(REPORT).status_code in {302, 403}
    client.force_login(make_user("quantri", "Quản trị"))
    assert client.get(REPORT).status_code == 200


def test_the_report_tells_what_was_withdrawn(page: Any, admin_client: Client) -> None:
    post(admin_client, f"/admin/pages/{page.pk}/unpublish/")
    assert "Temple" in admin_client.get(REPORT).content.decode()
