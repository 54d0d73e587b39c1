"""A news item as a visitor reads it."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from news.models import NewsIndexPage, NewsPage
from tests.budgets import assert_queries_do_not_grow
from tests.factories.documents import make_document, make_document_index
from tests.factories.news import make_news
from tests.factories.records import make_officer, make_topic
from tests.factories.tree import Tree, restrict, translate


def soup(client: Client, page: NewsPage) -> BeautifulSoup:
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def republished(index: NewsIndexPage, **fields: object) -> NewsPage:
    return make_news(
        index,
        is_republished=True,
        source_name="Báo Quốc tế",
        source_url="https://bao.example.vn/bai",
        source_permission="Thỏa thuận số 5",
        **fields,
    )


def test_a_republished_item_credits_and_links_its_source(
    client: Client, index: NewsIndexPage
) -> None:
    page = soup(client, republished(index))
    source = page.select_one(".source a")
    assert source is not None
    assert source["href"] == "https://bao.example.vn/bai"
    assert source.get_text() == "Báo Quốc tế"
    assert "Thỏa thuận số 5" in page.get_text()


def test_the_date_shown_is_the_date_of_the_item(client: Client, index: NewsIndexPage) -> None:
    page = soup(client, make_news(index, author="Ban Biên tập"))
    assert "ngày 05 tháng 3 năm 2026" in page.get_text()
    assert "Ban Biên tập" in page.get_text()


def test_a_clarification_shows_claim_facts_statement_and_spokesperson(
    client: Client, index: NewsIndexPage
) -> None:
    page = soup(client, make_news(
        index, kind="clarification", claim="Có tin đồn", facts="<p>Sự thật là</p>",
        statement="<p>Xã khẳng định</p>", spokesperson=make_officer("ong-a", "Nguyễn Văn A"),
    ))  # fmt: skip
    text = page.get_text()
    assert text.index("Có tin đồn") < text.index("Sự thật là") < text.index("Xã khẳng định")
    assert "Nguyễn Văn A" in text
    assert page.select_one('a[href="tel:+842043888888"]')


def test_topics_lead_to_the_filtered_list(client: Client, index: NewsIndexPage) -> None:
    topic = make_topic("T22", "Biển, đảo")
    link = soup(client, make_news(index, topics=[topic])).select_one(".topics a")
    assert link is not None
    assert link["href"] == "/tin-tuc/?topic=T22"
    assert client.get(str(link["href"])).status_code == 200


def test_other_news_on_the_topic(client: Client, index: NewsIndexPage) -> None:
    topic, other = make_topic("T01"), make_topic("T02")
    page = make_news(index, "Bài này", topics=[topic, other])
    make_news(index, "Cùng chủ đề", topics=[topic, other])
    make_news(index, "Khác chủ đề", topics=[make_topic("T03")])
    make_news(index, "Bản thảo", topics=[topic], live=False)
    titles = [title.get_text() for title in soup(client, page).select(".card-title")]
    assert titles == ["Cùng chủ đề"]


def test_documents_that_are_not_public_leave_no_trace(
    client: Client, tree: Tree, index: NewsIndexPage
) -> None:
    documents = make_document_index(tree.home)
    page = make_news(index)
    public = make_document(documents, "Công khai")
    hidden = [make_document(documents, "Bản thảo", live=False), make_document(documents, "Nội bộ")]
    restrict(hidden[1])
    page.documents.set([public, *hidden])
    page.save()
    shown = soup(client, page)
    assert [link["href"] for link in shown.select(".related a")] == [public.url]
    assert "Bản thảo" not in shown.get_text()
    assert "Nội bộ" not in shown.get_text()


def test_references_are_shown_in_the_language_of_the_page(
    client: Client, tree: Tree, index: NewsIndexPage
) -> None:
    documents = make_document_index(tree.home)
    translate(documents, title="Documents", slug="documents")
    both, only_vietnamese = make_document(documents, "Hai"), make_document(documents, "Một")
    translate(both, title="Two", slug="two")
    page = make_news(index)
    page.documents.set([both, only_vietnamese])
    page.save()
    translate(index, title="News", slug="news")
    english = translate(page, title="Item", slug="item")
    links = soup(client, english).select(".related a")
    assert {(link.get_text(), link.get("lang")) for link in links} == {("Two", None), ("Một", "vi")}


@pytest.mark.parametrize("count", [2])
def test_the_page_costs_the_same_with_twice_the_references(
    client: Client, tree: Tree, index: NewsIndexPage, count: int
) -> None:
    documents = make_document_index(tree.home)
    page = republished(index, topics=[make_topic(f"T0{n}") for n in range(count)])

    def enrich() -> None:
        page.documents.add(*[make_document(documents) for _ in range(count)])
        page.save()
        for _ in range(count):
            make_news(index, topics=list(page.topics.all()))

    enrich()
    assert_queries_do_not_grow(page.url, enrich)
