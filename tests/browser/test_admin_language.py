"""The admin speaks one language: every screen that a role reaches, and twenty in a real browser."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from bs4 import BeautifulSoup
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser

from home.accounts import DEVELOPMENT_PASSWORD, DEVELOPMENT_USERS
from tests.browser.test_officer import login, news_index_id
from tests.browser.wording import is_english, is_vietnamese, texts_of
from tests.portal.conftest import Portal
from tests.portal.database import rows

pytestmark = pytest.mark.browser
OF_ONE_VIEW = 1  # addresses that are asked
# Wagtail 8.0 has them in templates, not in a catalogue: a button that is only heard, a counter that
# is hidden while it has nothing to count. A language is called by its own name.
AS_THEY_ARE = {"Search", "None", "English", "Tiếng Việt"}
NOT_A_SCREEN = re.compile("logout|/bulk/|jsi18n|sprite|/api/|/preview/|/api-preview/")


def signed_in(portal: Portal, username: str) -> httpx.Client:
    client = httpx.Client(base_url=portal.url, follow_redirects=True, timeout=60)
    form = BeautifulSoup(client.get("/admin/login/").text, "html.parser")
    token = form.select_one("input[name=csrfmiddlewaretoken]")
    assert token is not None
    client.post(
        "/admin/login/",
        data={"username": username, "password": DEVELOPMENT_PASSWORD, "next": "/admin/",
              "csrfmiddlewaretoken": str(token["value"])},
        headers={"Referer": f"{portal.url}/admin/login/"},
    )  # fmt: skip
    assert "sessionid" in client.cookies
    return client


def crawl(client: httpx.Client, base: str) -> Iterator[tuple[str, httpx.Response]]:
    """View name and answer of every screen that links lead to, a few addresses of each view."""
    queue, asked, of_view = ["/admin/"], set(), Counter[str]()
    for address in queue:
        parts = urlsplit(address)
        if address in asked or not parts.path.startswith("/admin/"):
            continue
        asked.add(address)
        try:
            view = resolve(parts.path).view_name
        except Resolver404:
            continue
        if NOT_A_SCREEN.search(address) or of_view[view] >= OF_ONE_VIEW:
            continue
        of_view[view] += 1
        response = client.get(address)
        yield view, response
        if "html" in response.headers["Content-Type"]:
            found = BeautifulSoup(response.text, "html.parser").find_all("a", href=True)
            links = (urljoin(str(response.url), a["href"].split("#")[0]) for a in found)
            queue += [link.removeprefix(base) for link in links if link.startswith(base)]


def titles(portal: Portal) -> set[str]:
    """What editors wrote themselves, in any language: it is shown as it is."""
    written = rows(portal.database, "SELECT title, draft_title FROM wagtailcore_page")
    media = rows(portal.database, "SELECT title FROM core_portalimage")
    files = rows(portal.database, "SELECT title FROM core_portaldocument")
    return {str(text) for row in (*written, *media, *files) for text in row}


def wrong_texts(
    client: httpx.Client, portal: Portal, is_wrong: Callable[[str], bool], at_least: int = 16
) -> dict[str, list[str]]:
    shown, found = titles(portal), defaultdict(list)
    count = 0
    for view, response in crawl(client, portal.url):
        assert response.status_code == 200, f"{response.url}: {response.status_code}"
        count += 1
        for text in texts_of(response.text):
            own = text in AS_THEY_ARE or any(title and title in text for title in shown)
            if is_wrong(text) and not own:
                found[text].append(view)
    assert count >= at_least
    return found


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_reset/"])
def test_who_is_not_signed_in_reads_vietnamese(portal: Portal, address: str) -> None:
    texts = [*texts_of(portal.get(address).text)]
    assert "Wagtail" not in " ".join(texts)
    assert [text for text in texts if is_english(text)] == []


@pytest.mark.parametrize("username", [user.username for user in DEVELOPMENT_USERS])
def test_every_screen_of_a_role_is_vietnamese(portal: Portal, username: str) -> None:
    # Whoever gives the orientation has no pages, only what waits for it: nothing in a new portal.
    at_least = 2 if username == "tuyengiao" else 16
    assert wrong_texts(signed_in(portal, username), portal, is_english, at_least) == {}


def test_twenty_screens_are_vietnamese_in_a_browser(browser: Browser, portal: Portal) -> None:
    """Scripts say something as well: choosers, the editor's blocks, panels and comments."""
    page = login(browser, portal, "quantri")
    news = news_index_id(portal)
    item = rows(portal.database, "SELECT MIN(page_ptr_id) FROM news_newspage")[0][0]
    image = rows(portal.database, "SELECT MIN(id) FROM core_portalimage")[0][0]
    screens = [
        "/admin/", f"/admin/pages/{news}/", f"/admin/pages/add/news/newspage/{news}/",
        *(f"/admin/pages/{item}/{name}/" for name in ("edit", "history", "usage", "delete")),
        f"/admin/pages/{item}/move/", f"/admin/pages/{item}/copy/",
        "/admin/images/", "/admin/images/multiple/add/", f"/admin/images/{image}/",
        "/admin/documents/", "/admin/documents/multiple/add/", "/admin/snippets/core/officer/add/",
        "/admin/snippets/core/agency/", "/admin/reports/site-history/",
        "/admin/reports/workflow/", "/admin/users/", "/admin/account/",
    ]  # fmt: skip
    shown, wrong = titles(portal), []
    for address in screens:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        page.wait_for_load_state("networkidle")
        for text in texts_of(page.content()):
            own = text in AS_THEY_ARE or any(title and title in text for title in shown)
            if is_english(text) and not own:
                wrong.append(f"{address}: {text}")
    assert wrong == []


def test_the_heading_of_the_segment_editor_is_vietnamese(browser: Browser, portal: Portal) -> None:
    translation = rows(
        portal.database,
        """SELECT MIN(page.id) FROM wagtailcore_page page
           JOIN wagtailcore_locale locale ON locale.id = page.locale_id
           JOIN wagtail_localize_translationsource source ON source.object_id = page.translation_key
           WHERE locale.language_code = 'en' AND page.alias_of_id IS NULL AND page.depth > 3""",
    )[0][0]
    page = login(browser, portal, "chutich")
    page.goto(f"/admin/pages/{translation}/edit/")
    page.get_by_role("heading", name="Bản dịch từ tiếng Việt sang tiếng Anh").first.wait_for()
    assert " translation" not in page.locator(".js-translation-editor").inner_text()


def test_the_same_admin_is_clean_english_for_who_asks(portal: Portal) -> None:
    client = signed_in(portal, "chutich")
    form = BeautifulSoup(client.get("/admin/account/").text, "html.parser").select_one("form")
    assert form is not None
    fields = {
        str(field["name"]): str(field.get("value", ""))
        for field in form.select("input[name]")
        if field.get("type") not in ("file", "checkbox", "submit")
    }
    chosen = {
        str(select["name"]): str(option["value"])
        for select in form.select("select[name]")
        if (option := select.select_one("option[selected]") or select.option)
    }
    language = next(name for name in chosen if name.endswith("preferred_language"))

    # The users of a development portal have neither, and the form asks for both.
    own = {
        name: fields[name] or example
        for name, example in (
            ("name_email-first_name", "A"),
            ("name_email-last_name", "B"),
            ("name_email-email", "a@example.vn"),
        )
    }

    def switch(code: str) -> None:
        data = {**fields, **own, **chosen, language: code}
        answer = client.post("/admin/account/", data=data, headers={"Referer": portal.url})
        assert answer.status_code == 200
        assert answer.history, "the form came back: nothing was saved"

    switch("en")
    try:
        names = {
            str(t) for row in rows(portal.database, "SELECT name FROM auth_group") for t in row
        }
        names |= {
            str(row[0]) for row in rows(portal.database, "SELECT name FROM wagtailcore_workflow")
        }
        names |= {str(row[0]) for row in rows(portal.database, "SELECT name FROM wagtailcore_task")}

        def is_wrong(text: str) -> bool:
            # Wagtail calls a language by its own name; a remark quotes the words it is about.
            said = re.sub("“[^”]*”", "", text.replace("Tiếng Việt", ""))
            return is_vietnamese(said) and not any(name in said for name in names)

        wrong = wrong_texts(client, portal, is_wrong)
        # The editor holds the page's own texts, lists and forms of records their names.
        data = ("wagtailadmin_pages:edit", "wagtailsnippets_")
        assert [t for t, views in wrong.items() if not all(v.startswith(data) for v in views)] == []
    finally:
        switch("vi")
