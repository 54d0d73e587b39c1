"""The map: reachable by keyboard, in the page's language, drawn without another host's help."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.findings import Gathered
from tests.portal.conftest import Portal

pytestmark = pytest.mark.browser
LIST = "/du-lich/"


def draw(visitor: Page, address: str = LIST) -> None:
    visitor.goto(address)
    visitor.locator(".map-canvas").scroll_into_view_if_needed()
    expect(visitor.locator(".map-marker").first).to_be_visible()


def test_every_place_of_the_list_is_in_a_point(visitor: Page) -> None:
    """Places close together share a point, which then names all of them."""
    draw(visitor)
    names = visitor.locator(".map-list li > a").all_inner_texts()
    labels = [m.get_attribute("aria-label") or "" for m in visitor.locator(".map-marker").all()]
    assert sorted(", ".join(labels).split(", ")) == sorted(", ".join(names).split(", "))


def test_the_ground_says_where_this_is(visitor: Page) -> None:
    draw(visitor)
    names = visitor.locator(".map-name-settlement")
    expect(names.filter(has_text="Thôn Đình Hả")).to_be_visible()
    expect(visitor.locator(".leaflet-control-attribution")).to_contain_text("minh họa")
    draw(visitor, "/en/visit/")
    expect(names.filter(has_text="Đình Hả Village")).to_be_visible()
    expect(visitor.locator(".leaflet-control-attribution")).to_contain_text("Illustrative")


def test_points_are_there_though_the_ground_is_not(visitor: Page) -> None:
    # What a service worker asks for would pass by the route: this browser has none.
    visitor.add_init_script("delete Navigator.prototype.serviceWorker")
    visitor.route("**/ban-do.json", lambda route: route.abort())
    with visitor.expect_event("requestfailed", lambda one: one.url.endswith("/ban-do.json")):
        draw(visitor)
    expect(visitor.locator(".map-ground")).to_have_count(0)


def test_the_drawing_keeps_nobody_from_looking_from_afar(visitor: Page) -> None:
    """A map of an editor may show the province, or points outside what is drawn."""
    draw(visitor)
    out = visitor.locator(".leaflet-control-zoom-out")
    for _step in range(6):
        out.click()
        visitor.wait_for_timeout(400)
    expect(out).to_have_attribute("aria-disabled", "false")


def test_a_point_is_opened_left_and_followed_by_keyboard(visitor: Page, findings: Gathered) -> None:
    draw(visitor)
    marker = visitor.locator(".map-marker").first
    label = marker.get_attribute("aria-label") or ""
    marker.focus()
    visitor.keyboard.press("Enter")
    link = visitor.locator(".leaflet-popup a[href^='/']").first
    expect(link).to_be_focused()
    name = link.inner_text()
    assert name in label
    visitor.keyboard.press("Escape")
    expect(marker).to_be_focused()
    visitor.keyboard.press("Enter")
    expect(link).to_be_focused()
    visitor.keyboard.press("Enter")
    expect(visitor.locator("h1")).to_have_text(name)
    findings.note("keyboard", "Chromium", 1, [])


@pytest.mark.parametrize("width", [320, 1280])
def test_a_popup_has_room_for_its_words_and_leaves_the_buttons_free(
    visitor: Page, width: int
) -> None:
    """Its width is not that of one word; picture, kind, link and directions are in it."""
    visitor.set_viewport_size({"width": width, "height": 700})
    draw(visitor)
    for number in range(visitor.locator(".map-marker").count()):
        visitor.locator(".map-marker").nth(number).evaluate("marker => marker.click()")
        popup = visitor.locator(".leaflet-popup").last
        expect(popup.locator(".map-popup a").first).to_be_visible()
        visitor.wait_for_function(SETTLED)
        found = visitor.evaluate(MEASURED)
        assert found["width"] >= 150, found
        assert found["isWhole"], found
        assert not found["coversButtons"], found
        for place in popup.locator(".map-popup").all():
            assert place.locator("img").count() == 1
            assert place.locator(".file-info").first.inner_text()
            assert place.locator("a[href^='https://www.openstreetmap.org/']").count() == 1
        visitor.locator(".leaflet-popup-close-button").evaluate("button => button.click()")
        expect(visitor.locator(".leaflet-popup")).to_have_count(0)


# The map moves until the whole popup is in it.
SETTLED = """() => !document.querySelector(".leaflet-pan-anim") &&
  getComputedStyle(document.querySelector(".leaflet-popup")).opacity === "1" """
MEASURED = """() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const popup = box(".leaflet-popup-content-wrapper");
  const [map, zoom] = [box(".map-canvas"), box(".leaflet-control-zoom")];
  return {
    width: box(".leaflet-popup-content").width,
    isWhole: popup.left >= map.left && popup.right <= map.right && popup.top >= map.top,
    coversButtons: popup.left < zoom.right && popup.top < zoom.bottom,
  };
}"""


def test_points_can_be_hit_with_a_finger(visitor: Page) -> None:
    """WCAG 2.5.8: no point covers another, at any zoom, also on a phone."""
    visitor.set_viewport_size({"width": 320, "height": 640})
    draw(visitor)
    for button in (None, "out", "out", "in", "in", "in"):
        if button:
            visitor.locator(f".leaflet-control-zoom-{button}").click()
            visitor.wait_for_timeout(500)
        boxes = [m.bounding_box() for m in visitor.locator(".map-marker").all()]
        for index, one in enumerate(boxes):
            for other in boxes[index + 1 :]:
                apart_x = abs(one["x"] - other["x"]) >= 28
                assert apart_x or abs(one["y"] - other["y"]) >= 34


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
    browser: Browser, portal: Portal, findings: Gathered
) -> None:
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(LIST)
    expect(page.locator(".map-canvas").first).to_be_hidden()
    expect(page.locator(".map-list li a").first).to_be_visible()
    context.close()
    findings.note("no_script", "Chromium", 1, [])
