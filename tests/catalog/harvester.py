"""A harvester as sync_contract says one may be written: nothing but pages of the log and a dict."""

import hashlib
import json
from typing import Any

from django.test import Client


def canonical(data: dict[str, Any]) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(data: dict[str, Any]) -> str:
    bare = {k: v for k, v in data.items() if k not in ("rev", "digest", "changed_at")}
    return hashlib.sha256(canonical(bare).encode()).hexdigest()


class Harvester:
    """Holds what the log told it; ``filters`` are query parameters of every request."""

    def __init__(self, **filters: Any) -> None:
        self.client = Client()
        self.filters = filters
        self.cursor: str | None = None
        self.held: dict[str, dict[str, Any]] = {}
        self.pages: list[dict[str, Any]] = []  # Every page it was ever sent.
        self.highest = -1

    def page(self, limit: int, cursor: str | None) -> dict[str, Any]:
        query = {**self.filters, "limit": limit, **({"cursor": cursor} if cursor else {})}
        for _attempt in range(20):
            answer = self.client.get("/api/v1/sync", query)
            if answer.status_code != 503:  # Busy with a large change: asked again after a while.
                break
            assert answer.headers["Retry-After"]
        assert answer.status_code == 200, answer.content
        page: dict[str, Any] = answer.json()
        return page

    def apply(self, page: dict[str, Any]) -> None:
        for item in page["items"]:
            if item["op"] == "delete":
                assert item.keys() == {"op", "id", "type", "locale"}
                self.held.pop(item["id"], None)
            else:
                assert digest_of(item["data"]) == item["digest"]
                same = {name: item["data"][name] for name in item.keys() - {"op", "data"}}
                assert {**item, "data": None} == {"op": "upsert", "data": None, **same}
                self.held[item["id"]] = item["data"]

    def one_page(self, limit: int = 100) -> bool:
        """Whether there is more."""
        page = self.page(limit, self.cursor)
        self.apply(page)
        self.pages.append(page)
        self.cursor = page["next_cursor"]
        return bool(page["has_more"])

    def pull(self, limit: int = 100) -> "Harvester":
        while self.one_page(limit):
            pass
        return self

    def restarted(self) -> "Harvester":
        """The same holdings after reading everything again from the beginning."""
        self.cursor = None
        return self.pull()

    @property
    def digest(self) -> str:
        """As `sync/status` computes it: XOR of all digests."""
        total = 0
        for data in self.held.values():
            total ^= int(data["digest"], 16)
        return f"{total:064x}"
