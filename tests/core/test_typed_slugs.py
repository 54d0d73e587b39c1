"""What somebody types into title and slug becomes an address and a title that can be read."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from core.models import Agency, PortalDocument, PortalImage
from core.typed_slugs import MAX_PATH
from core.vietnamese.slugs import slug_for
from core.vietnamese.text import is_blank, nfc
from home.models import StandardPage
from tests.editing import errors_of, page_form, post_new_page
from tests.factories.core import Portal, make_section, make_standard_page

PAGE = "home/standardpage"


def write(client: Client, parent: Any, *, publish: bool = True, **values: Any) -> Any:
    data = page_form(**{"title": "Giới thiệu", "slug": "gioi-thieu", **values})
    return post_new_page(client, parent, PAGE, data, publish=publish)


@pytest.mark.parametrize(
    ("typed", "slug"),
    [("lễ-hội", "le-hoi"), ("tin-tu\u0441", "tin-tuc"), ("Tin-HOA", "tin-hoa"),
     ("  Đình_chùa  Hả ", "dinh-chua-ha"), ("ｔｉｎ", "tin"),
     ("le\u0302\u0303-ho\u0323\u0302i", "le-hoi"),
     ("\u202etin", "tin")],
)  # fmt: skip
def test_a_slug_typed_by_hand_is_cleaned(
    bilingual: Portal, admin_client: Client, typed: str, slug: str
) -> None:
    answer = write(admin_client, bilingual.home, slug=typed, publish=len(typed) % 2 == 0)
    assert errors_of(answer) == {}
    assert StandardPage.objects.get(locale=bilingual.vi).slug == slug


def test_a_slug_without_a_latin_letter_is_asked_for(
    bilingual: Portal, admin_client: Client
) -> None:
    assert "slug" in errors_of(write(admin_client, bilingual.home, slug="Москва"))


def test_a_copy_and_a_page_of_a_program_get_clean_slugs_too(
    bilingual: Portal, admin_client: Client
) -> None:
    page = make_standard_page(bilingual.home, "Giới thiệu", slug="Giới-Thiệu")
    assert page.slug == "gioi-thieu"
    data = {"new_title": "Bản sao", "new_slug": "Bản-SAO", "new_parent_page": bilingual.home.pk}
    admin_client.post(f"/admin/pages/{page.pk}/copy/", data)
    assert bilingual.home.get_children().filter(slug="ban-sao").exists()


@pytest.mark.parametrize(
    ("title", "publish"),
    [("\u200b", True), ("\u200b", False), ("\u3164\u2800", True), (" \u00ad\u0301\u200d ", False)],
)
def test_a_title_that_cannot_be_seen_is_none(
    bilingual: Portal, admin_client: Client, title: str, publish: bool
) -> None:
    answer = write(admin_client, bilingual.home, title=title, publish=publish)
    assert "title" in errors_of(answer)


@pytest.mark.parametrize(
    ("model", "values", "field"),
    [(PortalImage, {"title": "\u200b"}, "title"), (PortalDocument, {"title": "\u2060 "}, "title"),
     (Agency, {"name": {"vi": "\u200b"}}, "name")],
)  # fmt: skip
def test_so_is_that_of_a_picture_a_file_or_a_record(
    db: None, model: Any, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        model(**values).full_clean()
    assert field in refused.value.message_dict


def test_nothing_typed_turns_the_direction_of_what_follows(
    bilingual: Portal, admin_client: Client
) -> None:
    write(admin_client, bilingual.home, title="Hóa đơn \u202efdp.exe\u202c", summary="a\u2067b")
    page = StandardPage.objects.get(locale=bilingual.vi)
    assert (page.title, page.summary) == ("Hóa đơn fdp.exe", "ab")


@given(st.text(st.sampled_from("aĐễ \u0301\u200b\u202e\u2066\u3164")))
def test_what_can_be_seen_stays_visible(text: str) -> None:
    assert is_blank(nfc(text)) == is_blank(text)


def test_an_address_too_long_is_cut_or_refused(bilingual: Portal, admin_client: Client) -> None:
    above = make_section(bilingual.home, "Mục", slug="m" * 150)
    title = "Xây dựng nông thôn mới nâng cao " * 7
    generated = write(admin_client, above, title=title.strip(), slug=slug_for(title))
    assert errors_of(generated) == {}
    page = StandardPage.objects.get(locale=bilingual.vi)
    assert page.slug.startswith("xay-dung-nong-thon-moi")
    assert len(page.url_path) <= MAX_PATH
    refused = errors_of(write(admin_client, above, slug="x" * 200))
    assert "quá dài" in refused["slug"][0]


def test_a_longer_slug_counts_with_all_that_lies_below(
    bilingual: Portal, admin_client: Client
) -> None:
    above = make_section(bilingual.home, "Mục", slug="muc")
    make_standard_page(above, "Sâu", slug="s" * 220)
    data = page_form(title="Mục", slug="m" * 60, **{"action-publish": "1"})
    data["confirms_publishable"] = "on"
    answer = admin_client.post(f"/admin/pages/{above.pk}/edit/", data)
    assert "slug" in errors_of(answer)
