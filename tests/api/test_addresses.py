"""What is at a path: content, a redirect, something gone, or nothing that may be known."""

import unicodedata
from urllib.parse import quote

import pytest
from wagtail.contrib.redirects.models import Redirect

from catalog.addresses import normal
from tests.api.asking import Asking
from tests.factories.catalog import make_item, make_media, withdraw, write
from tests.factories.core import Portal, make_standard_page


def resolve(api: Asking, path: str, status: int = 200) -> dict[str, object]:
    return api.get(f"resolve?path={quote(path)}", status).json()


@pytest.mark.parametrize("path", ["/tin/", "/tin", "/tin?page=2", "//tin//"])
def test_content_with_or_without_slash(api: Asking, path: str) -> None:
    row = make_item("Tin", path="/tin/")
    found = resolve(api, path)
    assert found["result"] == "content"
    assert found["item"] == {
        "id": str(row.pk), "type": "page", "locale": "vi", "url": row.url, "title": "Tin",
    }  # fmt: skip
    assert found["digest"] == row.digest


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_any_unicode_form_in_both_languages(api: Asking, form: str) -> None:
    make_item("Lễ hội", path="/lễ-hội/")
    make_item("Festival", locale="en", path="/en/lễ-hội/")
    for path, title in (("/lễ-hội", "Lễ hội"), ("/en/lễ-hội/", "Festival")):
        asked = unicodedata.normalize(form, path)
        assert resolve(api, asked)["item"]["title"] == title  # type: ignore[index]
        assert resolve(api, quote(asked))["item"]["title"] == title  # type: ignore[index]


def test_files_have_addresses_too(api: Asking) -> None:
    row = make_media("file", "Kế hoạch")
    found = resolve(api, row.url.partition(":8000")[2])
    assert found["item"]["locale"] is None  # type: ignore[index]


def test_what_moved_leads_to_its_new_address(api: Asking) -> None:
    row = make_item(path="/cu/")
    row.url = row.url.replace("/cu/", "/moi/")
    write(row)
    assert resolve(api, "/cu") == {"result": "redirect", "location": row.url, "permanent": True}
    assert resolve(api, "/moi")["result"] == "content"


def test_gone_is_only_what_was_once_public(api: Asking) -> None:
    row = make_item(path="/da-go/")
    withdraw(row)
    gone = resolve(api, "/da-go", 410)
    assert gone["type"].endswith("/gone")  # type: ignore[attr-defined]
    assert "id" not in gone
    assert resolve(api, "/chua-tung-co", 404)["type"].endswith("/not-found")  # type: ignore[attr-defined]


def test_a_new_item_takes_over_the_address_of_an_old_one(api: Asking) -> None:
    withdraw(make_item(path="/tin/"))
    row = make_item(path="/tin/")
    assert resolve(api, "/tin")["item"]["id"] == str(row.pk)  # type: ignore[index]


def test_redirects_of_editors_lead_to_public_targets_only(bilingual: Portal, api: Asking) -> None:
    public = make_standard_page(bilingual.home, "Công khai")
    draft = make_standard_page(bilingual.home, "Nháp", live=False)
    api.get("sync")  # takes the pages in
    Redirect.add_redirect("/a", public, is_permanent=False)
    Redirect.add_redirect("/b", draft)
    Redirect.add_redirect("/c", "https://example.org/x")
    Redirect.add_redirect("/d", draft.url)
    Redirect.add_redirect("/e", "javascript:alert(1)")
    found = resolve(api, "/a/")
    assert found["result"] == "redirect"
    assert str(found["location"]).endswith("/cong-khai/")
    assert found["permanent"] is False
    assert resolve(api, "/c")["location"] == "https://example.org/x"
    for path in ("/b", "/d", "/e"):
        assert resolve(api, path, 404)


@pytest.mark.parametrize("path", ["/%00", "/\x00", "/[", "/a]b", "/%", "/" + "a" * 1999, "//[::1"])
def test_no_path_breaks_it(api: Asking, path: str) -> None:
    response = api.client.get("/api/v1/resolve", {"path": path})
    assert response.status_code in {400, 404}


def test_a_path_begins_with_a_slash(api: Asking) -> None:
    assert api.problem("resolve?path=tin", 400) == ("invalid-parameter", "path")
    assert api.problem("resolve", 400) == ("invalid-parameter", "path")


def test_two_queries_and_304(api: Asking) -> None:
    make_item(path="/tin/")
    etag = api.get("resolve?path=/tin")["ETag"]
    assert api.queries("resolve?path=/tin") == 2
    assert api.queries("resolve?path=/tin", 304, HTTP_IF_NONE_MATCH=etag) == 2


def test_the_normal_form() -> None:
    assert normal("https://x.example/a/b/?q=1#f") == "/a/b"
    assert normal("/") == normal("") == "/"
