"""Search over HTTP: the site and the interface give the same, and nothing that is not public."""

import json
import urllib.parse

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from catalog.models import CatalogItem
from search.models import SynonymGroup
from tests.api.asking import Asking
from tests.factories.catalog import make_item, make_media, withdraw


@pytest.fixture
def api(db: None) -> Asking:
    return Asking(Client())


def on_the_site(query: str, **params: str) -> list[str]:
    answer = Client().get("/tim-kiem/", {"q": query, **params})
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html5lib")
    return [a.get_text() for a in page.select(".search-results .card-title a")]


def test_site_and_interface_give_the_same_in_the_same_order(api: Asking) -> None:
    for n in range(15):
        make_item(f"Lễ hội {n}" if n % 3 else f"Tin {n}", summary="" if n % 3 else "lễ hội làng",
                  exact_text=f"tin {n} lễ hội làng", facets=[("topic", f"T{n % 2}")])  # fmt: skip
    make_item("Lễ hội (en)", locale="en")
    for query, params in (("le hoi", {}), ("lễ hội", {}), ("lễ hội làn", {}),
                          ("le hoi", {"topic": "T1"})):  # fmt: skip
        narrowed = "".join(f"&facet={name}:{value}" for name, value in params.items())
        asked = f"search?locale=vi&limit=12&q={urllib.parse.quote(query)}{narrowed}"
        first = api.json(asked)
        titles = [item["title"] for item in first["items"]]
        assert on_the_site(query, **params) == titles
        if first["next"]:
            second = api.json(f"{asked}&cursor={first['next']}")["items"]
            assert on_the_site(query, page="2", **params) == [item["title"] for item in second]


def test_totals_facets_and_corrections(api: Asking) -> None:
    for n in range(6):
        make_item(f"Vải sớm {n}", kind="news" if n else "event", facets=[("year", f"202{n % 2}")])
    found = api.json("search?q=vai+som&locale=vi&facets=year&limit=2")
    assert (found["total"], found["is_total_exact"], found["corrected"]) == (6, True, None)
    assert [(row["value"], row["count"]) for row in found["facets"]["year"]] == [
        ("2020", 3), ("2021", 3),
    ]  # fmt: skip
    corrected = api.json("search?q=vai+sonm&locale=vi")
    assert (corrected["total"], corrected["corrected"]) == (6, "vai sớm")


def test_what_cannot_be_ranked_is_a_list(api: Asking) -> None:
    make_item("Vải B", latitude=21.0, longitude=105.9)
    make_item("Vải A", latitude=21.5, longitude=106.5)
    make_item("Nhãn", latitude=21.5, longitude=106.5)
    assert api.titles("search?q=vai&order=title") == ["Vải A", "Vải B"]
    assert api.titles("search?q=vai&near=21.5,106.5&radius=100") == ["Vải A", "Vải B"]
    assert api.titles("search?q=vai&bbox=105.8,20.9,106.0,21.1") == ["Vải B"]
    walked = api.walk("search?q=vai&order=-title&limit=1")
    assert [item["title"] for item in walked] == ["Vải B", "Vải A"]


def test_pictures_and_files_when_asked_for(api: Asking) -> None:
    make_media("file", title="Vải (tệp)", exact_text="vải (tệp)")
    make_item("Vải")
    assert api.titles("search?q=vai") == ["Vải"]
    assert api.titles("search?q=vai&type=file") == ["Vải (tệp)"]


def test_cursors(api: Asking) -> None:
    for n in range(5):
        make_item(f"Vải {n}")
    whole = [item["id"] for item in api.json("search?q=vai")["items"]]
    assert [item["id"] for item in api.walk("search?q=vai&limit=2")] == whole
    cursor = api.json("search?q=vai&limit=2")["next"]
    assert api.problem(f"search?q=khac&cursor={cursor}", 400) == ("cursor-mismatch", "cursor")
    assert api.problem("search?q=vai&cursor=abc", 400) == ("invalid-cursor", "cursor")


def test_a_synonym_makes_another_answer_of_the_same_question(api: Asking) -> None:
    make_item("Mỗi làng một nghề")
    first = api.get("search?q=mlmn")
    assert first.json()["items"] == []
    SynonymGroup.objects.create(terms="MLMN\nmỗi làng một nghề")
    again = api.get("search?q=mlmn", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert [item["title"] for item in again.json()["items"]] == ["Mỗi làng một nghề"]
    api.get("search?q=mlmn", 304, headers={"If-None-Match": again["ETag"]})


def test_suggestions(api: Asking) -> None:
    for title in ("Vải sớm", "Ngày hội vải sớm", "Vải thiều", "Sớm vải"):
        make_item(title)
    make_item("Vải son", locale="en")
    make_item("Tin", exact_text="tin vải sớm")

    def titles(query: str) -> list[str]:
        found = api.json(f"suggest?q={urllib.parse.quote(query)}&locale=vi")["suggestions"]
        return [one["title"] for one in found]

    assert titles("v") == []
    assert titles("vải s") == ["Vải sớm", "Ngày hội vải sớm", "Sớm vải"]
    assert titles("vải so") == ["Vải sớm", "Ngày hội vải sớm", "Sớm vải"]
    assert titles("vai som") == ["Vải sớm", "Ngày hội vải sớm", "Sớm vải"]
    assert titles("!!!") == []
    one = api.json("suggest?q=vai+thieu&locale=vi")["suggestions"]
    row = CatalogItem.objects.get(title="Vải thiều")
    assert one == [{"title": "Vải thiều", "type": "page", "locale": "vi", "url": row.url}]
    assert api.problem("suggest", 400) == ("invalid-parameter", "q")
    assert len(api.json("suggest?q=vai&limit=1")["suggestions"]) == 1


def test_withdrawn_at_once_everywhere(api: Asking) -> None:
    row = make_item("Kế hoạch mật", facets=[("topic", "T1")])
    assert api.titles("search?q=ke+hoach+mat") == ["Kế hoạch mật"]
    withdraw(row)
    assert api.titles("search?q=ke+hoach+mat") == []
    assert api.json("suggest?q=ke+hoach")["suggestions"] == []
    # Nor is a word of it what a typing error may have meant.
    assert api.json("search?q=ke+hoach+mmat")["corrected"] is None
    assert on_the_site("kế hoạch mật") == []


def test_queries_do_not_grow(api: Asking) -> None:
    def fill(start: int) -> None:
        for n in range(start, start + 8):
            make_item(f"Tin {n}", facets=[("topic", f"T{n}")])
            make_item(f"Bài {n}", exact_text="bài tin")

    fill(0)
    asked = ("search?q=tin&locale=vi", "search?q=tin&facets=topic", "suggest?q=tin")
    before = {}
    for path in asked:
        api.get(path)
        before[path] = api.queries(path)
    fill(8)
    for path in asked:
        api.get(path)
        assert api.queries(path) <= before[path], path
    assert max(before.values()) <= 16


@pytest.mark.parametrize(
    "typed",
    ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "a\x00b", "NEAR(a b)", "'; --",
     "*", "x" * 300, "😀", "%", "đ" * 200],
)  # fmt: skip
def test_whatever_is_typed_is_escaped_and_no_error(db: None, typed: str) -> None:
    make_item("Tin <script>alert(1)</script> & img onerror alert", summary=f"<b>script</b> {typed}"
              .replace("\x00", ""), exact_text="script alert img onerror")  # fmt: skip
    answer = Client().get("/tim-kiem/", {"q": typed})
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html5lib")
    assert not [tag for tag in page.select("script, img, b") if "alert" in str(tag)]
    assert Client().get("/api/v1/suggest", {"q": typed}).status_code in (200, 400)
    assert Client().get("/api/v1/search", {"q": typed}).status_code in (200, 400)


def test_odd_pages_and_facets(db: None) -> None:
    make_item("Tin")
    for params in ({"page": "0"}, {"page": "-1"}, {"page": "99999999"}, {"page": "x"},
                   {"page": "9"}, {"page": "²"}, {"topic": "a\nb"}, {"section": "x"},
                   {"year": "'"}, {"stars": "²"}):  # fmt: skip
        assert Client().get("/tim-kiem/", {"q": "tin", **params}).status_code == 200, params


def test_the_answer_is_one_json_document(api: Asking) -> None:
    assert set(json.loads(api.get("search?q=x").content)) == {
        "items", "next", "total", "is_total_exact", "corrected",
    }  # fmt: skip
