"""An officer's hour with everything that goes wrong: what was typed is all there at the end."""

import json
import re
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_officer import PASSWORD, login, open_watched_news
from tests.portal.conftest import Portal, served
from tests.portal.database import change, rows
from tests.services.postgres import free_port

pytestmark = pytest.mark.browser
ENDED = "Phiên đăng nhập đã hết"
AWAY = "Cổng không trả lời"
TITLE = "Chợ phiên cuối năm ở đình làng"
TYPED = {
    "title": "Chợ phiên cuối năm họp hai ngày",
    "summary": "Gõ khi phiên đăng nhập đã hết.",
    "agency": "Hợp tác xã gõ dở",
    "phone": "0204 111 222",
    "translation": "Typed while nobody was signed in",
    "late": "Gõ khi máy chủ đang khởi động lại.",
    "crash": "Gõ xong thì trình duyệt đóng.",
}


@pytest.fixture
def own(portal: Portal) -> Portal:
    """The same portal at an address of its own, where it can be stopped."""
    return replace(portal, url=f"http://127.0.0.1:{free_port()}")


def end_sessions(portal: Portal) -> None:
    change(portal.database, "DELETE FROM django_session")


def sign_in_again(page: Page) -> None:
    """In the dialog, without leaving the page."""
    dialog = page.get_by_role("dialog", name=ENDED)
    expect(dialog).to_be_visible()
    frame = page.frame_locator(".session-dialog iframe")
    frame.locator("input[name=username]").fill("quantri")
    frame.locator("input[name=password]").fill(PASSWORD)
    frame.locator("input[name=password]").press("Enter")
    expect(dialog).to_be_hidden()


def says(page: Page, words: str) -> None:
    expect(page.locator(".session-notice")).to_contain_text(words)


def save(page: Page) -> None:
    # Playwright's own click waits for an answer.
    button = page.locator("footer button[type=submit], form .actions button[type=submit]").first
    button.evaluate("button => button.click()")


def draft_holds(page: Page, portal: Portal, words: str) -> None:
    number = re.search(r"/pages/(\d+)/edit/", page.url)
    assert number is not None, page.url
    for _ in range(600):
        query = "SELECT content FROM wagtailcore_revision WHERE object_id = %s"
        found = rows(portal.database, query, number[1])
        contents = [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in found]
        if any(words in (content["title"], content["summary"]) for content in contents):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"No draft holds “{words}”.")


def write_news(page: Page, portal: Portal) -> None:
    """The login ends, then the network is cut; every change is autosaved."""
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    open_watched_news(page, portal)
    page.fill("#id_title", TITLE)
    page.locator("#id_title").blur()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/$"))
    # The first autosave brought the languages of the page, and no error.
    expect(page.locator("[data-side-panel=translations]")).to_contain_text("Tiếng Anh")
    draft_holds(page, portal, TITLE)
    assert wrong == []

    end_sessions(portal)
    page.fill("#id_summary", TYPED["summary"])
    sign_in_again(page)
    draft_holds(page, portal, TYPED["summary"])

    page.context.set_offline(True)
    page.fill("#id_title", TYPED["title"])
    says(page, AWAY)
    page.context.set_offline(False)
    draft_holds(page, portal, TYPED["title"])


def write_agency(page: Page, portal: Portal) -> None:
    """The login ends; the officer presses save, signs in, and it is saved."""
    page.goto("/admin/snippets/core/agency/add/")
    page.fill("#id_name_0", TYPED["agency"])
    page.fill("#id_code", "go-do")
    page.select_option("#id_level", "commune")
    end_sessions(portal)
    save(page)
    sign_in_again(page)
    page.wait_for_url(re.compile("/admin/snippets/core/agency/$"))


def write_settings(page: Page, portal: Portal) -> None:
    """The network is cut; save waits for it."""
    page.goto("/admin/settings/core/portalsettings/")
    page.fill("#id_phone", TYPED["phone"])
    page.context.set_offline(True)
    save(page)
    says(page, AWAY)
    page.context.set_offline(False)
    expect(page.locator(".messages .success")).to_be_visible()


def write_translation(page: Page, portal: Portal) -> None:
    """The login ends; a text is saved when its field is left, and again after the login."""
    number = rows(portal.database, "SELECT MIN(id) FROM wagtail_localize_translation")[0][0]
    # Not its two previews, which are whole pages.
    page.goto(f"/admin/translation/parallel/{number}/", wait_until="domcontentloaded")
    field = page.locator("#parallel-form textarea").first
    field.fill(TYPED["translation"])
    end_sessions(portal)
    page.locator("#parallel-form textarea").nth(1).focus()
    sign_in_again(page)
    expect(page.locator("#parallel-said")).to_have_text("Đã lưu.")


def crash_while_writing(page: Page, portal: Portal, address: str) -> Page:
    """Typed without a network, the browser gone; the next one offers it."""
    context = page.context
    context.set_offline(True)
    page.fill("#id_summary", TYPED["crash"])
    says(page, AWAY)
    page.wait_for_timeout(700)
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Lấy lại vào biểu mẫu").click()
    expect(page.get_by_text("Đây là nội dung đã gõ, chưa lưu.")).to_be_visible()
    expect(page.locator("#id_summary")).to_have_value(TYPED["crash"])
    draft_holds(page, portal, TYPED["crash"])
    return page


def is_stored(portal: Portal, words: str, query: str) -> None:
    """In the column of the query: as text, or as JSON in the form of either database."""
    found = {str(value) for (value,) in rows(portal.database, query)}
    assert any(words in text or json.dumps(words)[1:-1] in text for text in found)


COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('typed:'))"


def copies(page: Page) -> list[str]:
    found: list[str] = page.evaluate(COPIES)
    return found


def holds_no_copies(page: Page) -> None:
    """Soon: something is stored before the browser hears of it."""
    page.wait_for_function(f"({COPIES}).length === 0")


def test_an_hour_of_trouble_loses_nothing(browser: Browser, own: Portal) -> None:
    with served(own):
        page = login(browser, own, "quantri")
        write_news(page, own)
        address = page.url
        write_agency(page, own)
        write_settings(page, own)
        write_translation(page, own)
        page.goto(address)
        page.locator("body.ready").wait_for()
        page.wait_for_timeout(1000)
    page.fill("#id_summary", TYPED["late"])
    says(page, AWAY)
    with served(own):
        draft_holds(page, own, TYPED["late"])
        page = crash_while_writing(page, own, address)
        holds_no_copies(page)
        is_stored(own, TYPED["agency"], "SELECT name FROM core_agency")
        is_stored(own, TYPED["phone"], "SELECT phone FROM core_portalsettings")
        query = "SELECT data FROM wagtail_localize_stringtranslation"
        is_stored(own, TYPED["translation"], query)
        page.context.close()


def test_copies_are_of_one_officer_and_go_when_he_signs_out(
    browser: Browser, portal: Portal
) -> None:
    page = login(browser, portal, "quantri")
    page.goto("/admin/settings/core/portalsettings/")
    page.locator("#id_phone").press_sequentially("0204")
    page.wait_for_timeout(700)
    (key,) = copies(page)
    user = rows(portal.database, "SELECT id FROM auth_user WHERE username = 'quantri'")[0][0]
    assert key.startswith(f"typed:{user}:/admin/settings/")
    # Nothing is sent in the name of another who is signed in now.
    other = page.context.new_page()
    end_sessions(portal)
    other.goto("/admin/login/")
    other.fill("input[name=username]", "bientap")
    other.fill("input[name=password]", PASSWORD)
    other.press("input[name=password]", "Enter")
    other.wait_for_url(re.compile("/admin/$"))
    save(page)
    expect(page.get_by_role("dialog")).to_contain_text("hiện có người khác đăng nhập: bientap")
    page.get_by_role("button", name="Đăng xuất bientap rồi đăng nhập lại").click()
    sign_in_again(page)
    expect(page.locator(".messages .success")).to_be_visible()
    holds_no_copies(page)
    page.locator("#id_phone").press_sequentially("1")
    page.wait_for_timeout(700)
    assert len(copies(page)) == 1
    page.evaluate(
        """() => {
            const form = document.createElement("form");
            Object.assign(form, { method: "post", action: "/admin/logout/" });
            form.append(document.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
            document.body.append(form);
            form.requestSubmit();
        }"""
    )
    page.wait_for_url(re.compile("/admin/login/"))
    holds_no_copies(page)
    page.context.close()
