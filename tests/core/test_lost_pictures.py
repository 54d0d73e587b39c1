"""A picture that cannot be shown, or is gone, takes no page down; whoever deletes is told."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import SegmentOverride, Translation, TranslationSource

from core.drawing import draw
from core.models import Officer, PortalImage, PortalRendition, PortalSettings, Post
from core.renditions import ready
from tests.factories.core import (
    Portal,
    make_agency,
    make_document,
    make_image,
    make_standard_page,
    make_user,
)

CAPTION = "Chú thích của ảnh"


def lose_file(image: PortalImage) -> None:
    image.file.storage.delete(image.file.name)


def break_file(image: PortalImage) -> None:
    with image.file.storage.open(image.file.name, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n khong phai anh")


def delete_row(image: PortalImage) -> None:
    image.delete()


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def content_of(address: str) -> Any:
    return BeautifulSoup(Client().get(address).text, "html.parser").main


def showing_everywhere(portal: Portal, image: PortalImage) -> Any:
    """A page with the picture in every place that a page has, an officer and the portal as well."""
    agency = make_agency()
    post = Post.objects.create(code="ct", name={"vi": "Chủ tịch"}, agency=agency)
    Officer.objects.create(
        code="a", full_name="Nguyễn Văn A", post=post, portrait=image, portrait_consent=True
    )
    PortalSettings.objects.create(site=portal.site, name={"vi": "Cổng"}, emblem=image)
    figure = {"image": image, "caption": CAPTION}
    media = {
        "title": "Bài hát", "kind": "video", "file": make_document(name="a.mp4"), "poster": image,
        "captions": make_document(name="a.vtt"), "transcript": "<p>Lời</p>",
    }  # fmt: skip
    body = [
        ("image", figure), ("gallery", {"title": "Bộ ảnh", "images": [figure, figure]}),
        ("people", {"title": "", "agency": agency}), ("media", media),
    ]  # fmt: skip
    return make_standard_page(portal.home, cover=image, body=body)


@pytest.mark.parametrize("harm", [lose_file, break_file, delete_row])
@pytest.mark.parametrize("is_drawn", [False, True])
def test_what_cannot_be_shown_takes_nothing_down(
    admin_client: Client, bilingual: Portal, committed: Any, harm: Callable[[Any], None],
    is_drawn: bool,
) -> None:  # fmt: skip
    image = make_image("Ảnh", drawn=False)
    pk, alt = image.pk, image.alt.in_language("vi")
    page = showing_everywhere(bilingual, image)
    if is_drawn:
        draw(image, ("card", "figure", "portrait", "emblem", "admin"))
    with committed():
        harm(image)
    with committed():
        type(page).objects.get(pk=page.pk).save_revision().publish()
    feed = reverse("feeds_kind", args=["vi", "all", "atom"])
    for address in (page.url, bilingual.home.url, "/api/v1/content", "/api/v1/images", feed):
        assert Client().get(address).status_code == 200, address
    shown = content_of(page.url)
    is_gone = harm is delete_row
    assert bool(shown.find_all("figure")) is not is_gone
    for figure in shown.find_all("figure"):
        assert figure.find("img") or figure.find(class_="no-picture")
    assert (CAPTION in shown.text) is not is_gone
    if not is_gone and not is_drawn:
        assert alt in shown.text
    screens = [
        reverse("wagtailimages:index"), reverse("wagtailimages_chooser:choose"),
        reverse("wagtailadmin_pages:edit", args=[page.pk]), reverse("wagtailadmin_home"),
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
        *([] if is_gone else [reverse("wagtailimages:edit", args=[pk]),
                              reverse("wagtailimages:delete", args=[pk]),
                              reverse("wagtailimages_chooser:chosen", args=[pk])]),
    ]  # fmt: skip
    for screen in screens:
        assert admin_client.get(screen).status_code == 200, screen


def test_the_dashboard_names_what_cannot_be_drawn_until_it_can(
    admin_client: Client, bilingual: Portal, caplog: pytest.LogCaptureFixture
) -> None:
    image = make_image("Ảnh hỏng", drawn=False)
    content = image.file.storage.open(image.file.name).read()
    break_file(image)
    assert draw(image, ("card",)) == 0
    assert "Ảnh hỏng" in caplog.text
    home = reverse("wagtailadmin_home")
    assert "Ảnh không hiển thị được" in admin_client.get(home).text
    with image.file.storage.open(image.file.name, "wb") as file:
        file.write(content)
    assert draw(image, ("card",))
    assert "Ảnh không hiển thị được" not in admin_client.get(home).text


def test_renditions_of_a_file_that_was_replaced_meanwhile_are_not_kept(bilingual: Portal) -> None:
    image = make_image(drawn=False)
    PortalImage.objects.filter(pk=image.pk).update(file="original_images/khac.png")
    assert draw(image, ("card",)) == 0
    assert not PortalRendition.objects.exists()


def test_until_it_is_drawn_a_picture_is_shown_in_another_size(bilingual: Portal) -> None:
    image = make_image(drawn=False)
    page = make_standard_page(bilingual.home, cover=image)
    assert "<img" not in str(content_of(page.url))
    draw(image, ("admin",))
    assert not ready(image, "figure")
    assert "max-800x600" in Client().get(page.url).text


# Deleting.


def test_the_screens_that_ask_say_what_becomes_of_each_place(
    admin_client: Client, bilingual: Portal, committed: Any
) -> None:
    image, file = make_image("Ảnh", drawn=False), make_document()
    body = [
        ("image", {"image": image, "caption": ""}),
        ("documents", {"title": "", "documents": [{"document": file, "label": ""}]}),
    ]
    with committed():
        make_standard_page(bilingual.home, "Trang công khai", body=body)
        written = make_standard_page(bilingual.home, "Trang đang viết")
        written.body = body
        written.save_revision()
    bulk = reverse("wagtail_bulk_action", args=["core", "portalimage", "delete"])
    for screen in (
        reverse("wagtailimages:delete", args=[image.pk]),
        reverse("wagtaildocs:delete", args=[file.pk]),
        f"{bulk}?id={image.pk}",
    ):
        said = admin_client.get(screen).text
        assert "Trang công khai" in said
        assert "vẫn công khai, chỉ thiếu mục này" in said
        assert "Trang đang viết" in said
        assert "bản đang soạn sẽ thiếu mục này" in said


def test_a_record_that_others_need_says_so(admin_client: Client, bilingual: Portal) -> None:
    agency = make_agency()
    post = Post.objects.create(code="ct", name={"vi": "Chủ tịch"}, agency=agency)
    url = reverse("wagtailsnippets_core_agency:delete", args=[agency.pk])
    assert admin_client.get(url).status_code == 200
    assert admin_client.post(url).status_code in {200, 302}
    assert Post.objects.filter(pk=post.pk).exists()


def test_a_translation_goes_on_without_a_deleted_picture(
    admin_client: Client, bilingual: Portal, committed: Any
) -> None:
    """wagtail-localize #769: an error at publishing, an editor without a word."""
    image, other = make_image("Ảnh", drawn=False), make_image("Ảnh khác", drawn=False)
    body = [("image", {"image": image, "caption": CAPTION}), ("text", "<p>Đoạn văn</p>")]
    page = make_standard_page(bilingual.home, body=body)
    source, _created = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=bilingual.en)
    with committed():
        translation.save_target(publish=True)
    english = page.get_translation(Locale.objects.get(language_code="en"))
    chosen = source.overridablesegment_set.get(data_json=str(image.pk))
    SegmentOverride.objects.create(
        locale=bilingual.en, context=chosen.context, data_json=json.dumps(other.pk)
    )
    with committed():
        image.delete()
        other.delete()
    edit = reverse("wagtailadmin_pages:edit", args=[english.pk])
    said = admin_client.get(edit)
    assert said.status_code == 200
    assert "image_chooser" not in said.text
    with committed():
        assert admin_client.post(edit, {"action": "publish"}).status_code == 302
        translation.save_target(publish=True)
    assert Client().get(english.url).status_code == 200
    assert CAPTION not in Client().get(english.url).text


def test_only_whoever_may_change_pictures_is_told(roles: Portal) -> None:
    PortalImage.objects.filter(pk=make_image(drawn=False).pk).update(drawing_error="x")
    client = Client()
    client.force_login(make_user("baocao", "Người xem báo cáo"))
    assert "Ảnh không hiển thị được" not in client.get(reverse("wagtailadmin_home")).text
