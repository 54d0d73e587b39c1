"""`make screenshots`: the pictures of docs/huong-dan, from a portal of its own.

With a folder as argument the portal is kept there for the next time.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import OFFLINE, chromium
from tests.browser.test_officer import PASSWORD, news_index_id, open_more_actions
from tests.portal.conftest import ROOT, Portal, start_portal
from tests.portal.database import rows

FOLDER = ROOT / "docs/huong-dan/anh"
TITLE = "Đường hoa thôn mới nở rộ đón Tết"
SUMMARY = "Hoa nở dọc đường thôn, bà con chuẩn bị đón năm mới. (Nội dung minh họa)"


class Camera:
    """Pictures of the admin as one officer sees it."""

    def __init__(self, browser: Browser, portal: Portal) -> None:
        self.browser, self.portal = browser, portal

    @contextmanager
    def officer(self, username: str) -> Iterator[Page]:
        context = self.browser.new_context(
            viewport={"width": 1280, "height": 800}, base_url=self.portal.url, locale="vi-VN"
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto("/admin/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/admin/")
        yield page
        context.close()

    def take(self, page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(600)  # Until what opens is open.
        page.screenshot(path=FOLDER / f"{name}.jpg", type="jpeg", quality=60)

    def first(self, model: str) -> int:
        """Id of the first live Vietnamese page of a model such as ``news_newspage``."""
        query = (
            f"SELECT MIN(p.id) FROM wagtailcore_page p JOIN {model} m ON m.page_ptr_id = p.id "
            "JOIN wagtailcore_locale l ON l.id = p.locale_id "
            "WHERE p.live AND l.language_code = 'vi'"
        )
        return int(rows(self.portal.database, query)[0][0])


def signing_in(camera: Camera) -> None:
    page = camera.browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{camera.portal.url}/admin/login/")
    camera.take(page, "dang-nhap")
    page.close()


def writing(camera: Camera) -> None:
    index = news_index_id(camera.portal)
    with camera.officer("bientap") as page:
        page.goto(f"/admin/pages/{index}/")
        camera.take(page, "danh-sach-tin")
        page.goto(f"/admin/pages/add/news/newspage/{index}/")
        page.fill("#id_title", TITLE)
        page.fill("#id_summary", SUMMARY)
        page.select_option("select[name=kind]", "brief")
        camera.take(page, "soan-tin")
        page.check("#id_confirms_publishable")
        open_more_actions(page)
        camera.take(page, "gui-duyet")
        page.locator("footer button[name=action-submit]").click()
        page.wait_for_url("**/admin/pages/*/")
        page.goto("/admin/")
        camera.take(page, "bang-dieu-khien")


def approving(camera: Camera) -> None:
    with camera.officer("vanphong") as page:
        camera.take(page, "cho-duyet")
        page.get_by_role("link", name=TITLE).first.click()
        open_more_actions(page)
        camera.take(page, "duyet")


def translating(camera: Camera) -> None:
    with camera.officer("quantri") as page:
        page.goto("/admin/translations/")
        camera.take(page, "bang-ban-dich")
        query = (
            "SELECT MIN(p.id) FROM wagtailcore_page p JOIN wagtailcore_locale l "
            "ON l.id = p.locale_id JOIN news_newspage n ON n.page_ptr_id = p.id "
            "WHERE l.language_code = 'en' AND p.alias_of_id IS NULL"
        )
        english = rows(camera.portal.database, query)[0][0]
        page.goto(f"/admin/pages/{english}/edit/")
        camera.take(page, "dich")


def products_and_documents(camera: Camera) -> None:
    with camera.officer("quantri") as page:
        page.goto(f"/admin/pages/{camera.first('products_productpage')}/edit/")
        page.evaluate(
            "document.getElementById('id_certificates-FORMS')?.closest('section')?.scrollIntoView()"
        )
        camera.take(page, "chung-nhan")
        page.goto(f"/admin/pages/{camera.first('documents_officialdocumentpage')}/edit/")
        camera.take(page, "van-ban")


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as new, sync_playwright() as playwright:
        var = Path(sys.argv[1] if sys.argv[1:] else new)
        portals = start_portal(var, "content/tan-trung")
        browser = playwright.chromium.launch(executable_path=chromium(), args=OFFLINE)
        camera = Camera(browser, next(portals))
        for scene in (signing_in, writing, approving, translating, products_and_documents):
            scene(camera)
        browser.close()
        next(portals, None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
