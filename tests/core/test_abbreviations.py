"""Abbreviations in texts say what they mean."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from catalog.refresh import refresh
from core.abbreviations import spelled_out
from core.models import Abbreviation
from tests.factories.core import Portal, make_standard_page, translate


def text_block(html: str) -> list[dict[str, str]]:
    return [{"type": "text", "value": html}]


def expanded(address: str) -> list[tuple[str, str]]:
    answer = Client().get(address)
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    return [(found.get_text(), str(found["title"])) for found in page.main.select(".prose abbr")]


@pytest.fixture
def ubnd(db: None) -> Abbreviation:
    return Abbreviation.objects.create(
        code="ubnd", short="UBND", name={"vi": "Ủy ban nhân dân", "en": "People's Committee"}
    )


def test_the_first_in_a_text_says_it_in_the_language_of_the_page(
    bilingual: Portal, ubnd: Abbreviation
) -> None:
    html = "<p>Theo 149/KH-UBND, <b>UBND</b> xã và UBND huyện (UBNDX)</p>"
    page = make_standard_page(bilingual.home, body=text_block(html))
    assert expanded(page.url) == [("UBND", "Ủy ban nhân dân")]
    assert expanded(translate(page, "About").url) == [("UBND", "People's Committee")]


def test_a_record_that_changes_changes_the_pages(bilingual: Portal, ubnd: Abbreviation) -> None:
    page = make_standard_page(bilingual.home, body=text_block("<p>UBND xã, HTX</p>"))
    assert len(expanded(page.url)) == 1
    Abbreviation.objects.create(code="htx", short="HTX", name={"vi": "hợp tác xã"})
    assert expanded(page.url)[1:] == [("HTX", "hợp tác xã")]
    ubnd.delete()
    assert expanded(page.url) == [("HTX", "hợp tác xã")]


def test_harvesters_get_the_text_as_it_was_written(bilingual: Portal, ubnd: Abbreviation) -> None:
    page = make_standard_page(bilingual.home, body=text_block("<p>UBND xã</p>"))
    refresh()
    item = Client().get(f"/api/v1/resolve?path={page.url}").json()["item"]["id"]
    answer = Client().get(f"/api/v1/content/{item}").json()
    assert "UBND xã" in str(answer)
    assert "<abbr" not in str(answer)


def test_what_is_typed_as_meaning_is_no_markup(bilingual: Portal) -> None:
    Abbreviation.objects.create(code="a", short="AB", name={"vi": '"><script>x</script>'})
    page = make_standard_page(bilingual.home, body=text_block("<p>AB</p>"))
    assert expanded(page.url) == [("AB", '"><script>x</script>')]


@given(
    st.lists(st.sampled_from(["UBND", "KH-UBND", "OCOP", " ", "(", ")", "<b>", "</b>", "/", "x"])),
)
def test_only_the_markup_differs(parts: list[str]) -> None:
    html = "".join(parts)
    found = spelled_out(html, {"UBND": "Ủy ban", "OCOP": "Mỗi xã", "BN": "<"})
    assert re.sub('<abbr title="[^"]*">|</abbr>', "", found) == html
    assert found.count("<abbr") <= 2
