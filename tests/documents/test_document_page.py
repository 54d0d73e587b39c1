"""A document as a visitor reads it: facts, files, relations from both ends, news about it."""

import datetime

from bs4 import BeautifulSoup
from django.test import Client

from core.models import Agency
from documents.models import DocumentIndexPage, OfficialDocumentPage
from tests.budgets import assert_queries_do_not_grow
from tests.factories.documents import attach_file, make_document, relate
from tests.factories.news import make_news, make_news_index
from tests.factories.records import make_agency
from tests.factories.tree import Tree, restrict, translate

D = datetime.date


def soup(client: Client, page: OfficialDocumentPage) -> BeautifulSoup:
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def groups(client: Client, page: OfficialDocumentPage) -> list[tuple[str, bool, list[str]]]:
    response = client.get(page.url)
    return [
        (group.kind, group.is_inverse, [document.title for document in group.documents])
        for group in response.context["relations"]
    ]


def test_a_paper_without_number_date_issuer_and_file_is_shown(
    client: Client, index: DocumentIndexPage
) -> None:
    page = make_document(index, "Công ước Luật Biển", kind="treaty")
    assert "Công ước Luật Biển" in soup(client, page).get_text()


def test_number_dates_signer_and_note(client: Client, index: DocumentIndexPage) -> None:
    page = make_document(
        index, number="1465/KH-UBND", as_printed="1465/KHUBND", signer="Nguyễn Văn A",
        issued_on=D(2022, 1, 6), note="Ngày in trên văn bản cần kiểm tra.",
    )  # fmt: skip
    text = soup(client, page).get_text()
    for part in ("1465/KH-UBND", "1465/KHUBND", "Nguyễn Văn A", "ngày 06 tháng 01 năm 2022"):
        assert part in text
    assert "Ngày in trên văn bản cần kiểm tra." in text


def test_the_issuer_of_the_time_and_its_successor(
    client: Client, tree: Tree, index: DocumentIndexPage
) -> None:
    old = make_agency("tinh-cu", "UBND tỉnh Cũ", "Old Province", valid_to=D(2025, 6, 30))
    between = make_agency("tinh-giua", "UBND tỉnh Giữa", valid_to=D(2025, 12, 31))
    new = make_agency("tinh-moi", "UBND tỉnh Mới", "New Province", valid_from=D(2026, 1, 1))
    old.successors.add(between)
    between.successors.add(new)
    page = make_document(index, issuer=old, issuer_as_printed="Chủ tịch UBND tỉnh Cũ")
    text = soup(client, page).get_text()
    assert "Chủ tịch UBND tỉnh Cũ" in text
    assert "UBND tỉnh Mới" in text
    assert "UBND tỉnh Giữa" not in text
    translate(index, title="Documents", slug="documents")
    english = soup(client, translate(page, title="Plan", slug="plan")).get_text()
    assert "Old Province" in english
    assert "New Province" in english


def test_a_circle_of_successors_ends(client: Client, index: DocumentIndexPage) -> None:
    one, two = make_agency("mot", "Cơ quan Một"), make_agency("hai", "Cơ quan Hai")
    one.successors.add(two)
    two.successors.add(one)
    assert client.get(make_document(index, issuer=one).url).status_code == 200
    assert Agency.objects.count() == 2


def test_relations_from_both_ends(client: Client, index: DocumentIndexPage) -> None:
    plan = make_document(index, "Kế hoạch")
    decree = make_document(index, "Nghị định")
    old = make_document(index, "Kế hoạch cũ")
    relate(plan, "basis", decree)
    relate(plan, "replaces", old)
    assert groups(client, plan) == [
        ("basis", False, ["Nghị định"]),
        ("replaces", False, ["Kế hoạch cũ"]),
    ]
    assert groups(client, decree) == [("basis", True, ["Kế hoạch"])]
    assert groups(client, old) == [("replaces", True, ["Kế hoạch"])]


def test_those_that_relate_to_a_document_come_in_the_order_of_the_tree(
    client: Client, index: DocumentIndexPage
) -> None:
    law, first, second = (make_document(index, title) for title in ("Luật", "Một", "Hai"))
    relate(second, "implements", law)
    relate(first, "implements", law)
    assert groups(client, law) == [("implements", True, ["Một", "Hai"])]


def test_relations_between_translations(
    client: Client, tree: Tree, index: DocumentIndexPage
) -> None:
    plan, decree = make_document(index, "Kế hoạch"), make_document(index, "Nghị định")
    law = make_document(index, "Luật")
    relate(plan, "basis", decree)
    relate(plan, "basis", law)
    translate(index, title="Documents", slug="documents")
    english_plan = translate(plan, title="Plan", slug="plan")
    english_decree = translate(decree, title="Decree", slug="decree")
    assert groups(client, english_plan) == [("basis", False, ["Decree", "Luật"])]
    assert groups(client, english_decree) == [("basis", True, ["Plan"])]
    assert groups(client, decree) == [("basis", True, ["Kế hoạch"])]
    links = soup(client, english_plan).select(".related a")
    assert {(a.get_text(), a.get("lang")) for a in links} == {("Decree", None), ("Luật", "vi")}


def test_relations_with_what_is_not_public_leave_no_trace(
    client: Client, index: DocumentIndexPage
) -> None:
    page = make_document(index, "Kế hoạch")
    draft = make_document(index, "Bản thảo", live=False)
    internal = make_document(index, "Nội bộ")
    restrict(internal)
    relate(page, "cites", draft)
    relate(page, "cites", internal)
    relate(internal, "implements", page)
    assert groups(client, page) == []
    text = soup(client, page).get_text()
    assert "Bản thảo" not in text
    assert "Nội bộ" not in text


def test_files_with_type_size_and_language(client: Client, index: DocumentIndexPage) -> None:
    page = make_document(index)
    attach_file(page, "Toàn văn", "ke-hoach.pdf", language="vi")
    attach_file(page, "x", "phu-luc.docx", label={"vi": "Phụ lục 1"})
    items = [item.get_text() for item in soup(client, page).select(".downloads li")]
    assert "Toàn văn" in items[0]
    assert "PDF" in items[0]
    assert "10" in items[0]  # bytes
    assert "Phụ lục 1" in items[1]
    assert "DOCX" in items[1]


def test_news_about_a_document_in_each_language(
    client: Client, tree: Tree, index: DocumentIndexPage
) -> None:
    news = make_news_index(tree.home)
    document = make_document(index)
    items = [make_news(news, "Tin về văn bản"), make_news(news, "Bản thảo", live=False)]
    for item in items:
        item.documents.set([document])
        item.save()
    make_news(news, "Tin khác")
    for page, title in ((news, "News"), (items[0], "Item"), (index, "Documents")):
        translate(page, title=title, slug=title.lower())
    english = translate(document, title="Document", slug="document")
    for page, expected in ((document, ["Tin về văn bản"]), (english, ["Item"])):
        titles = [title.get_text() for title in soup(client, page).select(".card-title")]
        assert titles == expected


def test_the_page_costs_the_same_with_twice_the_relations(
    client: Client, tree: Tree, index: DocumentIndexPage
) -> None:
    news = make_news_index(tree.home)
    page = make_document(index, issuer=make_agency("tinh", "UBND tỉnh"))

    def enrich() -> None:
        for kind in ("basis", "cites", "amends"):
            relate(page, kind, make_document(index))
            relate(make_document(index), kind, page)
        attach_file(page, "Tệp", "tep.pdf")
        item = make_news(news)
        item.documents.set([page])
        item.save()

    enrich()
    assert_queries_do_not_grow(page.url, enrich)
