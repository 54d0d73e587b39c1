"""The map: reachable by keyboard, in the page's language, drawn without another host's help."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.portal.conftest import Portal

pytestmark = pytest.mark.browser
LIST = "/du-lich/"


def draw(visitor: Page) -> None:
    visitor.goto(LIST)
    visitor.locator(".map-canvas").scroll_into_view_if_needed()
    expect(visitor.locator(".map-marker").first).to_be_visible()


def test_every_place_of_the_list_has_a_point(visitor: Page) -> None:
    draw(visitor)
    names = visitor.locator(".map-list li a").all_inner_texts()
    assert visitor.locator(".map-marker").count() == len(names)
    labels = [m.get_attribute("aria-label") for m in visitor.locator(".map-marker").all()]
    assert sorted(labels) == sorted(names)


def test_a_point_is_opened_left_and_followed_by_keyboard(visitor: Page) -> None:
    draw(visitor)
    marker = visitor.locator(".map-marker").first
    name = marker.get_attribute("aria-label")
    marker.focus()
    visitor.keyboard.press("Enter")
    link = visitor.locator(".leaflet-popup a", has_text=name)
    expect(link).to_be_focused()
    visitor.keyboard.press("Escape")
    expect(marker).to_be_focused()
    visitor.keyboard.press("Enter")
    expect(link).to_be_focused()
    visitor.keyboard.press("Enter")
    expect(visitor.locator("h1")).to_have_text(name)


def test_the_buttons_speak_the_language_of_the_page(visitor: Page) -> None:
    draw(visitor)
    expect(visitor.locator(".leaflet-control-zoom-in")).to_have_attribute("aria-label", "Phóng to")


def test_nothing_breaks_the_security_policy(visitor: Page) -> None:
    complaints: list[str] = []
    visitor.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    visitor.on("pageerror", lambda error: complaints.append(str(error)))
    draw(visitor)
    assert not [text for text in complaints if "favicon" not in text and "404" not in text]


def test_without_javascript_the_list_is_there_and_the_canvas_is_not(
    browser: Browser, portal: Portal
) -> None:
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(LIST)
    expect(page.locator(".map-canvas").first).to_be_hidden()
    expect(page.locator(".map-list li a").first).to_be_visible()
    context.close()
