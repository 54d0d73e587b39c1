"""Products, producers and what proves them."""

import datetime
from typing import Any

from core.models import Agency, Marketplace
from products.models import (
    BusinessIndexPage,
    BusinessPage,
    InvestmentSitePage,
    MarketplaceListing,
    OcopCategory,
    OcopCertificate,
    ProductIndexPage,
    ProductPage,
)
from tests.factories.tree import Tree, make_page

Day = datetime.date


def product_index(tree: Tree) -> ProductIndexPage:
    found = ProductIndexPage.objects.child_of(tree.vi).first()
    return found or make_page(ProductIndexPage, tree.vi, title="Sản phẩm", slug="san-pham")


def business_index(tree: Tree) -> BusinessIndexPage:
    found = BusinessIndexPage.objects.child_of(tree.vi).first()
    return found or make_page(BusinessIndexPage, tree.vi, title="Doanh nghiệp", slug="doanh-nghiep")


def product(tree: Tree, title: str = "Vải sớm", **fields: Any) -> ProductPage:
    return make_page(ProductPage, product_index(tree), title=title, **fields)


def business(tree: Tree, title: str = "HTX Vải sớm", **fields: Any) -> BusinessPage:
    fields = {"legal_form": "cooperative", **fields}
    return make_page(BusinessPage, business_index(tree), title=title, **fields)


def investment_site(
    tree: Tree, title: str = "Khu đất Đồi Thông", **fields: Any
) -> InvestmentSitePage:
    return make_page(InvestmentSitePage, business_index(tree), title=title, **fields)


def agency() -> Agency:
    name = {"vi": "UBND tỉnh minh họa", "en": "Illustrative Provincial People's Committee"}
    return Agency.objects.get_or_create(
        code="ubnd-tinh", defaults={"name": name, "level": "province"}
    )[0]


def certificate(page: ProductPage, decided: Day, stars: int = 4, **fields: Any) -> OcopCertificate:
    fields = {"decision_number": f"{decided:%j}/QĐ-UBND", "authority": agency(), **fields}
    row: OcopCertificate = OcopCertificate.objects.create(
        product=page, stars=stars, decision_date=decided, **fields
    )
    return row


def category(
    code: str, level: str, parent: OcopCategory | None = None, **name: str
) -> OcopCategory:
    row: OcopCategory = OcopCategory.objects.create(
        code=code, level=level, parent=parent, name=name or {"vi": f"Nhóm {code}"}
    )
    return row


def listing(page: ProductPage, name: str, **fields: Any) -> MarketplaceListing:
    is_closed = fields.pop("is_closed", False)
    platform, _created = Marketplace.objects.get_or_create(
        code=name.lower(), defaults={"name": {"vi": name}, "is_closed": is_closed}
    )
    fields = {"url": f"https://{name.lower()}.example/vai", **fields}
    row: MarketplaceListing = MarketplaceListing.objects.create(
        product=page, marketplace=platform, **fields
    )
    return row
