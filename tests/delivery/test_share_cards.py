"""Cards to share: every Vietnamese letter, a name made of what they say, gone with the page."""

import hashlib
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from PIL import Image, ImageFont

from catalog.models import CatalogItem
from catalog.refresh import refresh
from delivery import drawing, share_cards
from delivery.share_cards import Card, lines_of, png
from tests.delivery.visitor import visit
from tests.factories.core import Portal, make_standard_page

_BASES = "aăâeêioôơuưy"
LETTERS = "".join(
    {c for base in _BASES for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
     for c in unicodedata.normalize("NFC", base + tone)} | {"đ"}
)  # fmt: skip


def test_every_vietnamese_letter_has_a_form_of_its_own() -> None:
    for file in (share_cards._BOLD, share_cards._PLAIN):
        font = ImageFont.truetype(str(file), 40)
        forms = {}
        for letter in LETTERS + LETTERS.upper():
            mask = font.getmask(letter)
            assert mask.getbbox(), letter
            forms[letter] = hashlib.sha1(bytes(mask) + repr(mask.size).encode()).hexdigest()
        assert len(set(forms.values())) == len(forms) == 146  # 134 with marks, 12 plain vowels


def test_a_long_title_fits_and_keeps_its_beginning() -> None:
    size, lines = lines_of("Thỏa thuận hợp tác hữu nghị giữa các xã vùng biên " * 6)
    font = ImageFont.truetype(str(share_cards._BOLD), size)
    assert all(font.getlength(line) <= share_cards._TITLE_WIDTH for line in lines)
    assert len(lines) <= share_cards._SIZES[size]
    assert lines[0].startswith("Thỏa thuận")
    assert lines[-1].endswith("…")
    assert lines_of("Vải sớm") == (76, ["Vải sớm"])


def test_a_drawing_has_the_size_that_networks_ask_for() -> None:
    picture = Image.open(BytesIO(png(Card("x", "Tin & bài", "Lễ hội <2027>", "Cổng"))))
    assert picture.size == (1200, 630)
    assert len(picture.getcolors(200_000) or []) > 20  # Letters were drawn.


@pytest.fixture
def page(bilingual: Portal) -> Any:
    found = make_standard_page(bilingual.home)
    refresh()
    return found


def stored() -> list[str]:
    if not default_storage.exists("share"):
        return []
    return sorted(default_storage.listdir("share")[1])


def shared(address: str) -> str:
    found = BeautifulSoup(visit(address).body, "html5lib").find("meta", property="og:image")
    return str(found["content"]) if found else ""


def test_a_visit_draws_nothing_and_the_card_is_shown_once_it_is_there(page: Any) -> None:
    assert shared("/gioi-thieu/") == ""
    assert not stored()
    drawing.draw_all(drawing.all_pages())
    address = shared("/gioi-thieu/")
    assert Path(address).name in stored()


def test_another_title_is_another_card_and_the_old_one_goes(page: Any) -> None:
    drawing.draw_all(drawing.all_pages())
    before = stored()
    page.title = "Giới thiệu chung"
    page.save_revision().publish()
    refresh()
    drawing.draw_all(drawing.all_pages())
    assert len(stored()) == len(before)
    assert stored() != before
    assert Path(shared("/gioi-thieu/")).name in stored()


def test_a_card_goes_with_its_page(page: Any) -> None:
    item = CatalogItem.objects.get(page_id=page.pk).pk
    drawing.draw_all([item])
    assert [name for name in stored() if name.startswith(str(item))]
    page.unpublish()
    refresh()
    drawing.draw_all([item])
    assert not [name for name in stored() if name.startswith(str(item))]


def test_a_publish_asks_for_its_card(page: Any, django_capture_on_commit_callbacks: Any) -> None:
    drawing.draw_waiting()
    with django_capture_on_commit_callbacks(execute=True):
        page.title = "Mới"
        page.save_revision().publish()
        refresh()
    assert drawing.draw_waiting() >= 1
    assert drawing.draw_waiting() == 0
