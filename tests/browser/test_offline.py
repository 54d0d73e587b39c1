"""Reading without a network: what was read is there; nothing that holds only now or is private."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_map import draw
from tests.browser.test_officer import login
from tests.portal.conftest import Portal

pytestmark = pytest.mark.browser
NOTICE = "Từ ngày 01/7/2025"  # which the content package puts on every page
KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const requests = await (await caches.open(name)).keys();
    found[name.split("-").pop()] = requests.map(({url}) => new URL(url).pathname);
  }
  return found;
}"""
# The page at hand with all that it has asked for.
ALL_IS_KEPT = """Promise.all(
  performance.getEntriesByType("resource")
    .filter((entry) => ["img", "link", "script", "css", "fetch"].includes(entry.initiatorType))
    .map(({ name }) => name).concat(location.href)
    .map((address) => caches.match(address))
).then((found) => found.every(Boolean))"""


def kept(page: Page) -> dict[str, list[str]]:
    """Addresses kept on the device, by what they are."""
    found: dict[str, list[str]] = page.evaluate(KEPT)
    return found


def wait_until(page: Page, what: str) -> None:
    """Until the expression's promise says yes."""
    for _ in range(100):
        if page.evaluate(what):
            return
        page.wait_for_timeout(100)
    raise AssertionError(what)


def read(page: Page, *addresses: str) -> None:
    """Visits them; the last is kept when this returns, and so are those before it."""
    for address in addresses:
        page.goto(address)
        wait_until(page, f"caches.match('{address}').then(Boolean)")


def test_a_page_that_was_read(visitor: Page) -> None:
    read(visitor, "/van-ban/", "/en/about/")
    expect(visitor.locator("html")).to_have_attribute("lang", "en")
    visitor.wait_for_load_state("networkidle")
    visitor.context.set_offline(True)
    visitor.goto("/van-ban/")
    expect(visitor.locator("h1")).to_have_text("Văn bản")
    bar = visitor.locator(".notice-bar")
    expect(bar).to_have_count(1)
    expect(bar).to_contain_text("Không kết nối được mạng")
    expect(bar.locator("time")).to_have_text(
        re.compile(r"lúc \d\d:\d\d ngày \d+ tháng \d+ năm \d{4}")
    )
    expect(visitor.get_by_text(NOTICE)).to_have_count(0)
    font = "document.fonts.check('400 1rem \"Be Vietnam Pro\"', 'ă')"
    assert visitor.evaluate(font), "style sheet and typeface are kept as well"
    visitor.goto("/en/about/")
    expect(bar).to_contain_text("later changes and alerts are not in it")
    picture = visitor.locator(".cover img")
    visitor.wait_for_function("() => document.querySelector('.cover img').complete")
    assert picture.evaluate("e => e.naturalWidth") > 0
    visitor.context.set_offline(False)
    visitor.get_by_role("link", name="Try again").click()
    expect(bar).not_to_contain_text("The network does not answer")
    expect(bar).to_have_count(1)


def test_a_map_that_was_seen(visitor: Page) -> None:
    read(visitor, "/du-lich/")
    draw(visitor)
    expect(visitor.locator(".map-name-settlement").first).to_be_visible()
    wait_until(visitor, ALL_IS_KEPT)
    visitor.context.set_offline(True)
    draw(visitor)
    expect(visitor.locator(".notice-bar")).to_contain_text("Không kết nối được mạng")
    expect(visitor.locator(".map-name-settlement").first).to_be_visible()


def test_a_page_that_was_not_read(visitor: Page) -> None:
    read(visitor, "/van-ban/")
    visitor.context.set_offline(True)
    for address, heading, words in (
        ("/lien-he/", "Đọc khi không có mạng", "Không kết nối được mạng"),
        ("/en/contact/", "Reading without a network", "The network does not answer"),
    ):
        visitor.goto(address)
        expect(visitor.locator("h1")).to_have_text(heading)
        expect(visitor.locator(".notice-bar")).to_have_count(1)
        expect(visitor.locator(".notice-bar")).to_contain_text(words)
        expect(visitor.locator("[data-list] a")).to_have_text(["Văn bản"])
    visitor.locator("[data-list] a").click()
    expect(visitor.locator("h1")).to_have_text("Văn bản")


def test_what_an_older_release_kept_goes(visitor: Page) -> None:
    visitor.goto("/robots.txt")
    visitor.evaluate("caches.open('portal-older-pages')")
    read(visitor, "/van-ban/")
    wait_until(visitor, "caches.has('portal-older-pages').then(there => !there)")
    assert kept(visitor)["pages"] == ["/van-ban/"]


def test_a_visitor_who_wants_nothing_kept(visitor: Page) -> None:
    read(visitor, "/van-ban/")
    visitor.goto("/khong-co-mang/")
    visitor.get_by_role("button", name="Xóa mọi trang đã lưu").click()
    again = visitor.get_by_role("button", name="Lưu các trang tôi đọc")
    expect(again).to_be_focused()
    assert kept(visitor) == {}
    wait_until(visitor, "navigator.serviceWorker.getRegistration().then(found => !found)")
    visitor.goto("/lien-he/", wait_until="networkidle")
    assert kept(visitor) == {}
    visitor.goto("/en/offline/")
    visitor.get_by_role("button", name="Keep the pages I read").click()
    expect(visitor.get_by_role("button", name="Remove all kept pages")).to_be_focused()
    read(visitor, "/lien-he/")
    assert kept(visitor)["pages"] == ["/lien-he/"]


def test_nothing_of_an_officer_is_kept(browser: Browser, portal: Portal) -> None:
    page = login(browser, portal, "bientap")
    page.goto("/van-ban/", wait_until="networkidle")
    wait_until(page, "Boolean(navigator.serviceWorker.controller)")
    page.goto("/lien-he/", wait_until="networkidle")
    page.goto("/admin/", wait_until="networkidle")
    page.goto("/admin/images/", wait_until="networkidle")
    found = kept(page)
    shell = found.pop("shell")
    assert shell == ["/khong-co-mang/", "/en/offline/"]
    texts: list[str] = page.evaluate(
        "paths => Promise.all(paths.map(p => caches.match(p).then(r => r.text())))", shell
    )
    assert not [text for text in texts if "wagtail-userbar" in text]
    assert "/lien-he/" not in found.get("pages", [])
    everything = [path for paths in found.values() for path in paths]
    assert [
        path for path in everything if path.startswith(("/admin", "/static/wagtailadmin"))
    ] == []
    assert [path for path in everything if ".max-165x165" in path] == [], "the admin's pictures"
    page.context.close()


def test_neither_answers_of_a_form_nor_what_is_not_there(visitor: Page) -> None:
    read(visitor, "/van-ban/")
    for address in ("/khong-co/", "/tim-kiem/?q=vai", "/y-kien/", "/van-ban/"):
        visitor.goto(address, wait_until="networkidle")
    assert kept(visitor)["pages"] == ["/van-ban/"]
    # A copy goes when the page has: here one that is put where no page is.
    visitor.evaluate(
        """async () => {
          const name = (await caches.keys()).find(each => each.endsWith("-pages"));
          await (await caches.open(name)).put("/khong-co/", new Response("x"));
        }"""
    )
    visitor.goto("/khong-co/", wait_until="networkidle")
    wait_until(visitor, "caches.match('/khong-co/').then(found => !found)")


def test_no_picture_is_kept_for_whoever_saves_data(visitor: Page) -> None:
    # Only the cover: what the first page shows may still be put away while this goes on.
    cover = "caches.match(document.querySelector('.cover img').currentSrc).then(Boolean)"
    read(visitor, "/van-ban/", "/en/about/")
    wait_until(visitor, cover)
    worker: Any = visitor.context.service_workers[0]
    worker.evaluate(
        "() => Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    read(visitor, "/gioi-thieu/lich-su/")
    visitor.wait_for_function("() => document.querySelector('.cover img').complete")
    visitor.wait_for_load_state("networkidle")
    assert not visitor.evaluate(cover)
