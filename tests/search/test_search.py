"""The search page: any spelling finds, the exact one first, and only what is public."""

import unicodedata
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from home.models import StandardPage
from products.models import ProductIndexPage, ProductPage
from tests.budgets import assert_queries_do_not_grow, queries_of
from tests.factories import documents
from tests.factories.core import (
    Portal,
    make_image,
    make_page,
    make_section,
    make_stand_in,
    make_standard_page,
    translate,
)
from tests.shared_rows import shared_rows


def search(query: str, language: str = "vi", **params: Any) -> BeautifulSoup:
    with translation.override(language):
        address = reverse("search")
    answer = Client().get(address, {"q": query, **params})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html5lib")


def found(query: str, language: str = "vi") -> list[str]:
    return [a.get_text() for a in search(query, language).select(".card-title a")]


@shared_rows
def pages(bilingual: Portal) -> Portal:
    for title, summary in [
        ("Lễ hội đình làng", "Rước kiệu đầu xuân"),
        ("Thủy lợi và thủy sản", "Hòa bình trên đồng ruộng"),
        ("Mật ong hoa vải", "Sản phẩm của hợp tác xã"),
        ("Định hướng phát triển", "Đến năm 2030"),
        ("Vải sớm", "Chín từ tháng năm"),
    ]:
        make_standard_page(bilingual.home, title, summary=summary)
    return bilingual


@pytest.mark.parametrize(
    "query",
    ["Lễ hội", "le hoi", "LE HOI", "lễ hội", "hội lễ", "dinh lang", "Đình làng", "le ho", "kiệu",
     "ruoc kieu", unicodedata.normalize("NFD", "Lễ hội"), "  le   hoi ", "lễ, hội!"],
)  # fmt: skip
def test_any_spelling_finds(pages: Portal, query: str) -> None:
    assert found(query) == ["Lễ hội đình làng"]


def test_half_a_word_with_its_marks_before_whole_words_with_others(bilingual: Portal) -> None:
    for number in range(6):
        make_standard_page(bilingual.home, f"Lá cây, triển vọng {number}")
    make_standard_page(bilingual.home, "Triển lãm ảnh")
    assert found("triển lã")[0] == "Triển lãm ảnh"
    assert len(found("triển lã")) == 7


@pytest.mark.parametrize("query", ["thủy lợi", "thuỷ lợi", "Hòa bình", "hoà bình", "hoa binh"])
def test_both_styles_of_tone_marks(pages: Portal, query: str) -> None:
    assert found(query) == ["Thủy lợi và thủy sản"]


def test_the_exact_spelling_comes_first(pages: Portal) -> None:
    assert found("định") == ["Định hướng phát triển", "Lễ hội đình làng"]
    assert found("đình") == ["Lễ hội đình làng", "Định hướng phát triển"]
    assert found("Vải sớm")[0] == "Vải sớm"


def test_the_title_comes_before_the_summary(pages: Portal) -> None:
    make_standard_page(pages.home, "Tin vắn", summary="Về lễ hội")
    assert found("lễ hội") == ["Lễ hội đình làng", "Tin vắn"]


def test_a_word_is_no_part_of_another(pages: Portal) -> None:
    assert found("ong") == ["Mật ong hoa vải"]  # Not "đồng ruộng".


@pytest.mark.parametrize("query", ["", "   ", "!!!", "-", "khong co gi nhu the", "%", "_", "*"])
def test_nothing_is_found_politely(pages: Portal, query: str) -> None:
    assert found(query) == []


def test_the_other_language_is_not_searched(pages: Portal) -> None:
    page = StandardPage.objects.get(title="Vải sớm")
    translate(page, "Early lychee", summary="Ripe in May")
    assert found("Early lychee") == []
    assert found("lychee", "en") == ["Early lychee"]
    assert found("Vải sớm", "en") == []


@pytest.mark.parametrize("state", ["draft", "private", "below private", "expired", "alias"])
def test_what_is_not_public_is_never_found(bilingual: Portal, state: str) -> None:
    section = make_section(bilingual.home, "Chuyên mục")
    page = make_standard_page(section, "Kế hoạch nội bộ", live=state != "draft")
    if "private" in state:
        restricted = page if state == "private" else section
        PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    elif state == "expired":
        StandardPage.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    if state == "alias":
        make_stand_in(page)
        assert found("noi bo", "en") == []
    else:
        assert found("noi bo") == []


@pytest.fixture
def numbered(bilingual: Portal) -> Portal:
    index = documents.make_document_index(bilingual.home)
    for number in ("149/KH-UBND", "1465/KH-UBND", "149/QĐ-UBND", "72/2015/NĐ-CP", "57-KL/TW"):
        documents.make_document(index, f"Văn bản {number[-3:]} {len(number)}", number=number)
    return bilingual


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("149/KH-UBND", 1), ("149 kh ubnd", 1), ("149KHUBND", 1), ("Số 149/KH-UBND", 1),
        ("149", 2), ("72/2015/ND-CP", 1), ("72/2015/NĐ-CP", 1), ("57 kl tw", 1), ("14", 0),
        ("1465", 1), ("0149", 2),
    ],
)  # fmt: skip
def test_numbers_of_documents(numbered: Portal, query: str, count: int) -> None:
    assert len(found(query)) == count


def test_the_form_and_the_page(pages: Portal) -> None:
    page = search("<script>alert(1)</script>")
    assert not [s for s in page.select("script") if "alert" in s.get_text()]
    assert page.main.find("input", {"name": "q"})["value"] == "<script>alert(1)</script>"
    assert page.find("meta", {"name": "robots"})["content"] == "noindex"
    assert "không cần gõ dấu" in page.main.get_text()


def test_pages_of_results(bilingual: Portal) -> None:
    for n in range(14):
        make_standard_page(bilingual.home, f"Thôn {n}")
    first, second = search("thôn"), search("thôn", page="2")
    assert len(first.select(".card-title")) == 12
    assert len(second.select(".card-title")) == 2
    assert "q=th" in first.select_one(".pagination a[rel=next]")["href"]


def test_queries_do_not_grow_with_the_results(bilingual: Portal) -> None:
    index = make_page(bilingual.home, "Sản phẩm", ProductIndexPage)
    numbered = documents.make_document_index(bilingual.home)

    def fill(start: int, count: int) -> None:
        for n in range(start, start + count):
            make_standard_page(bilingual.home, f"Vải trang {n}", cover=make_image(f"Ảnh {n}"))
            page = make_page(
                index, f"Vải {n}", ProductPage, cover=make_image(f"Ảnh vải {n}"),
                product_class="specialty",
            )  # fmt: skip
            assert page.live
            documents.make_document(numbered, f"Vải văn bản {n}")

    fill(0, 2)
    Client().get(reverse("search"), {"q": "vai"})
    assert_queries_do_not_grow(f"{reverse('search')}?q=vai", lambda: fill(2, 2))
    assert len(queries_of(f"{reverse('search')}?q=vai")) < 30
