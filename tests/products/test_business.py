"""Businesses and investment sites: lists, filters, facts."""

import pytest
from django.test import Client

from core.models import Agency, Locality
from products.models import BusinessPage, InvestmentSitePage
from tests.budgets import assert_queries_do_not_grow
from tests.dom import facts_of, main_of, text_of, titles_listed
from tests.factories.products import business, business_index, investment_site, product
from tests.factories.tree import Tree, publish, restrict, translate, unalias

LIST = "/doanh-nghiep/"


def businesses_listed(query: str = "") -> list[str]:
    section = main_of(LIST + query).select_one("section[aria-labelledby=businesses]")
    return [link.get_text() for link in section.select(".card-title a")]


def test_alphabetical_and_public_only(tree: Tree) -> None:
    for title in ("Đức", "Dung", "Ấm", "An"):
        business(tree, title)
    business(tree, "Nháp", live=False)
    restrict(business(tree, "Kín"))
    assert businesses_listed() == ["An", "Ấm", "Dung", "Đức"]


@pytest.mark.parametrize("words", ["mật ong", "mat ong", "ONG MAT"])
def test_search_with_or_without_diacritics(tree: Tree, words: str) -> None:
    business(tree, "HTX Hoa Vải", business_fields="Mật ong hoa vải")
    business(tree, "HTX Gạo")
    assert businesses_listed(f"?q={words}") == ["HTX Hoa Vải"]


def test_search_takes_signs_as_letters_of_the_text(tree: Tree) -> None:
    business(tree)
    assert businesses_listed("?q=%25") == []
    assert businesses_listed("?q=%20") == ["HTX Vải sớm"]


def test_filter_by_legal_form_and_locality(tree: Tree) -> None:
    village = Locality.objects.create(code="thon-mau", kind="village", name={"vi": "Thôn Mẫu"})
    Locality.objects.create(code="thon-khac", kind="village", name={"vi": "Thôn Khác"})
    business(tree, "HTX", locality=village)
    business(tree, "Công ty", legal_form="company")
    assert businesses_listed("?legal_form=company") == ["Công ty"]
    assert businesses_listed("?locality=thon-mau") == ["HTX"]
    # A locality that no business names is no choice.
    assert Client().get(LIST + "?locality=thon-khac").status_code == 404
    assert Client().get(LIST + "?legal_form=bank").status_code == 404


def test_the_english_list_is_searched_in_english(tree: Tree) -> None:
    translate(
        business(tree, business_fields="Mật ong"), title="Honey House", business_fields="Honey"
    )
    unalias(business_index(tree), title="Business")
    assert titles_listed("/en/doanh-nghiep/?q=honey") == ["Honey House"]
    assert titles_listed("/en/doanh-nghiep/?q=mat") == []


def test_products_of_a_business_in_its_language(tree: Tree) -> None:
    maker = business(tree)
    made = product(tree, producer=maker)
    product(tree, "Nháp", producer=maker, live=False)
    product(tree, "Của người khác")
    assert titles_listed("/doanh-nghiep/htx-vai-som/") == ["Vải sớm"]
    translate(maker, title="Lychee Cooperative", slug="lychee-cooperative")
    assert titles_listed("/en/doanh-nghiep/lychee-cooperative/") == []
    translate(made, title="Early lychee")
    assert titles_listed("/en/doanh-nghiep/lychee-cooperative/") == ["Early lychee"]


def test_procedures_lead_to_the_national_portal(tree: Tree) -> None:
    index = business_index(tree)
    procedure = {
        "title": "Đăng ký hộ kinh doanh",
        "url": "https://dichvucong.example/1",
        "agency": "",
    }
    index.procedures = [("procedure", procedure)]
    publish(index)
    link = main_of(LIST).select_one("section[aria-labelledby=procedures] a")
    assert link["href"] == "https://dichvucong.example/1"
    assert "external" in link["rel"]


def test_an_investment_site_and_its_point(tree: Tree) -> None:
    office = Agency.objects.create(code="p-kt", level="commune", name={"vi": "Phòng Kinh tế"})
    site = investment_site(
        tree, area_ha="12.50", sector="Chế biến", latitude="21.42", longitude="106.1",
        contact_agency=office,
    )  # fmt: skip
    path = LIST + site.slug + "/"
    assert "12,5\u00a0ha" in facts_of(path).values()
    assert "Phòng Kinh tế" in text_of(path)
    assert "21.42000, 106.10000" in main_of(path).select_one(".map-list").get_text()
    assert "12,5\u00a0ha" in main_of(LIST).select_one(".card-investment").get_text()


def test_an_investment_site_without_a_point_has_no_map(tree: Tree) -> None:
    site = investment_site(tree)
    assert not main_of(LIST + site.slug + "/").select(".map, script")


def test_queries_do_not_grow(tree: Tree) -> None:
    village = Locality.objects.create(code="thon-mau", kind="village", name={"vi": "Thôn Mẫu"})

    def more() -> None:
        for _ in range(3):
            business(tree, f"HTX {BusinessPage.objects.count()}", locality=village)
            investment_site(tree, f"Khu {InvestmentSitePage.objects.count()}", area_ha=1)

    more()
    assert_queries_do_not_grow(LIST, more)


def test_queries_of_a_business_do_not_grow_with_its_products(tree: Tree) -> None:
    maker = business(tree)

    def more() -> None:
        for number in range(3):
            product(tree, f"Vải {number} {maker.pk}", producer=maker)

    more()
    assert_queries_do_not_grow("/doanh-nghiep/htx-vai-som/", more)
