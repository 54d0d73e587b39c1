"""The list of documents: facets, numbers in every spelling, cost."""

import datetime
import time

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client

from documents.models import DocumentIndexPage
from documents.selectors import documents_below, latest_documents
from tests.budgets import assert_queries_do_not_grow
from tests.factories.documents import make_document, make_document_index, relate
from tests.factories.records import make_agency, make_topic
from tests.factories.tree import Tree, restrict, translate

D = datetime.date


def titles(client: Client, **query: str) -> list[str]:
    response = client.get("/van-ban/", query)
    assert response.status_code == 200
    return [page.title for page in response.context["items"]]


def test_newest_first_and_undated_last(client: Client, index: DocumentIndexPage) -> None:
    make_document(index, "Không ngày")
    make_document(index, "2021", issued_on=D(2021, 9, 28))
    make_document(index, "2023", issued_on=D(2023, 12, 26))
    make_document(index, "Bản thảo", issued_on=D(2024, 1, 1), live=False)
    restrict(make_document(index, "Nội bộ", issued_on=D(2024, 1, 1)))
    assert titles(client) == ["2023", "2021", "Không ngày"]
    assert [page.title for page in latest_documents("vi", 2)] == ["2023", "2021"]
    assert latest_documents("en", 2) == []


def test_the_newest_are_read_by_their_dates_and_not_sorted(index: DocumentIndexPage) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("reads how SQLite means to answer")
    newest = documents_below(index)[:12].explain()
    assert "USING INDEX documents_officialdocumentpage_issued_on" in newest
    assert "TEMP B-TREE" not in newest


@pytest.mark.parametrize(
    ("number", "spelling"),
    [
        ("149/KH-UBND", "149/KH-UBND"),
        ("149/KH-UBND", "149 kh ubnd"),
        ("149/KH-UBND", "149KHUBND"),
        ("149/KH-UBND", "149 - KH/ubnd"),
        ("149/KH-UBND", "số 149/KH-UBND"),
        ("149/KH-UBND", "149"),
        ("1465/KH-UBND", "1465/KHUBND"),
        ("72/2015/NĐ-CP", "72/2015"),
        ("72/2015/NĐ-CP", "72 2015 nd cp"),
        ("72/2015/NĐ-CP", "72/2015/NDCP"),
        ("07/CT-TTg", "7 ct ttg"),
        ("33-KH/HU", "33 -KH/HU"),
        ("5768/BTTTT-TTĐN", "5768 btttt ttdn"),
    ],
)
def test_a_number_is_found_in_any_spelling(
    client: Client, index: DocumentIndexPage, number: str, spelling: str
) -> None:
    make_document(index, "Đúng", number=number)
    make_document(index, "Khác", number="2149/QĐ-TTg")
    assert titles(client, q=spelling) == ["Đúng"]


def test_a_number_is_not_the_beginning_of_a_longer_one(
    client: Client, index: DocumentIndexPage
) -> None:
    make_document(index, "Kết luận", number="57-KL/TW")
    make_document(index, "Kế hoạch", number="57/KH-UBND")
    make_document(index, "Công văn", number="5768/BTTTT-TTĐN")
    assert sorted(titles(client, q="57")) == ["Kế hoạch", "Kết luận"]
    assert titles(client, q="57-KL/TW") == ["Kết luận"]


def test_a_paper_known_only_by_its_misprint_is_found(
    client: Client, index: DocumentIndexPage
) -> None:
    make_document(index, "Lạ", as_printed="151/KHUBND")
    assert titles(client, q="151/KH-UBND") == ["Lạ"]


def test_words_of_title_and_abstract_without_marks(
    client: Client, index: DocumentIndexPage
) -> None:
    make_document(index, "Kế hoạch phát triển du lịch", summary="giai đoạn 2021-2025, xã Đình Hà")
    make_document(index, "Kế hoạch khác")
    for words in ("du lịch", "DU LICH", "lich du", "dinh ha", "phát triển 2021"):
        assert titles(client, q=words) == ["Kế hoạch phát triển du lịch"], words
    assert titles(client, q="du thuyền") == []
    assert len(titles(client, q="   ")) == 2
    assert titles(client, q="(.*)") == []


def test_facets(client: Client, index: DocumentIndexPage) -> None:
    province = make_agency("tinh", "UBND tỉnh")
    district = make_agency("huyen", "UBND huyện", level="district")
    topic = make_topic("T06")
    make_document(
        index,
        "A",
        kind="plan",
        issuer=province,
        level="province",
        issued_on=D(2021, 9, 28),
        topics=[topic],
    )
    make_document(
        index,
        "B",
        kind="decision",
        issuer=district,
        level="district",
        issued_on=D(2023, 4, 4),
        topics=[make_topic("T06.1", parent=topic)],
    )
    make_document(index, "C", kind="plan", issuer=district, issued_on=D(2023, 1, 1))
    assert titles(client, kind="plan") == ["C", "A"]
    assert titles(client, issuer="huyen") == ["B", "C"]
    assert titles(client, level="district") == ["B"]
    assert titles(client, year="2021") == ["A"]
    assert titles(client, topic="T06") == ["B", "A"]
    assert titles(client, issuer="huyen", kind="plan", year="2023") == ["C"]
    assert titles(client, issuer="tinh", kind="decision") == []


@pytest.mark.parametrize(
    "query",
    [
        "kind=poem",
        "issuer=nobody",
        "issuer=%00",
        "level=moon",
        "year=1999",
        "year=x",
        "topic=T99",
        "validity=maybe",
        "q=%00",
        "q=" + "a" * 201,
    ],
)
def test_a_value_that_does_not_exist_is_not_found(
    client: Client, index: DocumentIndexPage, query: str
) -> None:
    make_document(index, issuer=make_agency("tinh", "UBND tỉnh"), issued_on=D(2021, 1, 1))
    make_agency("khac", "Cơ quan chưa ban hành văn bản nào")
    assert client.get(f"/van-ban/?{query}").status_code == 404


def test_a_date_in_the_narrow_column_is_short_and_cannot_be_mistaken(
    client: Client, tree: Tree, index: DocumentIndexPage
) -> None:
    document = make_document(index, issued_on=D(2023, 4, 5))
    translate(index, title="Documents", slug="documents")
    translate(document, title="Plan", slug="plan")
    for address, words in (("/van-ban/", "05/04/2023"), ("/en/documents/", "5 April 2023")):
        page = BeautifulSoup(client.get(address).content, "html5lib")
        assert [time.get_text() for time in page.select(".documents time")] == [words]


def test_rows_have_headers_and_long_numbers_may_break(
    client: Client, index: DocumentIndexPage
) -> None:
    make_document(index, "Một", number="72/2015/NĐ-CP<", kind="decree")
    html = client.get("/van-ban/").content.decode()
    assert "72/<wbr>2015/<wbr>NĐ-CP&lt;" in html
    table = BeautifulSoup(html, "html.parser").select_one("table.documents")
    assert table is not None
    assert table.caption
    assert {head["scope"] for head in table.select("th")} == {"col", "row"}


def test_the_list_costs_the_same_with_twice_the_items(
    client: Client, tree: Tree, index: DocumentIndexPage
) -> None:
    def add_four() -> None:
        for number in range(4):
            code = f"co-quan-{time.monotonic_ns()}"
            page = make_document(
                index, issuer=make_agency(code, "Cơ quan"), issued_on=D(2020 + number, 1, 1)
            )
            relate(page, "replaces", make_document(index, number=f"{number}/KH"))

    add_four()
    assert_queries_do_not_grow("/van-ban/", add_four)


def test_each_language_lists_its_own(client: Client, tree: Tree, index: DocumentIndexPage) -> None:
    page = make_document(index, "Nghị định", number="72/2015/NĐ-CP")
    make_document(index, "Chưa dịch")
    translate(index, title="Documents", slug="documents")
    translate(page, title="Decree", slug="decree")
    response = client.get("/en/documents/", {"q": "72 2015 nd-cp"})
    assert [item.title for item in response.context["items"]] == ["Decree"]


def test_an_empty_list_says_so(client: Client, tree: Tree) -> None:
    make_document_index(tree.home)
    assert titles(client) == []
