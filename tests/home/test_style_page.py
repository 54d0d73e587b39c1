"""The style page of staff: real content, every letter, closed to visitors."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from core.vietnamese.text import LETTERS
from tests.factories.core import Portal, make_standard_page

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html5lib")


def test_components_stand_with_real_content(bilingual: Portal, admin_client: Client) -> None:
    body = [("text", "<p>Một vùng đồi vải.</p>"), ("quote", {"text": "Về với quê."})]
    make_standard_page(bilingual.home, "Giới thiệu", body=body)
    page = read(admin_client, "/admin/style/")
    assert "Một vùng đồi vải" in page.get_text()
    assert page.select(".quote")
    assert {"notice-information", "notice-maintenance", "notice-alert"} <= {
        name for notice in page.select(".notice-bar") for name in notice["class"]
    }


def test_every_letter_in_every_weight(bilingual: Portal, admin_client: Client) -> None:
    page = read(admin_client, "/admin/style/letters/")
    for weight in (400, 600):
        shown = page.select(f".weight-{weight}.letters span")
        assert "".join(letter.get_text() for letter in shown) == LETTERS


@pytest.mark.parametrize("address", ["/admin/style/", "/admin/style/letters/"])
def test_a_visitor_is_asked_to_log_in(bilingual: Portal, address: str) -> None:
    assert Client().get(address).status_code == 302
