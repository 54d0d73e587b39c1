"""Another locality's package in an empty database: nothing of the first one is in the portal."""

from collections.abc import Iterator

import pytest

from tests.portal.conftest import Portal, start_portal
from tests.portal.database import whole_text

FIRST_LOCALITY = ("Tân Trung", "Tan Trung", "Nhã Nam", "Tân Yên", "Đình Hả")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    yield from start_portal(tmp_path_factory.mktemp("other"), "content/suoi-mau")


def test_no_page_names_the_first_locality(other: Portal) -> None:
    wrong = []
    addresses = [*other.pages("vi"), *other.pages("en")]
    assert len(addresses) >= 30
    for address in [*addresses, "/so-do/", "/tim-kiem/?q=x", "/khong-co/", "/admin/login/"]:
        answer = other.get(address)
        wrong += [f"{address} names {name}" for name in FIRST_LOCALITY if name in answer.text]
        if address in addresses and answer.status != 200:
            wrong.append(f"{address}: {answer.status}")
    assert not wrong, "\n".join(wrong)


def test_no_row_names_the_first_locality(other: Portal) -> None:
    dump = whole_text(other.database)
    assert "Suối Mẫu" in dump
    assert [name for name in FIRST_LOCALITY if name in dump] == []
