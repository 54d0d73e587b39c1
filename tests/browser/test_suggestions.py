"""The box that completes: by keyboard, by thumb, and never in the way of the plain form."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.findings import Gathered
from tests.browser.test_accessibility import AXE, RUN
from tests.portal.conftest import Portal

pytestmark = pytest.mark.browser


def test_suggestions_are_chosen_by_keyboard_and_by_thumb(
    visitor: Page, portal: Portal, findings: Gathered
) -> None:
    visitor.goto(f"{portal.url}/")
    box = visitor.locator("#site-search")
    box.press_sequentially("le hoi dinh h")
    option = visitor.get_by_role("option").first
    expect(option).to_contain_text("Lễ hội đình")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    box.press("Escape")
    expect(option).to_be_hidden()
    assert box.input_value() == "le hoi dinh h"
    box.press("ArrowDown")
    expect(option).to_be_visible()
    name = option.text_content()
    option.click()
    expect(visitor.locator("h1")).to_contain_text(name or "?")
    findings.note("keyboard", "Chromium", 1, [])


def test_enter_searches_for_what_was_typed(visitor: Page, portal: Portal) -> None:
    visitor.goto(f"{portal.url}/en/search/")
    visitor.locator("#q").press_sequentially("early lychee")
    expect(visitor.get_by_role("option").first).to_be_visible()
    visitor.locator("#q").press("Enter")
    visitor.wait_for_url("**/en/search/?q=early+lychee")
    expect(visitor.locator(".search-result").first).to_contain_text("lychee")


def test_nothing_is_wrong_with_results_for_a_screen_reader(browser, portal: Portal) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(viewport={"width": 320, "height": 700}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{portal.url}/tim-kiem/?q=vai+sonm&year=2026")
    page.locator(".search-facets summary").click()
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("vai so")
    expect(page.get_by_role("option").first).to_be_visible()
    page.evaluate(AXE)
    assert page.evaluate(RUN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
