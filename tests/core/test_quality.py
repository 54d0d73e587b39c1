"""Advice on pages: in the editor, on the way, and for the whole site; it never stops anybody."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core.quality.findings import findings_of
from home.models import StandardPage
from news.models import NewsIndexPage, NewsPage
from tests.editing import page_form
from tests.factories.core import Portal, make_image, make_page, make_standard_page, make_user
from tests.factories.core import translate as translated_page

REPORT = "/admin/reports/content-quality/"
GOOD = "Giới thiệu vị trí, lịch sử và con người của địa phương, kèm nguồn."
ROUGH = (
    '<h2>Một</h2><h4>Ba</h4><p><a href="https://a.example/">xem tại đây</a> '
    '<a href="https://a.example/">https://a.example/</a> <a linktype="page" id="99999">trang</a> '
    '<a linktype="document" id="99999">tệp</a></p>'
)


def topics(page: Any) -> list[str]:
    return [str(finding.topic) for finding in findings_of([page])[page.pk]]


def rough(portal: Portal, title: str = "Trang cần sửa") -> StandardPage:
    return make_standard_page(
        portal.home, title, body=[("text", ROUGH)], cover=make_image(title, alt={"en": "A field"})
    )


def test_each_fault_is_named(bilingual: Portal) -> None:
    assert topics(rough(bilingual)) == [
        "pictures", "headings", "link_texts", "link_texts", "links", "links", "summary",
        "translation",
    ]  # fmt: skip


def test_a_good_page_has_no_advice(bilingual: Portal) -> None:
    other = make_standard_page(bilingual.home, "Lịch sử", summary=GOOD)
    html = f'<h2>Một</h2><h3>Hai</h3><p><a linktype="page" id="{other.pk}">Lịch sử</a></p>'
    page = make_standard_page(bilingual.home, summary=GOOD, body=[("text", html)])
    there = translated_page(page, "About us", summary="x" * 60)
    assert set(topics(page)) <= {"translation"}
    assert topics(there) == []
    other.unpublish()
    assert "links" in topics(page)


def test_english_needs_its_own_alternative_text(bilingual: Portal) -> None:
    page = make_standard_page(
        bilingual.home, summary=GOOD, cover=make_image("Lễ hội", alt={"vi": "Rước kiệu"})
    )
    assert "pictures" not in topics(page)
    assert topics(translated_page(page, "About us", summary=GOOD)) == ["pictures"]


def test_news_names_its_source(bilingual: Portal) -> None:
    index = make_page(bilingual.home, "Tin tức", NewsIndexPage)
    for fields, is_wanting in (({}, True), ({"source_name": "Báo"}, False)):
        title = f"Tin {len(fields)}"
        news = make_page(index, title, NewsPage, kind="brief", summary=GOOD, **fields)
        assert ("source" in topics(news)) is is_wanting


def test_the_editor_shows_it_and_submitting_repeats_it(
    admin_client: Client, bilingual: Portal
) -> None:
    page = rough(bilingual)
    edit = f"/admin/pages/{page.pk}/edit/"
    assert "xem tại đây" in admin_client.get(edit).content.decode()
    data = page_form(title=page.title, slug=page.slug, summary="Ngắn")
    data |= {"action-publish": "1", "confirms_publishable": "on"}
    answer = admin_client.post(edit, data, follow=True)
    said = " ".join(str(message) for message in answer.context["messages"])
    assert "Tóm tắt ngắn (4 ký tự)" in said
    page.refresh_from_db()
    assert page.live
    assert page.summary == "Ngắn"


def test_the_report_by_topic_and_as_a_table(admin_client: Client, bilingual: Portal) -> None:
    rough(bilingual)
    make_standard_page(bilingual.home, "Chỉ thiếu tóm tắt")
    assert "Chỉ thiếu tóm tắt" in admin_client.get(REPORT).content.decode()
    shown = admin_client.get(REPORT, {"topic": "headings", "language": "vi"}).content.decode()
    assert "nhảy cấp" in shown
    assert "Chỉ thiếu tóm tắt" not in shown
    assert admin_client.get(REPORT, {"topic": "x", "section": "y", "p": "z"}).status_code == 200
    answer = admin_client.get(REPORT, {"topic": "headings", "export": "xlsx"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = list(load_workbook(io.BytesIO(content)).active.values)  # type: ignore[union-attr]
    assert [row[0] for row in rows[1:]] == ["Trang cần sửa"]


def test_officers_see_their_own_pages(roles: Portal) -> None:
    rough(roles)
    client = Client()
    client.force_login(make_user("dich", "Biên dịch, hiệu đính"))
    assert "Trang cần sửa" not in client.get(REPORT).content.decode()


@pytest.mark.parametrize("path", [REPORT, REPORT + "?export=csv"])
def test_the_report_costs_the_same_for_more_pages(
    admin_client: Client, bilingual: Portal, path: str
) -> None:
    costs = []
    for titles in (("Một", "Hai"), ("Ba", "Bốn")):
        for title in titles:
            rough(bilingual, title)
        admin_client.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = admin_client.get(path)
            if answer.streaming:
                b"".join(answer.streaming_content)
        costs.append([query["sql"] for query in captured])
    assert len(costs[1]) <= len(costs[0]), "\n".join(sorted(costs[1]))
