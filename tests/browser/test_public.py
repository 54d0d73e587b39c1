"""What only a browser can measure of the public site: rows, widths, paper, sharing."""

import json
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.portal.conftest import Portal

pytestmark = pytest.mark.browser

PRODUCT = "/san-pham/mat-ong-hoa-vai/"
# One of every kind of page in Vietnamese, and the longest words in English.
OF_EACH_KIND = [
    "/", PRODUCT, "/san-pham/", "/doanh-nghiep/", "/doanh-nghiep/htx-mat-ong-hoa-vai/",
    "/du-lich/", "/du-lich/dinh-ha/", "/van-ban/", "/van-ban/148-qd-ttg/", "/su-kien/",
    "/su-kien/?month=2027-02", "/su-kien/le-hoi-dinh-ha/", "/tin-tuc/",
    "/tin-tuc/phong-su-vao-vu-vai-som/", "/thong-tin-doi-ngoai/", "/gioi-thieu/lanh-dao/",
    "/lien-he/", "/so-do/", "/tim-kiem/?q=vai", "/feeds/", "/khong-co-mang/",
    "/khong-co-trang-nay/", "/en/", "/en/products/", "/en/documents/",
]  # fmt: skip


def test_no_kind_of_page_scrolls_sideways_with_text_twice_as_large(
    browser: Browser, portal: Portal
) -> None:
    """WCAG 1.4.4 and 1.4.10 together: 320 pixels, text at 200 %."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, base_url=portal.url)
    page = context.new_page()
    wide = {}
    for address in OF_EACH_KIND:
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[address] = width
    context.close()
    assert not wide, json.dumps(wide, indent=1)


@pytest.mark.parametrize("width", [992, 1024, 1120, 1250])
def test_the_main_menu_stands_in_one_row(visitor: Page, width: int) -> None:
    visitor.set_viewport_size({"width": width, "height": 700})
    for address in ("/", "/en/"):
        visitor.goto(address)
        tops = visitor.eval_on_selector_all(
            ".menu-toggle > ul > li", "all => all.map(li => li.offsetTop)"
        )
        assert len(set(tops)) == 1, address


def test_a_product_takes_four_sheets_which_say_where_they_are_from(visitor: Page) -> None:
    visitor.goto(PRODUCT)
    sheets = PdfReader(BytesIO(visitor.pdf(format="A4"))).pages
    assert len(sheets) <= 4
    words = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert f"Địa chỉ của trang này: {visitor.locator('.page-address a').inner_text()}" in words
    assert "Cập nhật lần cuối: ngày" in words
    visitor.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert visitor.locator(".printed-at").evaluate("place => place.textContent") != "–"


def test_the_address_is_copied_and_shared_by_the_device_itself(visitor: Page) -> None:
    visitor.add_init_script(
        "Object.defineProperty(navigator, 'share', {configurable: true, value: (what) => {"
        " window.shared = what; return Promise.resolve(); }})"
    )
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.goto(PRODUCT)
    address = visitor.locator(".page-address a").inner_text()
    panel = visitor.locator(".share")
    panel.get_by_role("button", name="Sao chép địa chỉ").click()
    expect(panel.get_by_role("status")).to_have_text("Đã sao chép địa chỉ.")
    assert visitor.evaluate("navigator.clipboard.readText()") == address
    panel.get_by_role("button", name="Chia sẻ").click()
    title = visitor.locator("h1").inner_text().replace("\xa0", " ")
    assert visitor.evaluate("window.shared") == {"title": title, "url": address}
