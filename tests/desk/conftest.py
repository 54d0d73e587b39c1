import itertools
import json
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from desk.models import NationalProposal
from home.roles import ensure_roles
from news.models import NewsIndexPage, NewsPage
from tests.factories.core import Portal, make_page, make_user, translate
from tests.shared_rows import shared_rows

EDITOR, OFFICE, CHAIRMAN = "Biên tập viên", "Văn phòng", "Người duyệt"
TRANSLATOR, ADMINISTRATOR = "Biên dịch, hiệu đính", "Quản trị"
THERE = "https://vietnam.example/bai/vai-som"
_people = itertools.count(1)


@dataclass
class Desk:
    """A portal with one piece of news, and people who work on it through the admin."""

    portal: Portal
    index: NewsIndexPage
    page: NewsPage

    def client(self, role: str) -> Client:
        client = Client()
        client.force_login(make_user(f"can-bo-{next(_people)}", role))
        return client

    def news(self, title: str, **fields: Any) -> NewsPage:
        page: NewsPage = make_page(self.index, title, NewsPage, kind="brief", **fields)
        return page

    @property
    def proposal(self) -> NationalProposal:
        return NationalProposal.objects.latest("pk")


def tell(client: Client, step: str, pk: int, text: str = "") -> Any:
    """POST of a step's form; the answer with the messages that the officer reads."""
    return client.post(
        reverse(f"national_proposals:{step}", args=[pk]), {"text": text}, follow=True
    )


def said(answer: Any) -> str:
    return " ".join(str(message).strip() for message in answer.context["messages"])


def proposed(desk: Desk, *steps: str, page: Page | None = None, note: str = "") -> NationalProposal:
    """The page proposed by an editor, and moved on by the office with the given steps."""
    tell(desk.client(EDITOR), "propose", (page or desk.page).pk, note)
    proposal = desk.proposal
    office = desk.client(OFFICE)
    texts = {"publish": THERE, "return": "Thiếu ảnh"}
    for step in steps:
        tell(office, step, proposal.pk, texts.get(step, ""))
    proposal.refresh_from_db()
    return proposal


def get(path: str, **query: Any) -> Any:
    answer = Client().get(f"/api/v1/{path}", query)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


@shared_rows
def desk(bilingual: Portal) -> Desk:
    index = make_page(bilingual.home, "Tin tức", NewsIndexPage)
    page = make_page(index, "Vải sớm vào vụ", NewsPage, kind="brief")
    translate(index, "News")
    translate(page, "Early lychees")
    ensure_roles()
    return Desk(bilingual, index, page)
