"""Menus: one for each language, two levels, public pages only, a constant number of queries."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core.models import Menu
from home.models import StandardPage
from tests.factories.core import (
    Portal,
    make_page,
    make_section,
    make_stand_in,
    make_standard_page,
    make_user,
    translate,
)


def link(page: Any = None, label: str = "", url: str = "") -> dict[str, Any]:
    return {"page": page, "label": label, "url": url}


def make_menu(locale: Any, *items: tuple[str, Any], place: str = "main") -> Menu:
    return Menu.objects.create(locale=locale, place=place, items=list(items))


def shown(address: str = "/", where: str = ".main-menu") -> list[tuple[str, str]]:
    page = BeautifulSoup(Client().get(address).content, "html5lib")
    return [(a.get_text(strip=True), a["href"]) for a in page.select(f"{where} a")]


def test_each_language_has_its_own(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)
    english = translate(page, "About")
    make_menu(bilingual.vi, ("link", link(page)), ("link", link(label="Tỉnh", url="https://x.vn/")))
    make_menu(bilingual.en, ("link", link(english, "About us")))
    assert shown("/") == [("Giới thiệu", "/gioi-thieu/"), ("Tỉnh", "https://x.vn/")]
    assert shown("/en/") == [("About us", "/en/about/")]


def test_a_page_of_the_other_language_is_shown_in_this_one(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)
    translate(page, "About")
    make_menu(bilingual.en, ("link", link(page)))
    assert shown("/en/") == [("About", "/en/about/")]


def test_two_levels(bilingual: Portal) -> None:
    section = make_section(bilingual.home)
    page = make_standard_page(section)
    group = {**link(section), "children": [link(page), link(label="Ngoài", url="https://x.vn/")]}
    make_menu(bilingual.vi, ("group", group))
    assert shown() == [
        ("Biển đảo", "/bien-dao/"), ("Giới thiệu", "/bien-dao/gioi-thieu/"),
        ("Ngoài", "https://x.vn/"),
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["draft", "private", "below private", "expired", "deleted"])
def test_what_is_not_public_is_left_out(bilingual: Portal, state: str) -> None:
    section = make_section(bilingual.home)
    page = make_standard_page(section, live=state != "draft")
    other = make_standard_page(bilingual.home, "Liên hệ")
    make_menu(
        bilingual.vi,
        ("link", link(page, "Không được thấy")),
        ("link", link(other)),
        ("group", {**link(label="Nhóm rỗng"), "children": [link(page, "Không được thấy")]}),
    )
    if "private" in state:
        restricted = page if state == "private" else section
        PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    elif state == "expired":
        StandardPage.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    elif state == "deleted":
        page.delete()
    assert shown() == [("Liên hệ", "/lien-he/")]
    assert "Nhóm rỗng" not in Client().get("/").content.decode()


def test_a_group_without_a_page_keeps_its_public_links(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)
    hidden = make_standard_page(bilingual.home, "Nháp", live=False)
    group = {**link(hidden, "Nhóm"), "children": [link(page)]}
    make_menu(bilingual.vi, ("group", group))
    assert shown() == [("Giới thiệu", "/gioi-thieu/")]


def test_no_stand_in_in_the_english_menu(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)
    stand_in = make_stand_in(page)
    make_menu(bilingual.en, ("link", link(stand_in)), ("link", link(page)))
    assert shown("/en/") == []


def test_the_footer_is_a_menu_too(bilingual: Portal) -> None:
    make_menu(bilingual.vi, ("link", link(make_standard_page(bilingual.home))), place="footer")
    assert ("Giới thiệu", "/gioi-thieu/") in shown("/", ".site-footer")


def test_one_menu_for_a_place_and_language(bilingual: Portal) -> None:
    make_menu(bilingual.vi)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_menu(bilingual.vi)


def test_a_menu_is_escaped(bilingual: Portal) -> None:
    make_menu(bilingual.vi, ("link", link(label="<script>alert(1)</script>", url="https://x.vn/")))
    assert "<script>alert" not in Client().get("/").content.decode()


def queries(address: str = "/") -> int:
    Client().get(address)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_the_menu(bilingual: Portal) -> None:
    pages = [make_page(bilingual.home, f"Trang {n}", StandardPage) for n in range(8)]

    def fill(menu: Menu, n: int) -> None:
        half = pages[:n]
        group = {**link(half[0]), "children": [link(page) for page in half]}
        menu.items = [("link", link(page)) for page in half] + [("group", group)] * n
        menu.save()

    menu = make_menu(bilingual.vi)
    fill(menu, 4)
    few = queries()
    fill(menu, 8)
    assert queries() == few


def test_menus_are_edited_by_who_may_publish_and_seen_by_the_office(roles: Portal) -> None:
    menu = make_menu(roles.vi)
    url = reverse("wagtailsnippets_core_menu:edit", args=[menu.pk])
    data = {
        "place": "main", "locale": roles.vi.pk, "items-count": "1", "items-0-type": "link",
        "items-0-deleted": "", "items-0-order": "0", "items-0-value-label": "Tỉnh",
        "items-0-value-page": "", "items-0-value-url": "https://bacninh.gov.vn/",
    }  # fmt: skip
    client = Client()
    for user, role, expected in (
        ("vanphong", "Văn phòng", []),
        ("chutich", "Người duyệt", [("Tỉnh", "https://bacninh.gov.vn/")]),
    ):
        client.force_login(make_user(user, role))
        assert client.get(reverse("wagtailsnippets_core_menu:list")).status_code == 200
        assert client.post(url, data).status_code == 302
        assert shown() == expected


def test_the_interface_has_a_changed_menu_at_once(bilingual: Portal) -> None:
    def labels() -> list[str]:
        answer = Client().get("/api/v1/navigation?locale=vi")
        assert answer.headers["Cache-Control"] == "no-cache"
        return [entry["label"] for entry in answer.json()["main"]]

    menu = make_menu(bilingual.vi, ("link", link(label="Tỉnh", url="https://x.vn/")))
    assert labels() == ["Tỉnh"]
    menu.items = [("link", link(label="Bộ", url="https://x.vn/"))]
    menu.save()
    assert labels() == ["Bộ"]


def test_the_section_of_a_page_is_marked_and_the_page_itself(bilingual: Portal) -> None:
    section = make_section(bilingual.home)
    below = make_standard_page(make_section(section, "Hoàng Sa"), "Lịch sử")
    group = {**link(label="Nhóm"), "children": [link(section), link(section.get_children()[0])]}
    make_menu(bilingual.vi, ("link", link(bilingual.home)), ("group", group))

    def marked(address: str) -> list[tuple[str, str]]:
        menu = BeautifulSoup(Client().get(address).content, "html5lib").select_one(".main-menu")
        found = menu.select("[aria-current]")
        return [(one.get_text(strip=True), one["aria-current"]) for one in found]

    assert marked("/") == [("Trang chủ", "page")]
    assert marked(section.url) == [("Nhóm", "true"), ("Biển đảo", "page")]
    assert marked(below.url) == [("Nhóm", "true"), ("Hoàng Sa", "true")]
    assert marked("/tim-kiem/") == []
