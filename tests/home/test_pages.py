"""Sections, plain pages and the site map: what they list, and how many queries that takes."""

import re
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from catalog.refresh import refresh
from core.models import PortalSettings
from home.accessibility import findings
from home.models import StandardPage
from news.models import NewsIndexPage, NewsPage
from products.models import ProductIndexPage, ProductPage
from tests.dom import page_of
from tests.factories.core import (
    Portal,
    make_image,
    make_page,
    make_section,
    make_stand_in,
    make_standard_page,
    make_topic,
    translate,
)


def titles(address: str, select: str = ".card-title a") -> list[str]:
    answer = Client().get(address)
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html5lib")
    return [a.get_text(strip=True) for a in page.main.select(select)]


def queries(address: str) -> int:
    """Of a second visit. A visit alone takes in what is pending for two seconds at most."""
    refresh()
    Client().get(address)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)


def restrict(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


@pytest.fixture
def news(bilingual: Portal) -> Any:
    index = make_page(bilingual.home, "Tin tức", NewsIndexPage)

    def make(title: str, *topics: Any, **fields: Any) -> NewsPage:
        values = {"kind": "brief", "date": timezone.now(), **fields}
        return make_page(index, title, NewsPage, topics=topics, **values)

    return make


def test_a_section_gathers_its_topics_and_their_parts(bilingual: Portal, news: Any) -> None:
    sea = make_topic("T01", "Biển đảo")
    part = make_topic("T01.1", "Ngư dân", parent=sea)
    other = make_topic("T02", "Chuyển đổi số")
    now = timezone.now()
    news("Về biển", sea, date=now - timedelta(days=2))
    news("Về ngư dân", part, date=now - timedelta(days=1))
    news("Về cả hai", sea, part, date=now)
    news("Về số", other)
    section = make_section(bilingual.home, topics=[sea])
    assert titles(section.url) == ["Về cả hai", "Về ngư dân", "Về biển"]


def test_a_section_lists_its_own_language_and_public_pages_only(
    bilingual: Portal, news: Any
) -> None:
    sea = make_topic()
    section = make_section(bilingual.home, topics=[sea])
    english = translate(section, "Sea")
    english.topics.set([sea])
    english.save()
    translate(news("Về biển", sea), "About the sea")
    make_stand_in(news("Chưa dịch", sea))
    news("Nháp", sea, live=False)
    restrict(news("Riêng", sea))
    expired = news("Hết hạn", sea)
    NewsPage.objects.filter(pk=expired.pk).update(expire_at=timezone.now())
    assert titles(section.url) == ["Chưa dịch", "Về biển"]
    assert titles(english.url) == ["About the sea"]


def test_a_section_is_in_an_order_that_can_be_seen(bilingual: Portal, news: Any) -> None:
    """Kind by kind under its name; the newest first where cards are dated, else by the alphabet."""
    topic = make_topic()
    index = make_page(bilingual.home, "Sản phẩm", ProductIndexPage)
    now = timezone.now()
    for title in ("Ấm chè", "An trà", "Ăn vặt"):
        make_page(index, title, ProductPage, topics=[topic], product_class="key")
    for days in (1, 3, 2):  # Not the order in which they were put in.
        news(f"Tin {days}", topic, date=now - timedelta(days=days))
    section = make_section(bilingual.home, topics=[topic])
    assert titles(section.url, "h2") == ["Tin tức", "Sản phẩm"]
    assert titles(section.url, "h3 a") == [
        "Tin 1", "Tin 2", "Tin 3", "An trà", "Ăn vặt", "Ấm chè",
    ]  # fmt: skip


def test_the_home_page_leads_to_everything_it_shows_the_beginning_of(
    bilingual: Portal, news: Any
) -> None:
    news("Tin mới")
    home = bilingual.home
    home.sections = [("latest_news", {"title": "Tin mới nhất", "count": 6})]
    home.save_revision().publish()
    (link,) = page_of("/").select(".view-all a")
    assert (link["href"], link.get_text()) == ("/tin-tuc/", "Xem tất cả: Tin mới nhất")
    NewsIndexPage.objects.get().unpublish()
    assert not page_of("/").select(".view-all a")


def test_no_two_views_share_a_title(bilingual: Portal, news: Any) -> None:
    """Home, pages of a list, filters, and what is not translated; the portal is named once."""
    portal = PortalSettings.objects.create(site=bilingual.site, name={"vi": "Trang chủ"})
    for number in range(13):
        news(f"Tin {number}", kind="brief" if number else "article")
    make_stand_in(make_standard_page(bilingual.home, "Một"))
    make_stand_in(make_standard_page(bilingual.home, "Hai"))
    addresses = ["/", "/tin-tuc/", "/tin-tuc/?page=2", "/tin-tuc/?kind=brief",
                 "/tin-tuc/?kind=article", "/en/mot/", "/en/hai/"]  # fmt: skip
    found = {page_of(address).title.get_text(strip=True): address for address in addresses}
    assert len(found) == len(addresses)
    assert found["Trang chủ"] == "/"
    assert found[f"Tin tức – trang 2 – {portal.name}"] == "/tin-tuc/?page=2"


def test_paper_tells_where_it_is_from_and_of_which_day(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)
    words = page_of(f"{page.url}?tu=%3Cb%3E").select_one(".on-paper").get_text(" ", strip=True)
    assert "http://localhost/gioi-thieu/?tu=%3Cb%3E" in words
    assert "Cập nhật lần cuối: ngày" in words
    assert "/tim-kiem/?q=vai" in page_of("/tim-kiem/?q=vai").select_one(".on-paper").get_text()


def test_an_empty_section_says_so(bilingual: Portal) -> None:
    section = make_section(bilingual.home)
    assert "Chưa có nội dung nào" in Client().get(section.url).content.decode()


def test_only_public_subsections_and_subpages_are_linked(bilingual: Portal) -> None:
    section = make_section(bilingual.home)
    page = make_standard_page(bilingual.home)
    for title in ("Thấy được", "Riêng", "Hết hạn"):
        sub = make_section(section, title)
        below = make_standard_page(page, title)
        if title == "Riêng":
            restrict(sub)
            restrict(below)
        elif title == "Hết hạn":
            type(sub).objects.filter(pk=sub.pk).update(expire_at=timezone.now())
            type(below).objects.filter(pk=below.pk).update(expire_at=timezone.now())
    make_section(section, "Nháp", live=False)
    make_standard_page(page, "Nháp", live=False)
    assert titles(section.url, ".section-links a") == ["Thấy được"]
    assert titles(page.url) == ["Thấy được"]


def test_the_site_map_shows_the_public_tree_of_its_language(bilingual: Portal) -> None:
    section = make_section(bilingual.home)
    make_standard_page(section, "Hoàng Sa")
    hidden = make_section(bilingual.home, "Nội bộ")
    make_standard_page(hidden, "Dưới nội bộ")
    restrict(hidden)
    make_standard_page(bilingual.home, "Nháp", live=False)
    make_stand_in(make_standard_page(bilingual.home, "Chưa dịch"))
    translate(section, "Sea")
    assert titles(reverse("site_map"), ".site-map a") == [
        "Trang chủ", "Biển đảo", "Hoàng Sa", "Chưa dịch",
    ]  # fmt: skip
    with translation.override("en"):
        assert titles(reverse("site_map"), ".site-map a") == ["Home", "Sea"]


# Queries.


def test_a_section_asks_no_more_for_more(bilingual: Portal, news: Any) -> None:
    topic = make_topic()
    index = make_page(bilingual.home, "Sản phẩm", ProductIndexPage)
    section = make_section(bilingual.home, topics=[topic])

    def fill(numbers: range) -> None:
        for n in numbers:
            news(f"Tin {n}", topic, cover=make_image(f"Ảnh tin {n}"))
            make_page(
                index, f"Vải {n}", ProductPage, topics=[topic], product_class="specialty",
                cover=make_image(f"Ảnh vải {n}"),
            )  # fmt: skip
            make_section(section, f"Mục {n}")

    fill(range(2))
    Client().get(section.url)
    few = queries(section.url)
    fill(range(2, 4))
    assert queries(section.url) == few
    assert few < 40


def test_a_plain_page_asks_no_more_for_more(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)

    def fill(numbers: range) -> None:
        for n in numbers:
            make_standard_page(page, f"Trang {n}", cover=make_image(f"Ảnh {n}"))
        many = [("image", {"image": make_image(f"Ảnh {n}"), "caption": ""}) for n in numbers]
        page.body = many
        page.save_revision().publish()

    fill(range(3))
    few = queries(page.url)
    fill(range(3, 9))
    assert queries(page.url) == few
    assert few < 40


def test_the_site_map_asks_no_more_for_more(bilingual: Portal) -> None:
    def fill(numbers: range) -> None:
        for n in numbers:
            make_standard_page(make_section(bilingual.home, f"Mục {n}"), f"Trang {n}")

    fill(range(3))
    address = reverse("site_map")
    few = queries(address)
    fill(range(3, 6))
    assert queries(address) == few
    assert few < 20


def test_children_of_a_plain_page_keep_their_order(bilingual: Portal) -> None:
    page = make_standard_page(bilingual.home)
    for title in ("Một", "Hai", "Ba"):
        make_standard_page(page, title)
    StandardPage.objects.get(title="Ba").move(page, pos="first-child")
    assert titles(page.url) == ["Ba", "Một", "Hai"]


def test_a_moment_is_written_as_html_allows(bilingual: Portal) -> None:
    """HTML takes three digits of a second at most; the database keeps six."""
    make_standard_page(bilingual.home, "Giới thiệu").save_revision().publish()
    shown = page_of("/gioi-thieu/").select_one(".updated time")
    assert shown is not None
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", str(shown["datetime"]))


@pytest.mark.parametrize(
    ("language", "said", "unit"),
    [("vi", "Chỉ dùng bàn phím", "lượt thao tác"), ("en", "Keyboard only", "path")],
)
def test_the_accessibility_statement_tells_what_tests_found(
    bilingual: Portal, language: str, said: str, unit: str
) -> None:
    block = ("accessibility_findings", {"title": "Đã kiểm tra"})
    page = make_standard_page(bilingual.home, body=[block])
    if language == "en":
        page = translate(page, "Accessibility", body=[block])
    rows = page_of(page.url).main.select("tbody tr")
    assert len(rows) == len(findings().checks) >= 8
    asked = {row.th.get_text().split(":")[0]: row.select("td")[1].get_text() for row in rows}
    assert unit in asked[said]
    assert all(text.split()[0].isdigit() for text in asked.values())
