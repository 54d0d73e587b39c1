"""The service worker's program and the page that stands for what was never read."""

import json
from typing import Any

import pytest
from django.test import Client

from delivery import views
from tests.core.test_notice import announce
from tests.dom import main_of, page_of
from tests.factories.core import Portal


def program() -> Any:
    return Client().get("/service-worker.js")


def told(answer: Any) -> dict[str, Any]:
    """What the program is told of this portal."""
    first = answer.content.decode().split("\n", 1)[0]
    found: dict[str, Any] = json.loads(first.removeprefix("const PORTAL = ").removesuffix(";"))
    return found


def test_the_program_is_asked_for_each_time(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = program()
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert not answer.cookies
    same = Client(headers={"If-None-Match": answer["ETag"]}).get("/service-worker.js")
    assert same.status_code == 304
    monkeypatch.setattr(views, "release", lambda: "another")
    other = Client(headers={"If-None-Match": answer["ETag"]}).get("/service-worker.js")
    assert other.status_code == 200
    assert (told(answer)["version"], told(other)["version"]) != ("another", "another")
    assert told(other)["version"] == "another"
    assert Client().post("/service-worker.js").status_code == 405


def test_it_may_answer_for_every_page_and_leaves_the_closed_ones_alone(db: None) -> None:
    closed = told(program())["closed"]
    for address in ("/admin/", "/api/", "/documents/", "/tim-kiem/", "/en/search/", "/y-kien/",
                    "/en/opinion/"):  # fmt: skip
        assert address in closed
    assert Client().get("/en/service-worker.js").status_code == 404


def test_it_speaks_every_language(db: None) -> None:
    languages: dict[str, dict[str, str]] = told(program())["languages"]
    assert {code: (each["home"], each["offline"]) for code, each in languages.items()} == {
        "vi": ("/", "/khong-co-mang/"), "en": ("/en/", "/en/offline/"),
    }  # fmt: skip
    for code, words in (("vi", "Đây là bản lưu"), ("en", "This is the copy")):
        assert words in languages[code]["kept"]
        assert '<time datetime="{iso}">' in languages[code]["kept"]


def test_every_page_starts_it_and_marks_what_holds_only_now(bilingual: Portal) -> None:
    announce(bilingual, notice_level="alert")
    for address in ("/", "/en/", "/khong-co-mang/", "/en/offline/"):
        page = page_of(address)
        script = page.select_one("script[data-worker]")
        assert script is not None
        assert script["data-worker"] == "/service-worker.js"
        text = Client().get(address).content.decode()
        before, rest = text.split("<!-- only now -->")
        now, after = rest.split("<!-- /only now -->")
        assert 'class="notice notice-bar' in now
        assert "notice-bar" not in before + after
        assert "worker-src 'self'" in Client().get(address)["Content-Security-Policy"]


def test_without_a_script_nothing_is_offered(bilingual: Portal) -> None:
    for address, words in (
        ("/khong-co-mang/", "không lưu trang nào"),
        ("/en/offline/", "no pages"),
    ):
        main = main_of(address)
        panel = main.select_one("[data-offline]")
        assert panel is not None
        assert panel.has_attr("hidden")
        assert len(main.select("button")) == len(panel.select("button")) == 2
        assert words in main.get_text()
        assert page_of(address).select_one("meta[name=robots][content=noindex]")
