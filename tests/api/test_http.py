"""Errors, languages, limits, caching, compression: what holds for every address."""

import gzip
import json
import time
from typing import Any

import pytest
from django.test import Client

from api.problems import TYPES
from core.visitors import client_address
from tests.api.asking import Asking
from tests.factories.catalog import make_item
from tests.factories.core import make_user

PATHS = ["site", "navigation", "content", "pages", "search?q=a", "vocabularies", "schemas", "sync",
         "sync/status", "sync/manifest", "openapi.json", "problems/gone"]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "status", "slug", "parameter"),
    [
        ("nothing", 404, "not-found", ""),
        ("", 404, "not-found", ""),
        ("content/1/2/3", 404, "not-found", ""),
        ("problems/none", 404, "not-found", ""),
        ("content?titel=x", 400, "unknown-parameter", "titel"),
        ("site?x=1", 400, "unknown-parameter", "x"),
        ("sync/status?limit=1", 400, "unknown-parameter", "limit"),
        ("content?limit=1&limit=2", 400, "repeated-parameter", "limit"),
        ("content?limit=0", 400, "invalid-parameter", "limit"),
        ("content?limit=101", 400, "invalid-parameter", "limit"),
        ("content?limit=1e20", 400, "invalid-parameter", "limit"),
        ("content?limit=", 400, "invalid-parameter", "limit"),
        ("content?limit=%D9%A1", 400, "invalid-parameter", "limit"),
        ("content?type=secret", 400, "invalid-parameter", "type"),
        ("content?locale=fr", 400, "invalid-parameter", "locale"),
        ("content?section=5", 400, "invalid-parameter", "section"),
        ("content?topic=%00", 400, "invalid-parameter", "topic"),
        ("content?topic=T01%0A", 400, "invalid-parameter", "topic"),
        ("content?facet=topic", 400, "invalid-parameter", "facet"),
        ("content?date_from=2026-02-30", 400, "invalid-parameter", "date_from"),
        ("content?date_from=1767225600", 400, "invalid-parameter", "date_from"),
        ("content?updated_since=2026-01-01", 400, "invalid-parameter", "updated_since"),
        ("content?bbox=1,2,3", 400, "invalid-parameter", "bbox"),
        ("content?bbox=1,2,3,nan", 400, "invalid-parameter", "bbox"),
        ("content?near=91,0", 400, "invalid-parameter", "near"),
        ("content?featured=false", 400, "invalid-parameter", "featured"),
        ("content?order=path", 400, "invalid-parameter", "order"),
        ("content?facets=Topic", 400, "invalid-parameter", "facets"),
        ("navigation?locale=", 400, "invalid-parameter", "locale"),
    ],
)  # fmt: skip
def test_bad_questions(api: Asking, path: str, status: int, slug: str, parameter: str) -> None:
    assert api.problem(path, status) == (slug, parameter)


@pytest.mark.parametrize(
    "query",
    [
        "date_from=0000-01-01&date_to=9999-12-31",
        "updated_since=0001-01-01T00:00:00%2B23:59",
        "updated_since=9999-12-31T23:59:60-23:59",
        "updated_since=2026-01-01t00:00:00.123456789z",
        "near=90,180&radius=500",
        "near=-90,-180.0",
        "near=21,179.9",
        "bbox=-180,90,180,-90",
        "limit=001",
    ],
)
def test_extreme_questions_are_answered(api: Asking, query: str) -> None:
    make_item(latitude=21.0, longitude=105.9)
    api.get(f"content?{query}")


def test_problems_speak_the_language_that_is_asked_for(api: Asking) -> None:
    for header, language, title in (
        ("", "vi", "Không tìm thấy"),
        ("en-GB,en;q=0.9,vi;q=0.1", "en", "Not found"),
        ("fr, vi;q=0.5, en;q=0.4", "vi", "Không tìm thấy"),
        ("fr", "vi", "Không tìm thấy"),
        ("en;q=0", "vi", "Không tìm thấy"),
        (";;;", "vi", "Không tìm thấy"),
    ):
        response = api.get("nothing", 404, HTTP_ACCEPT_LANGUAGE=header)
        assert response["Content-Language"] == language
        assert response.json()["title"] == title
        assert "Accept-Language" in response["Vary"]
    assert "Accept-Language" not in api.get("content").get("Vary", "")


def test_a_cookie_does_not_choose_the_language(api: Asking) -> None:
    api.client.cookies["django_language"] = "en"
    assert api.get("nothing", 404)["Content-Language"] == "vi"


def test_every_kind_of_problem_explains_itself(api: Asking) -> None:
    for slug, kind in TYPES.items():
        assert kind.url.endswith(f"/api/v1/problems/{slug}")
        english = api.json(f"problems/{slug}", HTTP_ACCEPT_LANGUAGE="en")
        vietnamese = api.json(f"problems/{slug}")
        assert english["explanation"] != vietnamese["explanation"]


def test_a_slash_too_much_redirects(api: Asking) -> None:
    response = api.get("content/?limit=5&type=news&type=page", 308)
    assert response["Location"] == "/api/v1/content?limit=5&type=news&type=page"
    assert api.get("sync/status/", 308)["Location"] == "/api/v1/sync/status"
    assert api.problem("nothing/", 404)[0] == "not-found"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_for_reading(api: Asking, method: str) -> None:
    response = getattr(api.client, method)("/api/v1/content")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["type"].endswith("/method-not-allowed")


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_the_body(api: Asking, path: str) -> None:
    make_item()
    got, head = api.get(path), api.client.head(f"/api/v1/{path}")
    assert head.status_code == 200
    assert head.content == b""
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control"):
        assert head.get(name) == got.get(name), name


@pytest.mark.parametrize("path", [path for path in PATHS if path != "sync/status"])
def test_an_unchanged_answer_is_304(api: Asking, path: str) -> None:
    make_item()
    etag = api.get(path)["ETag"]
    for tag in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        response = api.get(path, 304, HTTP_IF_NONE_MATCH=tag)
        assert response["ETag"] == etag
        assert response.content == b""
    assert api.queries(path, 304, HTTP_IF_NONE_MATCH=etag) <= 2
    api.get(path, HTTP_IF_NONE_MATCH='"other"')


def test_gzip(api: Asking) -> None:
    for n in range(5):
        make_item(f"Tin {n}")
    plain = api.get("content")
    packed = api.get("content", HTTP_ACCEPT_ENCODING="gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == f"W/{plain['ETag']}"
    api.get("content", 304, HTTP_IF_NONE_MATCH=packed["ETag"], HTTP_ACCEPT_ENCODING="gzip")


def test_scripts_of_other_sites_may_read(api: Asking) -> None:
    response = api.client.options(
        "/api/v1/content",
        HTTP_ORIGIN="https://tinh.example",
        HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET",
    )
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]
    assert "ETag" in api.get("content")["Access-Control-Expose-Headers"]


def test_who_is_signed_in_does_not_matter(api: Asking) -> None:
    make_item()
    anonymous = api.get("content")
    api.client.force_login(make_user("quantri", is_superuser=True))
    assert api.queries("content") == 2
    signed_in = api.get("content")
    assert signed_in.content == anonymous.content
    assert signed_in["ETag"] == anonymous["ETag"]


def test_too_many_requests(api: Asking, settings: Any) -> None:
    settings.API_RATE = "3/m"
    if time.time() % 60 > 57:
        time.sleep(4)  # not over the end of a window
    for _ in range(3):
        api.get("problems/gone")
    response = api.get("problems/gone", 429)
    assert 0 < int(response["Retry-After"]) <= 61
    assert api.client.get("/api/v1/problems/gone", REMOTE_ADDR="10.1.1.1").status_code == 200
    assert api.queries("content", 429) == 0


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.0.0.1", "1.1.1.1"),
        (3, "1.1.1.1", "127.0.0.1"),
        (1, "1.1.1.1:40123", "1.1.1.1"),
        (1, "[2001:db8::7]:443", "2001:db8::7"),
        (1, "::ffff:1.1.1.1", "1.1.1.1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "unknown", "127.0.0.1"),
        (1, "1.1.1.1, <script>", "127.0.0.1"),
    ],
)
def test_the_address_that_is_counted(
    rf: Any, settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


def test_a_failure_is_a_problem_and_tells_nothing(api: Asking, monkeypatch: Any) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("api.reading.bring_up_to_date", fail)
    api.client.raise_request_exception = False
    response = api.get("content", 500)
    assert b"secret" not in response.content
    assert json.loads(response.content)["type"].endswith("/internal-error")


def test_below_api_nothing_is_html(db: None) -> None:
    for path in ("/api/", "/api/v2/", "/api/none", "/api/v1"):
        response = Client().get(path)
        assert response.status_code == 404, path
        assert response["Content-Type"] == "application/problem+json"
