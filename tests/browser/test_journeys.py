"""Paths by keyboard, by thumb, without JavaScript, and as a screen reader hears them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.findings import Gathered
from tests.portal.conftest import Portal

pytestmark = pytest.mark.browser
LARGE = ("/", "/san-pham/vai-say-deo/", "/du-lich/dinh-ha/", "/van-ban/", "/su-kien/")


SPACING = Path(__file__).parent / "spacing.css"
CUT_OFF = """() => [...document.querySelectorAll("main *, header *")].filter(e => {
  const style = getComputedStyle(e);
  const clips = style.overflowX === "hidden" || style.overflowX === "clip";
  return clips && !e.matches(".card-summary, .visually-hidden") && e.textContent.trim()
    && e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1;
}).map(e => e.className)"""


@pytest.fixture
def plain(browser: Browser, portal: Portal) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, base_url=portal.url, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_the_menu_by_keyboard(visitor: Page, findings: Gathered) -> None:
    visitor.goto("/")
    group = visitor.locator(".submenu").first
    group.locator("summary").focus()
    visitor.keyboard.press("Enter")
    expect(group.locator("a").first).to_be_visible()
    visitor.keyboard.press("Tab")
    expect(group.locator("a").first).to_be_focused()
    visitor.keyboard.press("Escape")
    expect(group.locator("a").first).to_be_hidden()
    expect(group.locator("summary")).to_be_focused()
    visitor.keyboard.press("Enter")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")
    expect(visitor.locator("h1")).to_be_visible()
    assert visitor.url.rstrip("/").split("/")[-1] == "gioi-thieu"
    findings.note("keyboard", "Chromium", 1, [])


def test_the_menu_by_thumb(visitor: Page) -> None:
    visitor.set_viewport_size({"width": 360, "height": 740})
    visitor.goto("/")
    entry = visitor.locator(".main-menu a", has_text="Sản phẩm")
    expect(entry).to_be_hidden()
    visitor.locator(".menu-toggle > summary").click()
    expect(entry).to_be_visible()
    box = entry.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    entry.click()
    expect(visitor.locator("h1")).to_contain_text("Sản phẩm")


def test_filters_by_keyboard(visitor: Page, findings: Gathered) -> None:
    visitor.goto("/van-ban/")
    before = visitor.locator(".count").inner_text()
    field = visitor.locator(".filters select").first
    field.focus()
    visitor.keyboard.press("ArrowDown")
    for _ in range(12):
        visitor.keyboard.press("Tab")
        if visitor.evaluate("document.activeElement.type") == "submit":
            break
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**?*")
    assert visitor.locator(".count, .empty").first.inner_text() != before
    expect(visitor.locator(".filters a")).to_be_visible()
    findings.note("keyboard", "Chromium", 1, [])


def test_theme_and_size_are_kept_on_the_device(visitor: Page) -> None:
    visitor.goto("/")
    ground = "getComputedStyle(document.body).backgroundColor"
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    light, normal = visitor.evaluate(ground), visitor.evaluate(size)
    visitor.locator(".display-settings > summary").click()
    visitor.get_by_role("button", name="Tối").click()
    visitor.get_by_role("button", name="Chữ lớn hơn").click()
    expect(visitor.get_by_role("button", name="Tối")).to_have_attribute("aria-pressed", "true")
    visitor.goto("/san-pham/")
    assert visitor.evaluate(ground) != light
    assert visitor.evaluate(size) > normal
    assert not visitor.context.cookies(), "a choice of colours is nobody else's business"


def test_text_only(visitor: Page) -> None:
    """Words stand in for pictures, which a slow line then need not carry."""
    asked: list[str] = []
    visitor.on("request", lambda r: asked.append(r.url) if "/media/images/" in r.url else None)
    visitor.goto("/du-lich/dinh-ha/")
    pictures = visitor.locator("main img")
    words = pictures.first.get_attribute("alt") or "?"
    visitor.locator(".display-settings > summary").click()
    visitor.get_by_role("button", name="Chỉ chữ").click()
    expect(pictures.first).to_be_hidden()
    expect(visitor.locator(".picture-words", has_text=words).first).to_be_visible()
    asked.clear()
    visitor.goto("/du-lich/")
    visitor.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    visitor.wait_for_timeout(300)
    assert visitor.locator("main img:visible").count() == 0
    assert len(asked) <= 2, "only what is loaded before a choice can be known"
    visitor.locator(".display-settings > summary").click()
    visitor.get_by_role("button", name="Hiện", exact=True).click()
    expect(pictures.first).to_be_visible()
    expect(visitor.locator(".picture-words").first).to_be_hidden()


def test_a_phone_without_javascript(plain: Page, findings: Gathered) -> None:
    plain.goto("/")
    expect(plain.locator(".display-settings")).to_be_hidden()
    plain.locator(".main-menu a", has_text="Văn bản").click()
    plain.locator(".filters select").first.select_option(index=1)
    plain.locator(".filters button").click()
    expect(plain.locator(".count, .empty").first).to_be_visible()
    plain.goto("/lien-he/")
    plain.locator(".opinion button").first.click()
    expect(plain.locator("h1")).to_have_text("Cảm ơn bạn")
    findings.note("no_script", "Chromium", 1, [])


def test_text_twice_as_large_loses_nothing(
    browser: Browser, portal: Portal, findings: Gathered
) -> None:
    """200 % (WCAG 1.4.4) with the spacing of 1.4.12: nothing is cut off or scrolls sideways."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, base_url=portal.url, bypass_csp=True
    )
    page = context.new_page()
    wrong = []
    for address in LARGE:
        page.goto(address)
        page.add_style_tag(path=SPACING)
        wrong += [f"{address}: {name}" for name in page.evaluate(CUT_OFF)]
        if page.evaluate("document.documentElement.scrollWidth") > 1280:
            wrong.append(f"{address}: scrolls sideways")
    context.close()
    findings.note("large_text", "Chromium", len(LARGE), wrong)
    assert not wrong, wrong


def test_what_a_screen_reader_hears(visitor: Page, findings: Gathered) -> None:
    """Landmarks and names of the home page, from the accessibility tree."""
    visitor.goto("/")
    heard = visitor.locator("body").aria_snapshot()
    for said in (
        'link "Bỏ qua đến nội dung"', 'navigation "Ngôn ngữ"', 'navigation "Trình đơn chính"',
        'complementary "Thông báo"', 'heading "Xã Tân Trung" [level=1]',
        'region "Trang này có ích không?"', "contentinfo",
    ):  # fmt: skip
        assert said in heard, said
    findings.note("names", "Chromium", 1, [])


def test_calm_for_who_asks_for_it(browser: Browser, portal: Portal) -> None:
    context = browser.new_context(base_url=portal.url, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(
          e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"""
    )
    assert moving == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    context.close()


def test_on_paper_nothing_is_folded_or_squeezed(visitor: Page) -> None:
    """What stands in closed `details` is printed; a date keeps to three lines of its column."""
    visitor.emulate_media(media="print")
    visitor.set_viewport_size({"width": 672, "height": 990})  # A4 without its margins.
    visitor.goto("/")
    transcript = visitor.locator(".media details > .prose").first
    assert not visitor.evaluate("document.querySelector('.media details').open")
    box = transcript.bounding_box()
    assert box is not None
    assert box["height"] > 20
    assert transcript.evaluate("e => e.checkVisibility({contentVisibilityAuto: true})")
    visitor.goto("/van-ban/")
    lines = visitor.evaluate(
        """() => Math.max(...[...document.querySelectorAll(".documents td time")].map(e =>
          new Set([...e.getClientRects()].map(r => Math.round(r.top))).size))"""
    )
    assert 0 < lines <= 3
