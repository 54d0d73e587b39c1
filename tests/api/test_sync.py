"""The log of changes: a client that replays it holds exactly what is public."""

import datetime
import json
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from api.endpoints import sync as endpoint
from catalog import freshness
from catalog.models import CatalogItem, CatalogState
from tests.api.asking import Asking
from tests.factories.catalog import make_item, make_media, next_seq, withdraw, write


class Mirror:
    """What a harvester holds after it has applied every page it was sent."""

    def __init__(self, api: Asking, query: str = "") -> None:
        self.api = api
        self.query = query
        self.cursor = ""
        self.items: dict[str, dict[str, Any]] = {}

    def page(self, limit: int = 100) -> dict[str, Any]:
        cursor = f"&cursor={self.cursor}" if self.cursor else ""
        page = self.api.json(f"sync?limit={limit}{cursor}{self.query}")
        for entry in page["items"]:
            if entry["op"] == "delete":
                assert set(entry) == {"op", "id", "type", "locale"}
                self.items.pop(entry["id"], None)
            else:
                self.items[entry["id"]] = entry
        self.cursor = page["next_cursor"]
        return page

    def run(self, limit: int = 100) -> None:
        while self.page(limit)["has_more"]:
            pass

    def digest(self) -> str:
        digest = 0
        for entry in self.items.values():
            digest ^= int(entry["digest"], 16)
        return f"{digest:064x}"


def live() -> set[str]:
    return {str(pk) for pk in CatalogItem.objects.public().values_list("pk", flat=True)}


def test_a_full_run_holds_exactly_what_is_public(api: Asking) -> None:
    for n in range(5):
        make_item(f"Tin {n}")
    make_media()
    withdraw(make_item("Đã gỡ"))
    mirror = Mirror(api)
    mirror.run(limit=2)
    assert set(mirror.items) == live()
    status = api.json("sync/status")
    assert mirror.digest() == status["live_digest"]
    assert len(mirror.items) == status["live_count"]


def test_changes_come_after_the_cursor_and_only_they(api: Asking) -> None:
    kept, changed, gone = make_item("Giữ"), make_item("Đổi"), make_item("Gỡ")
    mirror = Mirror(api)
    mirror.run()
    assert mirror.page()["items"] == []
    changed.title = "Đổi rồi"
    write(changed)
    withdraw(gone)
    page = mirror.page()
    assert [(e["op"], e["id"]) for e in page["items"]] == [
        ("upsert", str(changed.pk)),
        ("delete", str(gone.pk)),
    ]
    assert set(mirror.items) == {str(kept.pk), str(changed.pk)}
    assert page["caught_up_to"] == api.json("sync/status")["max_seq"]


def test_the_data_are_the_item_byte_for_byte(api: Asking) -> None:
    row = make_item("Lễ hội")
    make_media()
    text = api.get("sync").content.decode()
    for entry in json.loads(text)["items"]:
        item = api.get(f"content/{entry['id']}").content.decode()
        assert f'"data":{item}}}' in text
        shown = json.loads(item)
        for name in ("id", "type", "locale", "url", "rev", "digest", "changed_at"):
            assert entry[name] == shown[name], name
    assert api.get(f"content/{row.pk}").content.decode() == row.payload


def test_a_change_while_reading_comes_again(api: Asking) -> None:
    rows = [make_item(f"Tin {n}") for n in range(4)]
    mirror = Mirror(api)
    mirror.page(limit=2)
    rows[0].title = "Đổi giữa chừng"
    write(rows[0])
    withdraw(rows[3])
    mirror.run(limit=2)
    assert set(mirror.items) == live()
    assert mirror.items[str(rows[0].pk)]["data"]["title"] == "Đổi giữa chừng"
    assert mirror.digest() == api.json("sync/status")["live_digest"]


def test_an_old_cursor_leads_to_the_same_end(api: Asking) -> None:
    rows = [make_item(f"Tin {n}") for n in range(4)]
    mirror = Mirror(api)
    mirror.page(limit=2)
    old = mirror.cursor
    mirror.run()
    withdraw(rows[1])
    mirror.run()
    mirror.cursor = old
    mirror.run(limit=1)
    assert set(mirror.items) == live()


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("&type=news", {"Tin"}),
        ("&type=news&type=image", {"Tin", "Ảnh"}),
        ("&locale=en", {"Page"}),
        ("&locale=vi", {"Tin", "Trang"}),
    ],
)
def test_filters_hold_for_the_whole_run(api: Asking, query: str, kept: set[str]) -> None:
    make_item("Tin", kind="news")
    make_item("Trang")
    make_item("Page", locale="en")
    make_media("image", "Ảnh")
    mirror = Mirror(api, query)
    mirror.run(limit=1)
    titles = dict(CatalogItem.objects.values_list("pk", "title"))
    assert set(mirror.items) == {str(pk) for pk, title in titles.items() if title in kept}
    assert api.problem(f"sync?cursor={mirror.cursor}&type=file", 400) == (
        "cursor-filter-mismatch", "cursor",
    )  # fmt: skip


def test_a_cursor_of_another_history_asks_to_start_again(api: Asking) -> None:
    make_item()
    mirror = Mirror(api)
    mirror.run()
    state = CatalogState.objects.get()
    CatalogState.objects.update(max_seq=state.max_seq - 1)  # a restore went back in time
    assert api.problem(f"sync?cursor={mirror.cursor}", 410) == ("resync-required", "")
    CatalogState.objects.update(max_seq=state.max_seq, epoch="9" * 32)
    assert api.problem(f"sync?cursor={mirror.cursor}", 410) == ("resync-required", "")


def test_a_made_up_cursor_is_refused(api: Asking) -> None:
    make_item()
    good = api.json("sync")["next_cursor"]
    assert api.problem(f"sync?cursor={good[:-2]}", 400) == ("invalid-cursor", "cursor")
    assert api.problem("sync?cursor=abc", 400) == ("invalid-cursor", "cursor")
    assert api.problem("sync?limit=501", 400) == ("invalid-parameter", "limit")


def test_the_page_size_may_change(api: Asking) -> None:
    for n in range(5):
        make_item(f"Tin {n}")
    mirror = Mirror(api)
    for limit in (1, 3, 500):
        mirror.page(limit)
    assert set(mirror.items) == live()


def test_a_page_ends_before_it_grows_too_large(api: Asking, monkeypatch: Any) -> None:
    for n in range(5):
        make_item(f"Tin {n}")
    monkeypatch.setattr(endpoint, "PAGE_BYTES", 2500)
    mirror = Mirror(api)
    page = mirror.page()
    assert 1 <= len(page["items"]) < 5
    assert page["has_more"]
    monkeypatch.setattr(endpoint, "PAGE_BYTES", 1)
    mirror.run()
    assert set(mirror.items) == live()


def test_never_a_short_answer_while_changes_are_pending(api: Asking, monkeypatch: Any) -> None:
    for n in range(3):
        make_item(f"Tin {n}")
    known = freshness.bring_up_to_date()
    pending = replace(known, is_complete=False)
    monkeypatch.setattr("api.reading.bring_up_to_date", lambda: pending)
    assert api.json("sync?limit=2")["has_more"]
    response = api.get("sync", 503)
    assert int(response["Retry-After"]) > 0
    assert api.problem("sync/manifest", 503)[0] == "incomplete"
    assert "ETag" not in api.get("content")


def test_what_expired_is_a_delete_though_the_row_is_live(api: Asking) -> None:
    row = make_item(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    entries = api.json("sync")["items"]
    assert [entry for entry in entries if entry["id"] == str(row.pk)] == [
        {"op": "delete", "id": str(row.pk), "type": "page", "locale": "vi"}
    ]


def test_304_until_something_changes(api: Asking) -> None:
    row = make_item()
    cursor = api.json("sync")["next_cursor"]
    for path in (f"sync?cursor={cursor}", "sync", "sync/manifest"):
        etag = api.get(path)["ETag"]
        assert not etag.startswith("W/")
        assert api.queries(path, 304, HTTP_IF_NONE_MATCH=etag) <= 2
        assert api.get(path, 304, HTTP_IF_NONE_MATCH=etag).content == b""
        write(row)
        assert api.get(path, HTTP_IF_NONE_MATCH=etag)["ETag"] != etag


def test_queries_do_not_grow(api: Asking) -> None:
    for n in range(20):
        make_item(f"Tin {n}")
    assert api.queries("sync?limit=1") == api.queries("sync?limit=500") == 2
    assert api.queries("sync/manifest") == 2
    assert api.queries("sync/status") <= 5


def test_numbers_without_a_row_do_not_stop_anybody(api: Asking) -> None:
    make_item()
    next_seq()
    mirror = Mirror(api)
    mirror.run()
    assert mirror.page()["items"] == []


def test_status_says_what_to_compare(api: Asking) -> None:
    make_item("A", kind="news")
    make_item("B", locale="en")
    withdraw(make_item("C"))
    response = api.get("sync/status")
    assert response["Cache-Control"] == "no-store"
    status = response.json()
    totals = {(row["type"], row["locale"]): row["live_count"] for row in status["totals"]}
    assert totals == {("news", "vi"): 1, ("page", "en"): 1}
    assert status["oldest_tombstone"] is not None


def test_the_manifest_lists_live_items_page_by_page(api: Asking) -> None:
    rows = [make_item(f"Tin {n}") for n in range(5)]
    withdraw(rows[0])
    found = api.walk("sync/manifest?limit=2")
    assert {(row["id"], row["digest"]) for row in found} == {
        (str(row.pk), row.digest) for row in rows[1:]
    }
    cursor = api.json("sync/manifest?limit=2")["next"]
    assert api.problem(f"sync/manifest?type=news&cursor={cursor}", 400)[0] == (
        "cursor-filter-mismatch"
    )
    CatalogState.objects.update(epoch="9" * 32)
    assert api.problem(f"sync/manifest?cursor={cursor}", 410)[0] == "resync-required"
