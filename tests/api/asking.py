"""A client of the public interface that checks what must hold for every answer."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ROOT = "/api/v1/"


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    from api.openapi import document_text

    return json.loads(document_text())


@dataclass
class Asking:
    client: Client

    def get(self, path: str, status: int = 200, **options: Any) -> Any:
        """The response; its problem must be a problem, and no answer may set or vary on cookies."""
        response = self.client.get(ROOT + path, **options)
        shown = response.content[:500].decode(errors="replace")
        assert response.status_code == status, f"{path}: {response.status_code} {shown}"
        assert "Set-Cookie" not in response
        assert "Cookie" not in response.get("Vary", "")
        assert response["Access-Control-Allow-Origin"] == "*"
        if status >= 400:
            assert response["Content-Type"] == "application/problem+json"
            assert response.json()["status"] == status
        return response

    def json(self, path: str, **options: Any) -> Any:
        return self.get(path, **options).json()

    def problem(self, path: str, status: int, **options: Any) -> tuple[str, str]:
        """``(slug, parameter)``"""
        found = self.get(path, status, **options).json()
        return found["type"].rpartition("/")[2], found.get("parameter", "")

    def titles(self, path: str) -> list[str]:
        return [item["title"] for item in self.json(path)["items"]]

    def walk(self, path: str) -> list[dict[str, Any]]:
        """All items of a list, page by page."""
        found, cursor = [], ""
        while True:
            glue = "&" if "?" in path else "?"
            page = self.json(f"{path}{glue}cursor={cursor}" if cursor else path)
            found += page["items"]
            cursor = page["next"]
            if not cursor:
                return found

    def queries(self, path: str, status: int = 200, **options: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            self.get(path, status, **options)
        return len(captured.captured_queries)
