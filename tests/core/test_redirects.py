"""A redirect leads somewhere, and moving a page never fails for want of one."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from core.typed_slugs import MAX_PATH
from tests.factories.core import Portal, make_section, make_standard_page

ADD = "wagtailredirects:add"


def add(client: Client, old_path: str, **target: Any) -> Any:
    data = {"old_path": old_path, "is_permanent": "on", **target}
    return client.post(reverse(ADD), data)


def make(old_path: str, link: str) -> None:
    Redirect.objects.create(old_path=old_path, redirect_link=link)


@pytest.mark.parametrize(
    ("before", "new", "ring"),
    [
        ([], ("/a", "http://localhost/a/"), "/a → /a"),
        ([], ("/lễ-hội", "http://localhost/l%E1%BB%85-h%E1%BB%99i"), "/lễ-hội → /lễ-hội"),
        ([("/b", "http://localhost/a")], ("/a", "http://localhost/b"), "/a → /b → /a"),
        ([("/b", "http://localhost/c"), ("/c?x=1", "http://localhost/d"), ("/c", "/a?y=2")],
         ("/a", "http://localhost/b/"), "/a → /b → /c → /a?y=2"),
    ],
)  # fmt: skip
def test_a_ring_is_refused_and_shown(
    bilingual: Portal, admin_client: Client, before: list[Any], new: tuple[str, str], ring: str
) -> None:
    for old_path, link in before:
        make(old_path, link)
    answer = add(admin_client, new[0], redirect_link=new[1])
    assert answer.status_code == 200
    assert ring in answer.content.decode()
    assert Redirect.objects.count() == len(before)


def test_a_ring_of_others_and_a_way_out_are_no_ring(
    bilingual: Portal, admin_client: Client
) -> None:
    make("/b", "http://localhost/c")
    make("/c", "http://localhost/b")
    make("/a2", "https://tinh.example.vn/a")
    for old_path, link in (("/a", "http://localhost/b"), ("/a1", "http://localhost/a2")):
        assert add(admin_client, old_path, redirect_link=link).status_code == 302


def test_a_redirect_to_the_page_at_its_own_address_is_refused(
    bilingual: Portal, admin_client: Client
) -> None:
    page = make_standard_page(bilingual.home, "Giới thiệu")
    answer = add(admin_client, "/gioi-thieu/", redirect_page=page.pk)
    assert "/gioi-thieu → /gioi-thieu" in answer.content.decode()


def test_a_page_named_back_and_withdrawn_is_a_404_and_no_loop(
    bilingual: Portal, django_capture_on_commit_callbacks: Any
) -> None:
    page = make_standard_page(bilingual.home, "Giới thiệu")
    for slug in ("moi", "gioi-thieu"):
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
    assert Redirect.objects.filter(old_path="/gioi-thieu").exists()
    page.unpublish()
    assert Client().get("/gioi-thieu/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/cu?b=2&a=1", "https://tinh.example.vn/hai"),
        ("/cu/?a=1&b=2", "https://tinh.example.vn/hai"),
        ("/cu?khac=1", "https://tinh.example.vn/mot"),
        ("/cu", "https://tinh.example.vn/mot"),
    ],
)
def test_resolve_follows_a_redirect_with_a_query_as_the_site_does(
    bilingual: Portal, asked: str, target: str
) -> None:
    make("/cu?a=1&b=2", "https://tinh.example.vn/hai")
    make("/cu", "https://tinh.example.vn/mot")
    told = Client().get("/api/v1/resolve", {"path": asked}).json()
    assert told["location"] == target
    assert Client().get(asked)["Location"] == target


def test_a_page_deep_below_can_be_moved_though_no_redirect_fits(
    bilingual: Portal, django_capture_on_commit_callbacks: Any
) -> None:
    """PostgreSQL refused the redirect after the page had its new address (wagtail#11053)."""
    above = make_section(bilingual.home, "Mục", slug="m" * 120)
    deep = make_section(above, "Sâu", slug="s" * 140)
    assert len(f"/{above.slug}/{deep.slug}") > MAX_PATH
    above.slug = "ngan"
    with django_capture_on_commit_callbacks(execute=True):
        above.save_revision().publish()
    deep.refresh_from_db()
    assert deep.url_path.endswith(f"/ngan/{deep.slug}/")
    assert Redirect.objects.filter(old_path=f"/{'m' * 120}").exists()


def test_an_address_may_be_as_long_as_a_redirect() -> None:
    assert Redirect._meta.get_field("old_path").max_length == MAX_PATH
