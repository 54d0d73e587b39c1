"""A link to one draft: made by who may edit it, good for an hour."""

import datetime
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.signing import TimestampSigner
from django.test import Client

from tests.api.asking import Asking
from tests.factories.core import Portal, make_image, make_standard_page, make_user


@pytest.fixture
def link(bilingual: Portal, admin_client: Client) -> str:
    """Path below /api/v1/ of a preview of a page whose draft differs from what is public."""
    page = make_standard_page(bilingual.home, "Đã đăng")
    page.title = "Bản nháp"
    page.save_revision()
    response = admin_client.get(f"/admin/api-preview/{page.pk}/")
    assert response.status_code == 302
    return urlsplit(response["Location"]).path.removeprefix("/api/v1/")


def test_the_draft_as_it_would_be(api: Asking, link: str) -> None:
    response = api.get(link)
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    draft = response.json()
    assert draft["title"] == "Bản nháp"
    public = [item["title"] for item in api.json("content")["items"]]
    assert "Đã đăng" in public
    assert "Bản nháp" not in public
    published = api.json(f"content/{draft['id']}")
    assert set(draft) == set(published)
    assert draft["rev"] == published["rev"] + 1


def test_a_page_never_published_can_be_previewed(
    bilingual: Portal, api: Asking, admin_client: Client
) -> None:
    page = make_standard_page(bilingual.home, "Mới viết", live=False)
    address = admin_client.get(f"/admin/api-preview/{page.pk}/")["Location"]
    draft = api.json(urlsplit(address).path.removeprefix("/api/v1/"))
    assert draft["title"] == "Mới viết"
    assert api.problem(f"content/{draft['id']}", 404)


def test_its_pictures_come_along_for_as_long(
    bilingual: Portal, api: Asking, admin_client: Client
) -> None:
    image = make_image("Chưa đăng")
    page = make_standard_page(bilingual.home, "Mới viết", live=False, cover=image)
    address = admin_client.get(f"/admin/api-preview/{page.pk}/")["Location"]
    draft = api.json(urlsplit(address).path.removeprefix("/api/v1/"))
    picture = urlsplit(draft["image"]["presets"]["card"][0]["url"])
    signed = f"{picture.path}?{picture.query}"
    assert Client().get(signed).status_code == 200
    for other in (picture.path, f"{signed}x", f"/media/{image.file.name}?{picture.query}"):
        assert Client().get(other).status_code == 404, other
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=61)):
        assert Client().get(signed).status_code == 404


def test_for_an_hour(api: Asking, link: str) -> None:
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=61)
    with time_machine.travel(later):
        assert api.problem(link, 410)[0] == "preview-expired"


@pytest.mark.parametrize("token", ["abc", "MTI:1:abc"])
def test_no_token_can_be_made_up(api: Asking, token: str) -> None:
    assert api.problem(f"preview/{token}", 404)[0] == "not-found"
    other = TimestampSigner(salt="other").sign_object(1)
    assert api.problem(f"preview/{other}", 404)[0] == "not-found"


def test_only_editors_make_links(roles: Portal) -> None:
    page = make_standard_page(roles.home, live=False)
    assert Client().get(f"/admin/api-preview/{page.pk}/")["Location"].startswith("/admin/login/")
    client = Client()
    client.force_login(make_user("khach"))
    assert client.get(f"/admin/api-preview/{page.pk}/").status_code in {302, 403}


def test_the_editor_offers_it(bilingual: Portal, admin_client: Client) -> None:
    page = make_standard_page(bilingual.home)
    assert f"/admin/api-preview/{page.pk}/" in (
        admin_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    )
