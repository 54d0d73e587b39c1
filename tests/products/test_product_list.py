"""The list of products: its order, its filters, and what must not be in it."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from products.choices import OcopLevel
from products.models import ProductPage
from tests.budgets import assert_queries_do_not_grow
from tests.dom import main_of, titles_listed
from tests.factories.products import (
    Day,
    business,
    business_index,
    category,
    certificate,
    product,
    product_index,
)
from tests.factories.tree import Tree, make_page, restrict, translate, unalias

LIST = "/san-pham/"


@pytest.fixture(autouse=True)
def _a_day_in_2026():
    with time_machine.travel(datetime.datetime(2026, 6, 1, 5, tzinfo=datetime.UTC), tick=False):
        yield


def test_featured_first_then_stars_then_the_vietnamese_alphabet(tree: Tree) -> None:
    for title in ("Đu đủ", "Dưa", "Ấm chè", "An trà", "Ăn vặt"):
        product(tree, title)
    three, five, old = (product(tree, title) for title in ("Ba sao", "Năm sao", "Hết hạn"))
    certificate(three, Day(2025, 1, 1), stars=3)
    certificate(five, Day(2025, 1, 1), stars=5)
    certificate(old, Day(2020, 1, 1), stars=5)
    product(tree, "Xuất khẩu", is_featured_for_export=True)
    assert titles_listed(LIST) == [
        "Xuất khẩu", "Năm sao", "Ba sao",
        "An trà", "Ăn vặt", "Ấm chè", "Dưa", "Đu đủ", "Hết hạn",
    ]  # fmt: skip


def test_filter_by_class(tree: Tree) -> None:
    product(tree, "Chủ lực", product_class="key")
    product(tree, "Đặc sản", product_class="specialty")
    assert titles_listed(LIST + "?product_class=key") == ["Chủ lực"]


def test_only_a_star_in_force_makes_an_ocop_product(tree: Tree) -> None:
    """Whatever class an editor chose: in the filter as on the card."""
    rated, lapsed = (product(tree, title, product_class="ocop") for title in ("Còn", "Hết"))
    product(tree, "Chưa", product_class="ocop")
    certificate(rated, Day(2025, 1, 1))
    certificate(lapsed, Day(2020, 1, 1))
    assert titles_listed(LIST + "?product_class=ocop") == ["Còn"]
    assert titles_listed(LIST + "?product_class=no_star") == ["Chưa", "Hết"]
    meta = [card.get_text(" ", strip=True) for card in main_of(LIST).select(".card-meta")]
    assert [text == "Sản phẩm OCOP" for text in meta] == [True, False, False]


def test_filter_by_ocop_group_reaches_down_to_its_sets(tree: Tree) -> None:
    group = category("1", OcopLevel.GROUP, vi="Thực phẩm", en="Food")
    subgroup = category("1.1", OcopLevel.SUBGROUP, group)
    of_set = category("01", OcopLevel.SET, subgroup)
    category("2", OcopLevel.GROUP, vi="Đồ uống")
    for title, chosen in (("Nhóm", group), ("Phân nhóm", subgroup), ("Bộ", of_set), ("Khác", None)):
        product(tree, title, ocop_category=chosen)
    assert titles_listed(LIST + "?group=1") == ["Bộ", "Nhóm", "Phân nhóm"]
    assert titles_listed(LIST + "?group=2") == []
    options = [o.get_text() for o in main_of(LIST).select("select[name=group] option")]
    assert options[1:] == ["Thực phẩm", "Đồ uống"]


def test_filter_by_month_in_season(tree: Tree) -> None:
    product(tree, "Vải", harvest_months=[5, 6])
    product(tree, "Mật ong", harvest_months=[3, 12])
    product(tree, "Gạo")
    assert titles_listed(LIST + "?month=6") == ["Vải"]
    assert titles_listed(LIST + "?month=12") == ["Mật ong"]
    assert titles_listed(LIST + "?month=1") == []


def test_filter_by_producer_is_the_same_address_in_both_languages(tree: Tree) -> None:
    producer = business(tree)
    made = product(tree, producer=producer)
    product(tree, "Của người khác")
    address = f"?producer={producer.translation_key}"
    assert titles_listed(LIST + address) == ["Vải sớm"]
    translate(made, title="Early lychee")
    unalias(product_index(tree), title="Products")
    translate(producer, title="Lychee Cooperative")
    assert titles_listed("/en/san-pham/" + address) == ["Early lychee"]
    assert "Lychee Cooperative" in main_of("/en/san-pham/").select_one(".card-meta").get_text()


def test_filter_by_export_facts(tree: Tree) -> None:
    facts = {"hs_code": "0810.90", "minimum_order": "500 kg", "incoterms": ["FOB"]}
    product(tree, "Đủ", **facts)
    for name in facts:
        product(tree, f"Thiếu {name}", **{k: v for k, v in facts.items() if k != name})
    assert titles_listed(LIST + "?export_ready=yes") == ["Đủ"]


def test_filters_work_together_and_can_be_taken_off(tree: Tree) -> None:
    product(tree, "Vải", product_class="key", harvest_months=[6])
    product(tree, "Nhãn", product_class="specialty", harvest_months=[6])
    assert titles_listed(LIST + "?product_class=key&month=6") == ["Vải"]
    empty = main_of(LIST + "?product_class=key&month=1")
    assert empty.select_one(".empty a")["href"] == LIST


@pytest.mark.parametrize(
    "query",
    [
        "stars=2", "stars=6", "stars=x", "month=0", "month=13", "month=6.0", "product_class=gold",
        "group=9", "producer=1", "producer=%00", "export_ready=maybe", "stars=%00",
        "producer=00000000-0000-0000-0000-000000000000",
    ],
)  # fmt: skip
def test_a_value_that_does_not_exist_is_not_found(tree: Tree, query: str) -> None:
    product(tree)
    assert Client().get(f"{LIST}?{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["page=x", "page=99999999999999999999", "page=-1", "stars=", "a=b"]
)
def test_what_is_no_filter_does_no_harm(tree: Tree, query: str) -> None:
    product(tree)
    assert titles_listed(f"{LIST}?{query}") == ["Vải sớm"]


def test_only_public_products_are_listed(tree: Tree) -> None:
    product(tree, "Công khai")
    product(tree, "Nháp", live=False)
    product(tree, "Hết hạn đăng", expire_at=timezone.now() - datetime.timedelta(hours=1))
    restrict(product(tree, "Nội bộ"))
    assert titles_listed(LIST) == ["Công khai"]


def test_a_product_that_is_not_translated_is_not_in_the_english_list(tree: Tree) -> None:
    translate(product(tree, "Vải"), title="Lychee")
    untranslated = product(tree, "Nhãn")
    untranslated.copy_for_translation(tree.en.locale, alias=True)
    unalias(product_index(tree), title="Products")
    assert titles_listed("/en/san-pham/") == ["Lychee"]


def test_a_producer_that_is_not_public_is_not_named(tree: Tree) -> None:
    draft, private = business(tree, "HTX Nháp", live=False), business(tree, "HTX Nội bộ")
    restrict(private)
    product(tree, "Vải", producer=draft)
    product(tree, "Nhãn", producer=private)
    text = main_of(LIST).get_text()
    assert "HTX" not in text


def test_queries_do_not_grow_with_products(tree: Tree) -> None:
    index = product_index(tree)

    def six_more() -> None:
        for _ in range(6):
            number = ProductPage.objects.count()
            producer = business(tree, f"HTX {number}")
            page = make_page(ProductPage, index, title=f"Sản phẩm {number}", producer=producer)
            certificate(page, Day(2025, 1, 1), stars=3)
            certificate(page, Day(2022, 1, 1), stars=4)

    six_more()
    assert_queries_do_not_grow(LIST, six_more)


def test_every_facet_begins_with_all(tree: Tree) -> None:
    translate(product_index(tree), title="Products", slug="products")
    business_index(tree)
    for address, word in (
        (LIST, "Tất cả"),
        ("/doanh-nghiep/", "Tất cả"),
        ("/en/products/", "All"),
    ):
        selects = main_of(address).select("form.filters select")
        assert selects
        assert {select.option.get_text() for select in selects} == {word}
