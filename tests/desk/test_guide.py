"""The officers' guide in the admin."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from desk.guide import FOLDER
from tests.desk.conftest import EDITOR, Desk


def test_every_chapter_answers_with_its_pictures_and_links(desk: Desk) -> None:
    client = desk.client(EDITOR)
    waiting, read = [reverse("guide")], set()
    while waiting:
        address = waiting.pop()
        if address in read:
            continue
        read.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        article = BeautifulSoup(answer.content, "html5lib").select_one("article.guide")
        assert article.h2.get_text(strip=True)
        waiting += [a["href"] for a in article.select("a[href^='/admin/']")]
        for picture in article.select("img"):
            assert picture["alt"]
            shown = client.get(picture["src"])
            assert shown.status_code == 200, picture["src"]
            assert shown["Content-Type"] == "image/jpeg"
    assert len(read) == len(list(FOLDER.glob("*.md")))


def test_the_help_menu_leads_to_it_and_to_no_other_site(desk: Desk) -> None:
    html = desk.client(EDITOR).get("/admin/").content.decode()
    assert reverse("guide") in html
    assert not re.search(r"guide\.wagtail\.org|docs\.wagtail\.org", html)


@pytest.mark.parametrize("name", ["khong-co", "README2"])
def test_what_is_no_chapter_is_not_found(desk: Desk, name: str) -> None:
    assert desk.client(EDITOR).get(f"/admin/huong-dan/{name}/").status_code == 404


@pytest.mark.parametrize("name", ["..%2F..%2FREADME.md", "x.png", "khong-co.jpg"])
def test_only_pictures_of_the_guide_are_served(desk: Desk, name: str) -> None:
    asked = desk.client(EDITOR).get(f"/admin/huong-dan/anh/{name}", follow=True)
    assert asked.status_code == 404


def test_it_is_for_officers_only(desk: Desk) -> None:
    for address in (reverse("guide"), reverse("guide_picture", args=["duyet.jpg"])):
        assert Client().get(address).status_code == 302
