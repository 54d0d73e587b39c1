"""Publishing draws the pictures; a visitor's GET writes nothing."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction

from catalog.refresh import refresh
from core.models import Officer, PortalImage, PortalRendition, PortalSettings, Post
from core.renditions import drawing_put_off
from tests.factories.core import (
    Portal,
    make_agency,
    make_image,
    make_page,
    make_section,
    make_standard_page,
    picture_bytes,
    translate,
)


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """Runs what waits for the end of the transaction."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def written_by_visit(*addresses: str) -> list[str]:
    """Statements other than SELECT that visits cause, once the catalog has heard of everything."""
    refresh()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for address in addresses:
            assert Client().get(address).status_code == 200
    return [q["sql"] for q in queries if not q["sql"].lstrip("( \n").upper().startswith("SELECT")]


def test_a_visit_after_publishing_draws_nothing(bilingual: Portal, committed: Any) -> None:
    cover, figure, one, two = (make_image(f"Ảnh {n}", drawn=False) for n in range(4))
    body = [
        ("image", {"image": figure, "caption": ""}),
        ("gallery", {"title": "", "images": [{"image": i, "caption": ""} for i in (one, two)]}),
    ]
    with committed():
        section = make_section(bilingual.home)
        page = make_standard_page(section, cover=cover, body=body)
        english = translate(page, "About")
    count = PortalRendition.objects.count()
    assert count > 0
    Client().get("/")  # Fills the cache of site roots.
    assert not written_by_visit(page.url, section.url, english.url)
    assert PortalRendition.objects.count() == count


def test_the_home_page_with_its_hero(bilingual: Portal, committed: Any) -> None:
    home = bilingual.home
    home.sections = [
        ("hero", {"title": "Chào", "text": "", "image": make_image(drawn=False), "links": []})
    ]
    with committed():
        home.save_revision().publish()
    assert PortalRendition.objects.filter(filter_spec__startswith="fill-1600x900").exists()
    assert not written_by_visit("/")


def test_portraits_and_the_emblem(bilingual: Portal, committed: Any) -> None:
    agency = make_agency()
    post = Post.objects.create(code="ct", name={"vi": "Chủ tịch"}, agency=agency)
    with committed():
        Officer.objects.create(
            code="a", full_name="A", post=post, portrait=make_image("Chân dung", drawn=False),
            portrait_consent=True,
        )  # fmt: skip
        PortalSettings.objects.create(
            site=bilingual.site, name={"vi": "Cổng"}, emblem=make_image("Biểu trưng", drawn=False)
        )
        page = make_standard_page(
            bilingual.home, body=[("people", {"title": "", "agency": agency})]
        )
    assert "Chân dung" in Client().get(page.url).content.decode()
    assert not written_by_visit(page.url)


def test_another_file_or_focal_point_is_drawn_where_it_is_shown(
    bilingual: Portal, committed: Any
) -> None:
    image = make_image(drawn=False)
    with committed():
        page = make_standard_page(bilingual.home, cover=image)
    image = PortalImage.objects.get(pk=image.pk)
    with committed():
        image.file = ImageFile(BytesIO(picture_bytes(size=(80, 60))), name="moi.png")
        image.focal_point_x, image.focal_point_y = 10, 10
        image.focal_point_width = image.focal_point_height = 4
        image.renditions.all().delete()
        image.save()
    assert PortalRendition.objects.filter(image=image).exists()
    assert not written_by_visit(page.url)


def test_an_upload_draws_what_any_page_may_show(bilingual: Portal, committed: Any) -> None:
    with committed():
        image = make_image(drawn=False)
    specs = set(image.renditions.values_list("filter_spec", flat=True))
    assert {"max-165x165", "max-800x600", "width-720|format-avif"} <= specs


def test_nothing_is_drawn_when_publishing_is_undone(bilingual: Portal) -> None:
    make_standard_page(bilingual.home, cover=make_image(drawn=False))  # Never committed.
    assert not PortalRendition.objects.exists()


def test_a_load_of_many_pages_draws_later(bilingual: Portal, committed: Any) -> None:
    with drawing_put_off(), committed():
        image = make_image(drawn=False)
        make_standard_page(bilingual.home, cover=image)
        image.save()
    assert not PortalRendition.objects.exists()


def test_a_lost_file_keeps_no_page_from_being_published(bilingual: Portal, committed: Any) -> None:
    lost, good = make_image("Ảnh mất", drawn=False), make_image("Ảnh còn", drawn=False)
    lost.file.storage.delete(lost.file.name)
    with committed():
        page = make_page(
            bilingual.home, "Trang", cover=lost, body=[("image", {"image": good, "caption": ""})]
        )
    assert page.live
    assert PortalRendition.objects.filter(image=good).exists()
    assert not PortalRendition.objects.filter(image=lost).exists()


def test_a_picture_of_a_closed_collection_is_not_shown(bilingual: Portal, committed: Any) -> None:
    closed = Collection.get_first_root_node().add_child(name="Chưa công bố")
    cover, figure = make_image("Ảnh bìa", drawn=False), make_image("Ảnh kín", drawn=False)
    body = [("image", {"image": figure, "caption": ""})]
    with committed():
        page = make_standard_page(bilingual.home, cover=cover, body=body)
        figure.collection = closed
        figure.save()
    assert "Ảnh kín" in Client().get(page.url).content.decode()
    with committed():
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    shown = Client().get(page.url).content.decode()
    assert "Ảnh kín" not in shown
    assert "Ảnh bìa" in shown
