"""The officers' day: a news item written, approved, translated, out in both languages, changed."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.portal.conftest import Portal
from tests.portal.database import rows

pytestmark = pytest.mark.browser
PASSWORD = "cong-thong-tin"
TITLE = "Đường hoa thôn mới nở rộ đón Tết"
SUMMARY = "Hoa nở dọc đường thôn, bà con chuẩn bị đón năm mới."
ENGLISH = {
    TITLE: "Flower road of the model village blooms for Tet",
    SUMMARY: "Flowers line the village road as people get ready for the new year.",
}
CHANGED = "Hoa nở dọc đường thôn, bà con mở hội hoa từ mùng một."
MENDED = "Flowers line the village road; the flower fair opens on the first day of Tet."


def login(browser: Browser, portal: Portal, username: str) -> Page:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, base_url=portal.url, locale="vi-VN"
    )
    page = context.new_page()
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
    page.fill("#id_alt_1", "Red flowers along the village road")
    page.locator("form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/admin/images/$"))


def open_new_news(page: Page, portal: Portal) -> None:
    page.goto("/admin/pages/")
    page.goto(f"/admin/pages/add/news/newspage/{news_index_id(portal)}/")


def open_watched_news(page: Page, portal: Portal) -> None:
    """The same, and Wagtail has begun to see what is typed, which it saves by itself."""
    page.add_init_script(
        "addEventListener('w-unsaved:watch-edits', () => document.body.classList.add('watched'))"
    )
    open_new_news(page, portal)
    page.locator("body.watched").wait_for()


def news_index_id(portal: Portal) -> int:
    query = (
        "SELECT p.id FROM wagtailcore_page p JOIN news_newsindexpage n ON n.page_ptr_id = p.id "
        "JOIN wagtailcore_locale l ON l.id = p.locale_id WHERE l.language_code = 'vi'"
    )
    return int(rows(portal.database, query)[0][0])


def english_address(portal: Portal) -> str:
    """Where visitors find the translation."""
    query = (
        "SELECT t.url_path FROM wagtailcore_page p JOIN wagtailcore_page t "
        "ON t.translation_key = p.translation_key AND t.id <> p.id WHERE p.title = %s"
    )
    return "/en/" + str(rows(portal.database, query, TITLE)[0][0]).split("/", 2)[2]


def open_more_actions(page: Page) -> None:
    """The drop-down beside "Save draft" in the editor's footer."""
    page.locator("footer nav [data-w-dropdown-target=toggle]").first.click()


def submit(page: Page) -> None:
    open_more_actions(page)
    page.locator("footer button[name=action-submit]").click()


def waiting(page: Page) -> Locator:
    """The item in the list of what waits for this officer."""
    return page.locator("#awaiting-review-section").get_by_role("link", name=TITLE).first


def approve(page: Page) -> None:
    """From the front page of the admin, where what waits for this user is listed."""
    page.goto("/admin/")
    waiting(page).click()
    open_more_actions(page)
    page.locator("footer button[data-workflow-action-name=approve]").first.click()
    page.wait_for_url(re.compile(r"/admin/(pages/\d+/)?$"))


def sees(page: Page, *texts: str) -> None:
    """The officer has these words before the eyes."""
    for text in texts:
        expect(page.get_by_text(text).locator("visible=true").first).to_be_visible()


def row_of(page: Page, title: str) -> Locator:
    """The line of the page in the table of pages and languages, which is searched for it."""
    page.goto(f"/admin/translations/?q={quote(title)}")
    row = page.get_by_role("row").filter(has_text=title)
    expect(row).to_be_visible()
    return row


def write(page: Page, portal: Portal) -> str:
    """A draft of a news item with a picture; its address."""
    open_new_news(page, portal)
    page.fill("#id_title", TITLE)
    page.locator("#id_title").blur()
    expect(page.locator("#id_slug")).to_have_value(re.compile("^duong-hoa-thon-moi-no-ro-don-tet"))
    page.fill("#id_summary", SUMMARY)
    page.select_option("select[name=kind]", "brief")
    page.locator("#id_cover-chooser [data-chooser-action-choose]").click()
    page.locator(".modal-body a[data-chooser-modal-choice]").first.click()
    page.get_by_role("button", name="Lưu bản nháp").first.click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/$"))
    expect(
        page.get_by_text(re.compile("Đã (tạo|cập nhật|lưu).* trang|Đã lưu")).first
    ).to_be_visible()
    return f"/tin-tuc/{page.locator('#id_slug').input_value()}/"


def translate(page: Page) -> None:
    """Every text beside its original; each is kept when its field is left."""
    for vietnamese, english in ENGLISH.items():
        row = page.locator(".parallel-row").filter(has_text=vietnamese)
        field = row.locator("textarea")
        field.fill(english)
        field.press("Control+Enter")
        expect(row).to_contain_text(re.compile("đã dịch.*biendich", re.DOTALL))


def test_a_day_from_writing_to_both_languages_and_a_change(
    browser: Browser, portal: Portal, tmp_path: Path
) -> None:
    editor = login(browser, portal, "bientap")
    upload(editor, photograph(tmp_path))
    address = write(editor, portal)
    edit = editor.url
    # Without the confirmation nothing is submitted, and nothing typed is lost.
    submit(editor)
    sees(editor, "Không lưu được trang vì có lỗi nhập liệu.")
    expect(editor.locator("#id_title")).to_have_value(TITLE)
    expect(editor.locator("#id_summary")).to_have_value(SUMMARY)
    editor.check("#id_confirms_publishable")
    submit(editor)
    editor.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    sees(editor, f"Đã gửi duyệt trang '{TITLE}'.")
    assert portal.get(address).status == 404

    office = login(browser, portal, "vanphong")
    sees(office, "Đang chờ bạn duyệt")
    waiting(office).click()
    office.get_by_role("button", name="Mở hoặc đóng phần bản dịch").click()
    sees(office, "tiếng Anh")
    office.get_by_role("link", name="Xuất bản cùng bản dịch").click()
    office.get_by_role("button", name="Giao bản nháp này cho người dịch").click()
    sees(office, "Người dịch đang dịch bản nháp này.")
    approve(office)
    assert portal.get(address).status == 404

    translator = login(browser, portal, "biendich")
    row = row_of(translator, TITLE)
    sees(translator, "0/2 đoạn", "dịch từ bản nháp của bản gốc")
    row.get_by_role("link", name="Mở").click()
    translator.get_by_role("link", name="Dịch song song").first.click()
    translate(translator)
    sees(translator, "Đã dịch 2 trên 2 đoạn")
    assert portal.get(f"/en{address}").status == 404

    # The approval at the end of the way publishes both.
    chairman = login(browser, portal, "chutich")
    approve(chairman)
    live = portal.get(address)
    assert live.status == 200
    assert TITLE in live.text
    row = row_of(chairman, TITLE)
    expect(row).to_contain_text("Khớp bản gốc")
    english = english_address(portal)
    assert ENGLISH[SUMMARY] in portal.get(english).text

    # The original changes.
    editor.goto(edit)
    editor.fill("#id_summary", CHANGED)
    editor.check("#id_confirms_publishable")
    submit(editor)
    editor.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    approve(office)
    approve(chairman)
    assert CHANGED in portal.get(address).text
    assert ENGLISH[SUMMARY] in portal.get(english).text

    # English is out of date: the table, the editor and the comparison say where.
    row = row_of(translator, TITLE)
    expect(row).to_contain_text("Đã cũ")
    expect(row).to_contain_text("1 chỗ đổi")
    row.get_by_role("link", name="Mở").click()
    sees(translator, "Bản gốc đã được sửa ngày", CHANGED)
    translator.get_by_role("link", name="Xem chỗ đã đổi").click()
    sees(translator, "Bản dịch của đoạn cũ: hãy sửa lại")
    field = translator.get_by_label("Bản dịch của đoạn cũ: hãy sửa lại")
    expect(field).to_have_value(ENGLISH[SUMMARY])
    field.fill(MENDED)
    translator.get_by_role("button", name="Lưu các đoạn").click()
    sees(translator, "Đã lưu 1 đoạn.")
    row_of(chairman, TITLE).get_by_role("button", name="Xuất bản").click()
    sees(chairman, f"Đã xuất bản “{ENGLISH[TITLE]}” bằng tiếng Anh.")
    expect(row_of(chairman, TITLE)).to_contain_text("Khớp bản gốc")
    assert MENDED in portal.get(english).text


def test_no_autosave_beside_a_form_on_its_way(browser: Browser, portal: Portal) -> None:
    """It would make the page a second time, and one of the two be refused for its slug."""
    page = login(browser, portal, "bientap")
    open_watched_news(page, portal)
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
