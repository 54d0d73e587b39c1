"""The way of a proposal through the admin's forms, by each role."""

import io
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from desk.models import NEXT, NationalProposal
from news.models import NewsPage
from tests.desk.conftest import (
    ADMINISTRATOR,
    CHAIRMAN,
    EDITOR,
    OFFICE,
    THERE,
    TRANSLATOR,
    Desk,
    proposed,
    said,
    tell,
)
from tests.factories.core import make_stand_in, make_standard_page
from tests.factories.tree import restrict

STEPS = {"approve": "approved", "send": "sent", "publish": "published", "return": "returned"}
QUEUE = "/admin/vietnam-vn/"


def screen(client: Client, proposal: NationalProposal) -> str:
    answer = client.get(proposal.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_whole_way(desk: Desk) -> None:
    editor, office = desk.client(EDITOR), desk.client(OFFICE)
    asked = editor.get(reverse("national_proposals:propose", args=[desk.page.pk])).content.decode()
    assert "Vải sớm vào vụ" in asked
    assert "Tiếng Việt, Tiếng Anh" in asked
    answer = tell(editor, "propose", desk.page.pk, "Nên giới thiệu")
    assert said(answer) == "Đã đề xuất “Vải sớm vào vụ” lên Vietnam.vn."
    pk = desk.proposal.pk
    for step, text in (("approve", ""), ("send", "Qua Sở"), ("publish", THERE)):
        assert office.get(reverse(f"national_proposals:{step}", args=[pk])).status_code == 200
        tell(office, step, pk, text)
        assert desk.proposal.state == STEPS[step]
    steps = desk.proposal.steps.all()
    assert [(step.state, step.text) for step in steps] == [
        ("proposed", "Nên giới thiệu"), ("approved", ""), ("sent", "Qua Sở"), ("published", THERE),
    ]  # fmt: skip
    assert {step.by.groups.get().name for step in steps} == {EDITOR, OFFICE}
    shown = screen(editor, desk.proposal)
    assert THERE in shown
    assert "Qua Sở" in shown


def test_returned_with_a_reason_and_proposed_again(desk: Desk) -> None:
    proposal = proposed(desk, "approve")
    office, editor = desk.client(OFFICE), desk.client(EDITOR)
    assert "bắt buộc" in tell(office, "return", proposal.pk, "  ").content.decode()
    assert desk.proposal.state == "approved"
    tell(office, "return", proposal.pk, "Thiếu ảnh")
    assert "Thiếu ảnh" in screen(editor, proposal)
    url = reverse("national_proposals:propose", args=[desk.page.pk])
    assert url in screen(editor, proposal)
    assert "Thiếu ảnh" in editor.get(url).content.decode()
    tell(editor, "propose", desk.page.pk, "Đã thêm ảnh")
    assert desk.proposal == proposal
    assert (desk.proposal.state, desk.proposal.reason) == ("proposed", "")
    assert desk.proposal.note == "Đã thêm ảnh"
    assert proposal.steps.count() == 4


@pytest.mark.parametrize(
    ("before", "way"),
    [
        ("proposed", ()), ("approved", ("approve",)), ("sent", ("approve", "send")),
        ("published", ("approve", "send", "publish")), ("returned", ("return",)),
    ],
)  # fmt: skip
def test_no_step_out_of_turn(desk: Desk, before: str, way: tuple[str, ...]) -> None:
    office = desk.client(OFFICE)
    proposal = proposed(desk, *way)
    assert proposal.state == before
    for step, state in STEPS.items():
        if state in NEXT[before]:
            continue
        url = reverse(f"national_proposals:{step}", args=[proposal.pk])
        assert office.get(url).status_code == 302
        assert url not in screen(office, proposal)
        assert "không thực hiện được" in said(tell(office, step, proposal.pk, THERE))
        assert desk.proposal.state == before
    assert proposal.steps.count() == len(way) + 1


@pytest.mark.parametrize(
    ("role", "sees", "proposes", "decides"),
    [
        (EDITOR, True, True, False), (OFFICE, True, True, True), (CHAIRMAN, True, True, True),
        (ADMINISTRATOR, True, True, True), (TRANSLATOR, False, False, False),
        ("Cộng tác viên", False, False, False), ("Phụ trách báo chí", False, False, False),
        ("Người xem báo cáo", True, False, False),
    ],
)  # fmt: skip
def test_who_may_what(desk: Desk, role: str, sees: bool, proposes: bool, decides: bool) -> None:
    client = desk.client(role)
    other = desk.news("Tin khác")
    proposal = proposed(desk)
    assert (client.get(QUEUE).status_code == 200) is sees
    assert (QUEUE in client.get("/admin/").content.decode()) is sees
    for step in STEPS:
        url = reverse(f"national_proposals:{step}", args=[proposal.pk])
        assert (client.get(url).status_code == 200) is (decides and step in {"approve", "return"})
        assert (url in client.get(QUEUE).content.decode()) is (
            decides and step in {"approve", "return"}
        )
    tell(client, "approve", proposal.pk)
    proposal.refresh_from_db()
    assert proposal.state == ("approved" if decides else "proposed")
    tell(client, "propose", other.pk)
    assert NationalProposal.objects.filter(page=other).exists() is proposes


def test_nobody_from_outside(desk: Desk) -> None:
    proposal = proposed(desk)
    for path in (QUEUE, proposal.get_absolute_url(), f"{QUEUE}approve/{proposal.pk}/"):
        assert Client().get(path).url.startswith("/admin/login/")
    Client().post(f"{QUEUE}approve/{proposal.pk}/", {"text": ""})
    assert desk.proposal.state == "proposed"


def never_public(desk: Desk, case: str) -> Any:
    if case == "draft":
        return desk.news("Chưa đăng", live=False)
    if case == "private":
        page = desk.news("Nội bộ")
        restrict(page)
        return page
    if case == "index":
        return desk.index
    if case == "english":
        return desk.page.get_translations().get()
    if case == "stand-in":
        return make_stand_in(desk.news("Chưa dịch"))
    return desk.portal.home


@pytest.mark.parametrize("case", ["draft", "private", "index", "english", "stand-in", "home"])
def test_what_cannot_be_proposed(desk: Desk, case: str) -> None:
    page = never_public(desk, case)
    office = desk.client(OFFICE)
    asked = office.get(reverse("national_proposals:propose", args=[page.pk]))
    assert asked.status_code == 302
    assert said(tell(office, "propose", page.pk)).startswith("Chỉ")
    assert not NationalProposal.objects.exists()


def test_a_page_is_in_the_queue_once(desk: Desk) -> None:
    proposal = proposed(desk)
    answer = tell(desk.client(EDITOR), "propose", desk.page.pk)
    assert "đã có trong hàng chờ" in said(answer)
    assert NationalProposal.objects.get() == proposal
    with pytest.raises(IntegrityError), transaction.atomic():
        NationalProposal.objects.create(page=desk.page)


def test_what_is_published_there_may_be_proposed_anew(desk: Desk) -> None:
    first = proposed(desk, "approve", "send", "publish")
    second = proposed(desk)
    assert first != second
    assert (second.state, NationalProposal.objects.count()) == ("proposed", 2)


def test_a_page_that_was_withdrawn_is_not_approved(desk: Desk) -> None:
    proposal = proposed(desk)
    desk.page.unpublish()
    office = desk.client(OFFICE)
    assert "không còn công khai" in said(tell(office, "approve", proposal.pk))
    assert desk.proposal.state == "proposed"
    assert tell(office, "return", proposal.pk, "Đã gỡ").status_code == 200
    assert desk.proposal.state == "returned"


def test_no_address_but_https(desk: Desk) -> None:
    proposal = proposed(desk, "approve", "send")
    office = desk.client(OFFICE)
    for address in (
        "", "http://vietnam.example/bai", "javascript:alert(1)", "vietnam.vn", "https://",
        "https://an:mat-khau@vietnam.example/", "https://vietnam.example/" + "a" * 500,
        "https://[::1/", "https://vietnam.example/a b",
    ):  # fmt: skip
        answer = tell(office, "publish", proposal.pk, address)
        assert answer.status_code == 200, address
        assert answer.context["form"].errors, address
        assert desk.proposal.state == "sent"


def test_bad_numbers_find_nothing(desk: Desk) -> None:
    office = desk.client(OFFICE)
    for path in ("propose/1/", "propose/999999/", "approve/999999/", "inspect/999999/", "edit/1/"):
        assert office.get(QUEUE + path).status_code == 404, path
        assert office.post(QUEUE + path).status_code == 404, path


def test_the_queue_shows_languages_and_can_be_filtered(desk: Desk) -> None:
    office = desk.client(OFFICE)
    assert "Chưa có trang nào được đề xuất" in office.get(QUEUE).content.decode()
    proposed(desk, "approve")
    proposed(desk, page=desk.news("Chỉ tiếng Việt"))
    shown = office.get(QUEUE).content.decode()
    for text in ("Vải sớm vào vụ", "vi, en", "Chỉ tiếng Việt", "Đã duyệt", "Đề xuất"):
        assert text in shown, text
    shown = office.get(QUEUE, {"state": "approved"}).content.decode()
    assert "Vải sớm vào vụ" in shown
    assert "Chỉ tiếng Việt" not in shown
    assert "Không có đề xuất nào như vậy" in office.get(QUEUE, {"state": "sent"}).content.decode()
    assert office.get(QUEUE, {"q": "tiếng"}).status_code == 200


def test_more_rows_cost_no_more_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    office = desk.client(OFFICE)
    for number in range(3):
        proposed(desk, page=desk.news(f"Tin {number}"))
    office.get(QUEUE)
    with CaptureQueriesContext(connection) as captured:
        office.get(QUEUE)
    before = len(captured)
    for number in range(3, 9):
        proposed(desk, page=desk.news(f"Tin {number}"))
    with django_assert_max_num_queries(before):
        office.get(QUEUE)


def test_the_queue_as_a_table(desk: Desk) -> None:
    proposed(desk, "approve", "send", "publish")
    office = desk.client(OFFICE)
    book = load_workbook(
        io.BytesIO(b"".join(office.get(QUEUE, {"export": "xlsx"}).streaming_content))
    )
    heads, row = ([cell.value for cell in line] for line in book.active.iter_rows())
    assert heads[0] == "Tiêu đề"
    assert row[0] == "Vải sớm vào vụ"
    assert row[-1] == THERE
    answer = office.get(QUEUE, {"export": "csv"})
    assert "Vải sớm vào vụ" in b"".join(answer.streaming_content).decode()


# At the page.


def at(client: Client, page: Any) -> str:
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_the_tick_at_the_page(desk: Desk) -> None:
    editor = desk.client(EDITOR)
    url = reverse("national_proposals:propose", args=[desk.page.pk])
    assert url in at(editor, desk.page)
    assert "Đề xuất lên Vietnam.vn" in at(editor, desk.page)
    proposal = proposed(desk)
    shown = at(editor, desk.page)
    assert url not in shown
    assert proposal.get_absolute_url() in shown
    assert "Vietnam.vn: đề xuất" in shown
    tell(desk.client(OFFICE), "return", proposal.pk, "Thiếu ảnh")
    assert "Vietnam.vn: trả lại" in at(editor, desk.page)
    assert url in at(editor, desk.page)


def test_no_tick_where_nothing_can_be_proposed(desk: Desk) -> None:
    office = desk.client(OFFICE)
    draft = desk.news("Chưa đăng", live=False)
    english = desk.page.get_translations().get()
    for page in (draft, english, desk.index, desk.portal.home):
        assert "vietnam-vn/propose" not in at(office, page)
    assert "vietnam-vn/propose" not in at(desk.client("Phụ trách báo chí"), desk.page)


# From the list of pages.


def test_several_pages_from_their_list(desk: Desk) -> None:
    other, draft = desk.news("Tin khác"), desk.news("Chưa đăng", live=False)
    english = NewsPage.objects.get(title="Early lychees")
    pages = [desk.page, other, draft, english]
    url = "/admin/bulk/wagtailcore/page/propose_nationally/?next=/admin/" + "".join(
        f"&id={page.pk}" for page in pages
    )
    office = desk.client(OFFICE)
    asked = office.get(url).content.decode()
    assert "Chưa đăng: Chỉ" in asked
    assert "Early lychees: Chỉ" in asked
    answer = office.post(url, {"text": "Cùng một đợt"}, follow=True)
    assert said(answer) == "Đã đề xuất 2 trang lên Vietnam.vn."
    assert {p.page_id for p in NationalProposal.objects.all()} == {desk.page.pk, other.pk}
    assert set(NationalProposal.objects.values_list("note", flat=True)) == {"Cùng một đợt"}
    again = office.post(url, {"text": ""})
    assert again.status_code == 302
    assert NationalProposal.objects.count() == 2


def test_a_translator_proposes_nothing_from_the_list(desk: Desk) -> None:
    url = f"/admin/bulk/wagtailcore/page/propose_nationally/?next=/admin/&id={desk.page.pk}"
    client = desk.client(TRANSLATOR)
    assert "không được đề xuất" in client.get(url).content.decode()
    client.post(url, {"text": ""})
    assert not NationalProposal.objects.exists()


def test_a_deleted_page_takes_its_proposals_along(desk: Desk) -> None:
    proposed(desk)
    plain = make_standard_page(desk.portal.home)
    proposed(desk, page=plain)
    NewsPage.objects.get(pk=desk.page.pk).delete()
    assert [p.page_id for p in NationalProposal.objects.all()] == [plain.pk]
