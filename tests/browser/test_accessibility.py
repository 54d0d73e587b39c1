"""axe-core, rules of WCAG 2.2 AA, on every seeded page in both languages; and no broken layout.

The light theme is asked of every page; the dark one, more contrast and forced colours of each list
and the first two pages below it, since a colour is the kind's and not the page's.
"""

import json
import re
from collections import Counter
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from home.accessibility import findings as stated
from tests.browser.conftest import required_or_skipped
from tests.browser.findings import TARGET, Gathered
from tests.portal.conftest import ROOT, Portal

pytestmark = pytest.mark.browser
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
AXE_NAME = "axe-core " + re.search(r"axe v([\d.]+)", AXE)[1]  # type: ignore[index]
RUN = """async (contrast = true) => {
  const result = await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
    "wcag22aa", "best-practice"], rules: {"color-contrast": {enabled: contrast}}});
  return result.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(
    n => n.target.join(" ") + " " + (n.any[0]?.message ?? n.failureSummary)).join(" | "));
}"""


OTHERS = {
    "vi": ["/tim-kiem/?q=vai", "/so-do/", "/khong-co-trang-nay/"],
    "en": ["/en/search/?q=lychee", "/en/site-map/", "/en/no-such-page/"],
}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_has_no_violation(
    browser: Browser, portal: Portal, findings: Gathered, language: str
) -> None:
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
    findings.note("rules", AXE_NAME, len(portal.pages(language)), wrong)
    assert not wrong, "\n".join(wrong[:60])


def of_each_list(addresses: list[str]) -> list[str]:
    """The lists and other pages at the top, and two pages below each."""
    seen: Counter[str] = Counter()
    chosen = []
    for address in addresses:
        section = address.rsplit("/", 2)[0]
        seen[section] += 1
        if section in ("", "/en") or seen[section] <= 2:
            chosen.append(address)
    return chosen


COLOURS = {
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "contrast": {"contrast": "more"},
}


@pytest.mark.parametrize("colours", COLOURS)
def test_no_theme_has_a_violation(
    browser: Browser, portal: Portal, findings: Gathered, colours: str
) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        base_url=portal.url,
        bypass_csp=True,
        **COLOURS[colours],  # type: ignore[arg-type]
    )
    page = context.new_page()
    wrong = []
    addresses = of_each_list(portal.pages("vi" if colours == "dark" else "en"))
    for address in addresses:
        page.goto(address)
        page.evaluate(AXE)
        # Forced colours are the system's; axe reads those that the site had asked for.
        found = page.evaluate(RUN, colours != "forced")
        wrong += [f"{address}: {violation}" for violation in found]
    context.close()
    findings.note("themes", AXE_NAME, len(addresses), wrong)
    assert not wrong, "\n".join(wrong[:60])


SECOND = ROOT / "var/tools/node_modules/accessibility-checker-engine"
RUN_SECOND = """async () => (await new ace.Checker().check(document, ["WCAG_2_2"])).results
  .filter(r => r.value[0] === "VIOLATION" && r.value[1] === "FAIL")
  .map(r => `${r.ruleId}: ${r.message} ${r.snippet.slice(0, 120)}`)"""


def second_version() -> str:
    version: str = json.loads((SECOND / "package.json").read_text("utf-8"))["version"]
    return version


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_second_checker_agrees(
    browser: Browser, portal: Portal, findings: Gathered, language: str
) -> None:
    """IBM's Equal Access; what it asks a person to look at was looked at, and is not repeated."""
    program = Path(required_or_skipped("accessibility-checker-engine", str(SECOND / "ace.js")))
    context = browser.new_context(base_url=portal.url, bypass_csp=True)
    page = context.new_page()
    wrong = []
    addresses = [*of_each_list(portal.pages(language)), *OTHERS[language]]
    for address in addresses:
        page.goto(address)
        page.evaluate(program.read_text("utf-8") + ";window.ace = ace")
        wrong += [f"{address}: {violation}" for violation in page.evaluate(RUN_SECOND)]
    context.close()
    findings.note("second_tool", f"IBM Equal Access {second_version()}", len(addresses), wrong)
    assert not wrong, "\n".join(wrong[:60])


@pytest.mark.skipif(bool(TARGET), reason="it is being written")
def test_the_statement_tells_of_these_tools() -> None:
    """Otherwise: `make accessibility`, and read what it says."""
    checks = stated().checks
    said = {check.tool for check in checks}
    assert AXE_NAME in said
    if SECOND.exists():
        assert f"IBM Equal Access {second_version()}" in said
    assert not any(check.found for check in checks)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_overflows_a_narrow_phone(
    browser: Browser, portal: Portal, findings: Gathered, language: str
) -> None:
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
    findings.note("narrow", "Chromium", len(portal.pages(language)), wide)
    assert not wide, "\n".join(wide)


def test_console_is_silent(visitor: Page, portal: Portal) -> None:
    """No script error and nothing that the content security policy had to block."""
    said: list[str] = []
    visitor.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    visitor.on("pageerror", lambda e: said.append(str(e)))
    for address in portal.pages("vi")[::4]:
        visitor.goto(address)
    assert not said, json.dumps(said, ensure_ascii=False, indent=1)


def test_keyboard_reaches_content_menu_and_language(visitor: Page, findings: Gathered) -> None:
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
    findings.note("keyboard", "Chromium", 1, [])


def test_the_portal_works_without_javascript(
    browser: Browser, portal: Portal, findings: Gathered
) -> None:
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
    findings.note("no_script", "Chromium", 1, [])
