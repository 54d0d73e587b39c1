"""An officer's day: write a news item with a picture, have it approved twice, see it live."""

import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, Route, expect

from tests.portal.conftest import Portal
from tests.portal.database import rows

pytestmark = pytest.mark.browser
PASSWORD = "cong-thong-tin"
TITLE = "Đường hoa thôn mới nở rộ đón Tết"


def login(browser: Browser, portal: Portal, username: str) -> Page:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, base_url=portal.url, locale="vi-VN"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/admin/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile("/admin/$"))
    return page


def photograph(folder: Path) -> Path:
    picture = Image.new("RGB", (1200, 800), "#7fae6a")
    ImageDraw.Draw(picture).ellipse((300, 200, 900, 700), fill="#b23a2e")
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (21.0, 25.0, 0.0), 3: "E", 4: (106.0, 6.0, 0.0)}
    path = folder / "anh-duong-hoa.jpg"
    picture.save(path, exif=exif)
    return path


def upload(page: Page, file: Path) -> None:
    page.goto("/admin/images/add/")
    page.set_input_files("#id_file", str(file))
    page.fill("#id_title", "Đường hoa thôn mới")
    page.fill("#id_alt_0", "Đường hoa nở đỏ giữa thôn")
    page.locator("form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/admin/images/$"))


def open_new_news(page: Page, portal: Portal) -> None:
    page.goto("/admin/pages/")
    page.goto(f"/admin/pages/add/news/newspage/{news_index_id(portal)}/")


def news_index_id(portal: Portal) -> int:
    query = (
        "SELECT p.id FROM wagtailcore_page p JOIN news_newsindexpage n ON n.page_ptr_id = p.id "
        "JOIN wagtailcore_locale l ON l.id = p.locale_id WHERE l.language_code = 'vi'"
    )
    return int(rows(portal.database, query)[0][0])


def open_more_actions(page: Page) -> None:
    """The drop-down beside "Save draft" in the editor's footer."""
    page.locator("footer nav [data-w-dropdown-target=toggle]").first.click()


def submit(page: Page) -> None:
    open_more_actions(page)
    page.locator("footer button[name=action-submit]").click()


def approve(page: Page) -> None:
    """From the front page of the admin, where what waits for this user is listed."""
    page.goto("/admin/")
    page.get_by_role("link", name=TITLE).first.click()
    open_more_actions(page)
    page.locator("footer button[data-workflow-action-name=approve]").first.click()
    page.wait_for_url(re.compile(r"/admin/(pages/\d+/)?$"))


def test_from_writing_to_live(browser: Browser, portal: Portal, tmp_path: Path) -> None:
    editor = login(browser, portal, "bientap")
    upload(editor, photograph(tmp_path))
    open_new_news(editor, portal)
    editor.fill("#id_title", TITLE)
    editor.locator("#id_title").blur()
    expect(editor.locator("#id_slug")).to_have_value(
        re.compile("^duong-hoa-thon-moi-no-ro-don-tet")
    )
    address = f"/tin-tuc/{editor.locator('#id_slug').input_value()}/"
    editor.fill("#id_summary", "Hoa nở dọc đường thôn, bà con chuẩn bị đón năm mới.")
    editor.select_option("select[name=kind]", "brief")
    editor.locator("#id_cover-chooser [data-chooser-action-choose]").click()
    editor.locator(".modal-body a[data-chooser-modal-choice]").first.click()
    # Without the confirmation nothing is submitted, and nothing typed is lost.
    submit(editor)
    expect(editor.locator("#id_title")).to_have_value(TITLE)
    expect(editor.locator("#id_summary")).to_have_value(re.compile("Hoa nở dọc"))
    editor.check("#id_confirms_publishable")
    submit(editor)
    editor.wait_for_url(re.compile(r"/admin/pages/\d+/$"))

    assert portal.get(address).status == 404
    approve(login(browser, portal, "vanphong"))
    assert portal.get(address).status == 404
    approve(login(browser, portal, "chutich"))
    live = portal.get(address)
    assert live.status == 200
    assert TITLE in live.text


def test_no_autosave_beside_a_form_on_its_way(browser: Browser, portal: Portal) -> None:
    """It would make the page a second time, and one of the two be refused for its slug."""
    page = login(browser, portal, "bientap")
    page.add_init_script(
        "addEventListener('w-unsaved:watch-edits', () => document.body.classList.add('watched'))"
    )
    open_new_news(page, portal)
    page.locator("body.watched").wait_for()
    saves: list[str] = []
    held: list[Route] = []

    def look(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
        elif route.request.is_navigation_request():
            held.append(route)
        else:
            saves.append(route.request.url)
            route.abort()

    page.route("**/admin/pages/add/**", look)
    page.fill("#id_title", "Chợ phiên cuối năm")
    # Playwright's own click waits for the answer.
    page.locator("footer button[name=action-submit]").evaluate("button => button.click()")
    page.wait_for_timeout(1500)  # Three times as long as Wagtail waits after the last letter.
    assert saves == []
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("#id_title")).to_have_value("Chợ phiên cuối năm")
