"""The password of a page cannot be guessed by trying, and leads where there is a page."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from tests.factories.core import Portal, make_standard_page


@pytest.fixture
def address(bilingual: Portal, time_machine: Any) -> str:
    time_machine.move_to("2026-03-02 09:00+07:00", tick=False)
    page = make_standard_page(bilingual.home, "Nội bộ")
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="vai-thieu-2026"
    )
    return f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"


def enter(address: str, password: str, client_address: str = "203.0.113.7", to: str = "/") -> Any:
    data = {"password": password, "return_url": to}
    return Client().post(address, data, REMOTE_ADDR=client_address)


def test_a_wrong_password_may_be_tried_so_often_from_one_address(address: str) -> None:
    for _ in range(20):
        assert enter(address, "sai").status_code == 200
        assert enter(address, "vai-thieu-2026", "203.0.113.8").status_code == 302
    refused = enter(address, "vai-thieu-2026")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "900"
    assert enter(address, "vai-thieu-2026", "203.0.113.8").status_code == 302


@pytest.mark.parametrize("to", ["//gia.example/", "https://gia.example/", "javascript:alert(1)"])
def test_after_it_nobody_is_led_elsewhere_or_to_nothing(address: str, to: str) -> None:
    answer = enter(address, "vai-thieu-2026", to=to)
    assert answer["Location"] == "/"
    assert Client().get("/").status_code == 200
