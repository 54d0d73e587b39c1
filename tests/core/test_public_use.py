"""What visitors see is replaced or taken away by who may publish it; the old file comes back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import OldFile, PortalDocument, PortalImage
from tests.core.test_confirmation import chairman, editor
from tests.factories.core import (
    Portal,
    make_agency,
    make_document,
    make_image,
    make_standard_page,
    picture_bytes,
)
from tests.factories.records import make_officer

__all__ = ["chairman", "editor"]  # Fixtures.

REFUSED = "Khách truy cập"


def show(portal: Portal, document: PortalDocument, live: bool = True) -> Any:
    body = [("documents", {"title": "", "documents": [{"document": document, "label": ""}]})]
    return make_standard_page(portal.home, "Kế hoạch năm", body=body, live=live)


def replace_file(client: Client, document: PortalDocument, text: bytes = b"Moi\n") -> Any:
    file = SimpleUploadedFile("moi.txt", text)
    data = {"title": document.title, "tags": "", "collection": document.collection_id}
    return client.post(reverse("wagtaildocs:edit", args=[document.pk]), {**data, "file": file})


def content(document: PortalDocument) -> bytes:
    with PortalDocument.objects.get(pk=document.pk).file.open() as file:
        return bytes(file.read())


def test_a_public_file_is_replaced_by_who_may_publish_and_put_back(
    editor: Client, chairman: Client, roles: Portal
) -> None:
    document = make_document(content=b"Cu\n")
    show(roles, document)
    answer = replace_file(editor, document)
    assert REFUSED in answer.content.decode()
    assert "Kế hoạch năm" in answer.content.decode()
    assert content(document) == b"Cu\n"
    assert replace_file(chairman, document).status_code == 302
    assert content(document) == b"Moi\n"
    old = OldFile.objects.get()
    assert old.replaced_by.username == "chutich"
    url = reverse("old_files", args=["file", document.pk])
    form = chairman.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    assert url in form
    assert editor.get(url).status_code == 200
    assert editor.post(url, {"old": old.pk}).status_code in {302, 403}
    assert content(document) == b"Moi\n"
    for wrong in ("", "x", "0", "999999"):
        assert chairman.post(url, {"old": wrong}).status_code == 404
    chairman.post(url, {"old": old.pk})
    assert content(document) == b"Cu\n"
    assert PortalDocument.objects.get(pk=document.pk).file_size == 3
    back = OldFile.objects.get()  # What it replaced is kept in turn.
    chairman.post(url, {"old": back.pk})
    assert content(document) == b"Moi\n"


@pytest.mark.parametrize("is_shown", [False, True])
def test_an_editor_goes_on_with_files_that_nobody_sees(
    editor: Client, roles: Portal, is_shown: bool
) -> None:
    document = make_document(content=b"Cu\n")
    if is_shown:
        show(roles, document, live=False)  # A draft.
    assert replace_file(editor, document).status_code == 302
    assert content(document) == b"Moi\n"
    editor.post(reverse("wagtaildocs:delete", args=[document.pk]))
    assert not PortalDocument.objects.exists()


def test_what_is_public_is_deleted_by_who_may_publish(
    editor: Client, chairman: Client, roles: Portal
) -> None:
    document, image = make_document(), make_image("Ảnh lễ hội")
    page = show(roles, document)
    page.cover = image
    page.save_revision().publish()
    urls = [
        reverse("wagtaildocs:delete", args=[document.pk]),
        reverse("wagtailimages:delete", args=[image.pk]),
        *(
            reverse("wagtail_bulk_action", args=[app, model, "delete"]) + f"?id={thing.pk}"
            for app, model, thing in (
                ("wagtaildocs", "document", document), ("wagtailimages", "image", image),
            )
        ),
    ]  # fmt: skip
    for url in urls:
        editor.post(url)
        assert PortalDocument.objects.exists()
        assert PortalImage.objects.exists()
    for url in urls[:2]:
        chairman.post(url)
    assert not PortalDocument.objects.exists()
    assert not PortalImage.objects.exists()


def edit_image(client: Client, image: PortalImage, **values: Any) -> Any:
    data = {"title": image.title, "tags": "", "collection": image.collection_id, "alt_vi": "Mới",
            "licence": image.licence, **values}  # fmt: skip
    return client.post(reverse("wagtailimages:edit", args=[image.pk]), data)


def test_words_about_a_public_picture_stay_the_editors_but_not_its_file(
    editor: Client, roles: Portal
) -> None:
    image = make_image("Ảnh lễ hội")
    make_standard_page(roles.home, cover=image)
    assert edit_image(editor, image).status_code == 302
    file = SimpleUploadedFile("khac.png", picture_bytes(size=(80, 60)))
    answer = edit_image(editor, image, file=file)
    assert REFUSED in answer.content.decode()


def test_a_portrait_that_a_record_shows_is_public_too(editor: Client, roles: Portal) -> None:
    image = make_image("Chân dung")
    officer = make_officer(portrait=image)
    assert officer.portrait == image
    file = SimpleUploadedFile("khac.png", picture_bytes(size=(80, 60)))
    assert REFUSED in edit_image(editor, image, file=file).content.decode()


def test_the_spokesperson_is_marked_where_officers_are_shown(roles: Portal) -> None:
    agency = make_agency()
    make_officer(agency=agency, is_spokesperson=True)
    body = [("people", {"title": "Lãnh đạo", "agency": agency})]
    page = make_standard_page(roles.home, "Lãnh đạo", body=body)
    assert "Người phát ngôn" in Client().get(page.url).content.decode()
