"""Goods for shops: nothing without a price that is certain, and a report of what is left out."""

import csv
import io
import json
from typing import Any

import feedparser
import pytest
from django.core.checks import run_checks
from django.test import Client
from lxml import etree

from api.feeds.prices import parse_price
from tests.factories.core import Portal
from tests.feeds.rows import make_row, picture, withdraw

G = {"g": "http://base.google.com/ns/1.0"}


@pytest.mark.parametrize(
    ("note", "language", "price"),
    [
        ("85.000 đ/kg", "vi", "85000 VND"),
        ("85.000đ", "vi", "85000 VND"),
        ("Giá bán: 1.250.000 đồng/hộp", "vi", "1250000 VND"),
        ("120000 VNĐ", "vi", "120000 VND"),
        ("₫85.000", "vi", "85000 VND"),
        ("85.000\u00a0₫ / kg", "vi", "85000 VND"),
        ("85,000 VND/kg", "en", "85000 VND"),
        ("Price: 85,000 VND per kg", "en", "85000 VND"),
        ("5.50 USD", "en", "5.50 USD"),
        ("$1,200", "en", "1200 USD"),
        ("5,5 USD", "vi", "5.5 USD"),
        # Nothing certain is said:
        ("", "vi", None),
        ("Giá theo thỏa thuận", "vi", None),
        ("85.000", "vi", None),
        ("85 đ", "vi", None),
        ("85k", "vi", None),
        ("80.000–90.000 đ/kg", "vi", None),
        ("80.000 - 90.000 đ/kg", "vi", None),
        ("từ 85.000 đ", "vi", None),
        ("khoảng 85.000 đ", "vi", None),
        ("85.000 đ/kg, 160.000 đ/2 kg", "vi", None),
        ("85.000 đ/500 g", "vi", None),
        ("85.00 đ", "vi", None),
        ("85,000 đ", "vi", None),
        ("85.000 VND", "en", None),
        ("1.200 USD", "en", None),
        ("0 đ", "vi", None),
        ("đ 85.000 đ", "vi", None),
        ("₫85.000 đ", "vi", None),
        ("$5 USD", "en", None),
        ("85.000 đ trở lên", "vi", None),
        ("85.000 €", "vi", None),
        ("٨٥.٠٠٠ đ", "vi", None),
        ("9" * 400 + " đ", "vi", None),
    ],
)
def test_a_price_that_can_be_read_in_one_way(note: str, language: str, price: str | None) -> None:
    found = parse_price(note, language)
    assert (str(found) if found else None) == price


def make_product(title: str, note: str, locale: str = "vi", **given: Any) -> Any:
    data = {"price_note": note, **given.pop("data", {})}
    given.setdefault("image", picture())
    return make_row(title, "product", locale, data=data, **given)


@pytest.fixture
def goods(bilingual: Portal) -> dict[str, Any]:
    gone = make_product("Đã gỡ", "85.000 đ")
    withdraw(gone)
    return {
        "good": make_product(
            "Vải sớm & <tươi>", "85.000 đ/kg", summary="Ngọt",
            data={"gtin": "8930000000019", "producer": {"title": "HTX Đồi Vải"},
                  "category": [{"code": "1", "name": {"value": "Thực phẩm", "lang": "vi"}},
                               {"code": "2", "name": None},
                               {"code": "3", "name": {"value": "Quả tươi", "lang": "vi"}}]},
        ),
        "formula": make_product("=HYPERLINK(1)", "90.000 đ"),
        "no_price": make_product("Không giá", ""),
        "unclear_price": make_product("Giá hỏi", "Giá theo thỏa thuận"),
        "no_picture": make_product("Không ảnh", "85.000 đ", image=None),
        "drawing": make_product("Tranh", "85.000 đ", image=picture(is_illustrative=True)),
        "illustrative": make_product("Ví dụ", "85.000 đ", is_illustrative=True),
        "english": make_product("Lychee", "85,000 VND", locale="en"),
    }  # fmt: skip


def test_google_merchant(goods: dict[str, Any]) -> None:
    answer = Client().get("/feeds/vi/products/merchant.rss")
    assert answer["X-Excluded-Items"] == "5"
    assert not feedparser.parse(answer.content).bozo
    items = {
        item.findtext("g:id", None, G): item
        for item in etree.fromstring(answer.content).iter("item")
    }
    assert set(items) == {str(goods["good"].pk), str(goods["formula"].pk)}
    item = items[str(goods["good"].pk)]
    assert item.findtext("title") == "Vải sớm & <tươi>"
    assert item.findtext("link") == goods["good"].url
    for name, value in {
        "price": "85000 VND", "availability": "in_stock", "condition": "new",
        "image_link": "http://localhost/media/a-1200.jpg", "brand": "HTX Đồi Vải",
        "gtin": "8930000000019", "product_type": "Thực phẩm > Quả tươi", "identifier_exists": "yes",
    }.items():  # fmt: skip
        assert item.findtext(f"g:{name}", None, G) == value, name


def test_what_is_left_out_is_reported(goods: dict[str, Any]) -> None:
    report = json.loads(Client().get("/feeds/vi/products/excluded.json").content)
    assert report["included"] == 2
    assert {one["id"]: one["reason"] for one in report["excluded"]} == {
        str(goods["no_price"].pk): "no_price",
        str(goods["unclear_price"].pk): "unclear_price",
        str(goods["no_picture"].pk): "no_picture",
        str(goods["drawing"].pk): "no_picture",
        str(goods["illustrative"].pk): "illustrative",
    }


def test_columns_are_those_of_the_setting(goods: dict[str, Any], settings: Any) -> None:
    settings.PRODUCT_FEED_COLUMNS = ["price", "title", "gtin"]
    answer = Client().get("/feeds/vi/products/merchant.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    header, *rows = csv.reader(io.StringIO(answer.content.decode(), newline=""))
    assert header == ["price", "title", "gtin"]
    assert sorted(rows) == [
        ["85000 VND", "Vải sớm & <tươi>", "8930000000019"],
        ["90000 VND", "'=HYPERLINK(1)", ""],
    ]


def test_a_wrong_column_is_told_at_the_start(settings: Any) -> None:
    def ids() -> set[str]:
        return {found.id for found in run_checks() if found.id.startswith("api.E10")}

    assert ids() == set()
    settings.PRODUCT_FEED_COLUMNS = ["id", "colour", "id"]
    assert ids() == {"api.E101", "api.E102"}
    settings.PRODUCT_FEED_COLUMNS = []
    assert ids() == {"api.E102"}
