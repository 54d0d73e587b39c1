"""What the dashboard says of certificates that end."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from tests.editing import log_in
from tests.factories.products import Day, certificate, product
from tests.factories.tree import Tree, translate


@pytest.fixture(autouse=True)
def _a_day_in_2026():
    with time_machine.travel(datetime.datetime(2026, 6, 1, 5, tzinfo=datetime.UTC), tick=False):
        yield


def certificates_shown() -> list[str]:
    client = Client()
    log_in(client)
    page = BeautifulSoup(client.get("/admin/").content, "html5lib")
    return [" ".join(item.get_text().split()) for item in page.select("#certificates-section li")]


def test_stars_that_end_or_ended_are_listed_the_first_to_end_first(tree: Tree) -> None:
    ending, ended, safe, renewed, revoked = (
        product(tree, title) for title in ("Mật ong", "Trà hoa", "Vải sớm", "Nấm", "Rượu nếp")
    )
    certificate(ending, Day(2023, 10, 1))
    certificate(ended, Day(2023, 3, 1))
    certificate(safe, Day(2025, 1, 10))
    certificate(renewed, Day(2023, 2, 1))
    certificate(renewed, Day(2026, 2, 1))
    certificate(revoked, Day(2023, 9, 1), revoked_on=Day(2024, 1, 1))
    translate(ending, title="Honey")
    assert certificates_shown() == [
        "Trà hoa – đã hết hạn ngày 01/03/2026",
        "Mật ong – hạn đến ngày 01/10/2026",
    ]
