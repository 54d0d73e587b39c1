"""Blocks of the body: what an editor may enter, and what a visitor is shown."""

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.blocks import StreamBlock

from core.blocks import LinkBlock, MediaBlock, StoryBlock
from core.models import Officer, Post
from home.models import StandardPage
from tests.factories.core import (
    Portal,
    make_agency,
    make_document,
    make_image,
    make_standard_page,
    translate,
)

TODAY = datetime.date.today()
DAY = datetime.timedelta(days=1)


def shown(portal: Portal, *body: tuple[str, Any]) -> Any:
    page = make_standard_page(portal.home, "Trang thử", body=list(body))
    answer = Client().get(page.url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html5lib").main


def test_there_is_no_raw_html() -> None:
    names = {type(block).__name__ for block in StoryBlock().child_blocks.values()}
    assert not names & {"RawHTMLBlock", "EmbedBlock"}
    assert isinstance(StoryBlock(), StreamBlock)


def test_a_video_needs_captions(db: None) -> None:
    file = make_document()
    value = {"title": "Băng hình", "kind": "video", "file": file, "poster": None, "captions": None,
             "duration_seconds": 60, "transcript": "<p>Lời</p>"}  # fmt: skip
    block = MediaBlock()
    clean = block.to_python({**value, "file": file.pk})
    with pytest.raises(ValidationError) as wrong:
        block.clean(clean)
    assert "captions" in wrong.value.block_errors
    assert block.clean(block.to_python({**value, "file": file.pk, "kind": "audio"}))


def link(page: Any = None, url: str = "") -> Any:
    return LinkBlock().to_python({"label": "Xem", "page": page.pk if page else None, "url": url})


def test_a_link_leads_to_what_is_there(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)
    assert link(page).href == "/gioi-thieu/"
    assert link(page, "https://x.vn/").href == "/gioi-thieu/"
    assert link(url="https://x.vn/").href == "https://x.vn/"
    assert link().href == ""
    StandardPage.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    assert link(page).href == ""
    StandardPage.objects.filter(pk=page.pk).update(expire_at=None, live=False)
    assert link(page).href == ""


def test_a_link_leads_to_the_readers_language(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)
    translate(page, "About")
    body = [
        ("call_to_action", {"title": "Xem", "text": "", "label": "Xem", "page": page, "url": ""})
    ]
    other = make_standard_page(bilingual.home, "Trang thử", body=body)
    english = translate(other, "A try")
    for address, target in ((other.url, "/gioi-thieu/"), (english.url, "/en/about/")):
        main = BeautifulSoup(Client().get(address).content, "html5lib").main
        assert main.select_one(".call-to-action a")["href"] == target


def test_present_officers_only_and_portraits_with_consent(bilingual: Portal) -> None:
    agency = make_agency()
    post = Post.objects.create(code="ct", name={"vi": "Chủ tịch"}, agency=agency)
    fields = {"post": post, "portrait": make_image("Chân dung")}
    Officer.objects.create(code="a", full_name="Nguyễn Đương Nhiệm", **fields)
    Officer.objects.create(
        code="b", full_name="Trần Đồng Ý", portrait_consent=True, valid_to=TODAY, **fields
    )
    Officer.objects.create(code="c", full_name="Lê Đã Nghỉ", valid_to=TODAY - 2 * DAY, **fields)
    main = shown(bilingual, ("people", {"title": "", "agency": agency}))
    assert "Nguyễn Đương Nhiệm" in main.get_text()
    assert "Lê Đã Nghỉ" not in main.get_text()
    assert len(main.select(".people img")) == 1


def test_pictures_with_their_text_credit_and_licence(bilingual: Portal) -> None:
    image = make_image("Đình", credit="Nguyễn Văn A", licence="CC BY 4.0")
    main = shown(
        bilingual,
        ("image", {"image": image, "caption": "Lễ hội"}),
    )
    assert "Nguyễn Văn A" in main.figcaption.get_text()
    assert "CC BY 4.0" in main.figcaption.get_text()
    assert main.img["alt"]
    assert main.img["width"]
    assert {source["type"] for source in main.select("source")} == {"image/avif", "image/webp"}


def credit_on(page: Any) -> str:
    found = BeautifulSoup(Client().get(page.url).content, "html5lib").select_one(".cover .credit")
    assert found is not None
    return str(found)


def test_a_credit_speaks_the_language_of_the_page(bilingual: Portal) -> None:
    """A name that is written once is the same everywhere, and says which language it is in."""
    office = make_image(credit={"vi": "Trung tâm Văn hóa", "en": "Centre for Culture"})
    page = make_standard_page(bilingual.home, "Một", cover=office)
    assert "Ảnh: Trung tâm Văn hóa" in credit_on(page)
    assert "Picture: Centre for Culture" in credit_on(translate(page, "One"))
    page = make_standard_page(
        bilingual.home, "Hai", slug="hai", cover=make_image(credit="Lê Thị B")
    )
    assert "Ảnh: Lê Thị B" in credit_on(page)
    assert 'Picture: <span lang="vi">Lê Thị B</span>' in credit_on(translate(page, "Two"))


def test_a_map_lists_its_points_and_draws_the_boundary_if_asked(bilingual: Portal) -> None:
    marker = {"title": "Đình", "latitude": Decimal("21.4"), "longitude": Decimal("106.1"),
              "text": "", "page": None}  # fmt: skip
    value = {"title": "Bản đồ", "latitude": Decimal("21.4"), "longitude": Decimal("106.1"),
             "zoom": 13, "markers": [marker], "show_boundary": True}  # fmt: skip
    main = shown(bilingual, ("map", value), ("map", value | {"show_boundary": False}))
    with_boundary, without = main.select(".map script[type='application/json']")
    assert json.loads(with_boundary.string)["with_boundary"] is True
    assert json.loads(without.string)["with_boundary"] is False
    assert "Đình" in main.select_one(".map-list").get_text()


def test_words_of_editors_are_escaped(bilingual: Portal) -> None:
    evil = "<script>alert(1)</script>"
    main = shown(
        bilingual,
        ("quote", {"text": evil, "attribution": evil}),
        ("facts", {"title": evil, "facts": [{"label": evil, "value": evil}]}),
        ("table", {"caption": evil, "headers": [evil], "rows": [[evil]]}),
        ("contact", {"title": evil, "agency": None, "name": evil, "role": "", "address": evil,
                     "phone": "0204", "email": "", "hours": evil}),
    )  # fmt: skip
    assert not [s for s in main.select("script") if "alert" in s.get_text()]
