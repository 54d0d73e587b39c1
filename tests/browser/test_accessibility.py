"""axe-core, rules of WCAG 2.2 AA, on every seeded page in both languages; and no broken layout.

The light theme is asked of every page; the dark one, more contrast and forced colours of each list
and the first two pages below it, since a colour is the kind's and not the page's.
"""

import json
from collections import Counter
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from tests.portal.conftest import Portal

pytestmark = pytest.mark.browser
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
RUN = """async (contrast = true) => {
  const result = await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
    "wcag22aa", "best-practice"], rules: {"color-contrast": {enabled: contrast}}});
  return result.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(
    n => n.target.join(" ") + " " + (n.any[0]?.message ?? n.failureSummary)).join(" | "));
}"""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_has_no_violation(browser: Browser, portal: Portal, language: str) -> None:
    # bypass_csp: the checker itself is a script of ours, put in from outside.
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, base_url=portal.url, bypass_csp=True
    )
    page = context.new_page()
    wrong = []
    for address in portal.pages(language):
        page.goto(address)
        page.evaluate(AXE)
        wrong += [f"{address}: {violation}" for violation in page.evaluate(RUN)]
    context.close()
    assert not wrong, "\n".join(wrong[:60])


COLOURS = {
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "contrast": {"contrast": "more"},
}


@pytest.mark.parametrize("colours", COLOURS)
def test_no_theme_has_a_violation(browser: Browser, portal: Portal, colours: str) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        base_url=portal.url,
        bypass_csp=True,
        **COLOURS[colours],  # type: ignore[arg-type]
    )
    page = context.new_page()
    wrong, seen = [], Counter[str]()
    for address in portal.pages("vi" if colours == "dark" else "en"):
        section = address.rsplit("/", 2)[0]
        seen[section] += 1
        if section not in ("", "/en") and seen[section] > 2:
            continue
        page.goto(address)
        page.evaluate(AXE)
        # Forced colours are the system's; axe reads those that the site had asked for.
        found = page.evaluate(RUN, colours != "forced")
        wrong += [f"{address}: {violation}" for violation in found]
    context.close()
    assert not wrong, "\n".join(wrong[:60])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_overflows_a_narrow_phone(browser: Browser, portal: Portal, language: str) -> None:
    """At 320 CSS pixels, 1280 at 400 % zoom, no page scrolls sideways (WCAG 1.4.10)."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, base_url=portal.url)
    page = context.new_page()
    wide = []
    for address in portal.pages(language):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide.append(f"{address}: {width}")
    context.close()
    assert not wide, "\n".join(wide)


def test_console_is_silent(visitor: Page, portal: Portal) -> None:
    """No script error and nothing that the content security policy had to block."""
    said: list[str] = []
    visitor.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    visitor.on("pageerror", lambda e: said.append(str(e)))
    for address in portal.pages("vi")[::4]:
        visitor.goto(address)
    assert not said, json.dumps(said, ensure_ascii=False, indent=1)


def test_keyboard_reaches_content_menu_and_language(visitor: Page) -> None:
    visitor.goto("/")
    visitor.keyboard.press("Tab")
    assert visitor.evaluate("document.activeElement.className") == "skip-link"
    visitor.keyboard.press("Enter")
    assert visitor.evaluate("document.activeElement.id") == "content"
    visitor.goto("/")
    seen = set()
    for _ in range(40):
        visitor.keyboard.press("Tab")
        seen.add(visitor.evaluate("document.activeElement.closest('nav')?.className ?? ''"))
    assert {"languages", "main-menu"} <= seen


def test_the_portal_works_without_javascript(browser: Browser, portal: Portal) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=portal.url)
    page = context.new_page()
    page.goto("/")
    page.fill("#site-search", "le hoi dinh ha")
    page.press("#site-search", "Enter")
    page.locator(".card-title a").first.click()
    assert page.locator("h1").count() == 1
    page.click(".languages a[hreflang=en]")
    assert page.locator("html").get_attribute("lang") == "en"
    context.close()
