"""The interface over HTTP when it is slow, busy, moved or something else answers."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from portal_mirror import BadAnswerError, Portal, ProblemError, UnavailableError

from tests.factories.core import make_standard_page

STATUS = {"epoch": "e", "max_seq": 3, "live_count": 0, "live_digest": "0" * 64, "totals": []}
OK = httpx.Response(200, json=STATUS)


class Scripted:
    """A portal that gives these answers in turn; ``waits``: the pauses made between them."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []
        self.waits: list[float] = []
        self.portal = Portal(
            "https://portal.example",
            attempts=3,
            sleep=self.waits.append,
            transport=httpx.MockTransport(self.answer),
        )

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def busy(status: int = 429, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers={k.replace("_", "-"): v for k, v in headers.items()})


@pytest.mark.parametrize("status", [429, 503])
def test_it_waits_as_long_as_it_is_told(status: int) -> None:
    busy_twice = Scripted(busy(status, Retry_After="7"), busy(status, Retry_After="11"), OK)
    assert busy_twice.portal.status().max_seq == 3
    assert busy_twice.waits == [7, 11]


def test_a_date_says_how_long_as_well() -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    busy_once = Scripted(busy(503, Retry_After=moment), OK)
    busy_once.portal.status()
    assert 30 < busy_once.waits[0] <= 40


@pytest.mark.parametrize(
    "failure", [httpx.ConnectError("refused"), httpx.ReadTimeout("slow"), busy(502), busy(429)]
)
def test_without_a_word_it_waits_longer_each_time(failure: Any) -> None:
    failing = Scripted(failure, failure, OK)
    failing.portal.status()
    first, second = failing.waits
    assert 0.25 <= first <= 0.75
    assert 0.5 <= second <= 1.5


def test_it_gives_up_in_the_end() -> None:
    failing = Scripted(*[busy(503)] * 3)
    with pytest.raises(UnavailableError, match="status 503, after 3 attempts"):
        failing.portal.status()
    assert len(failing.waits) == 2
    with pytest.raises(UnavailableError, match="in 86400 s"):
        Scripted(busy(429, Retry_After="86400")).portal.status()


def test_a_problem_is_told_with_its_kind() -> None:
    problem = {"type": "https://p.example/api/v1/problems/invalid-cursor", "detail": "No cursor."}
    with pytest.raises(ProblemError) as caught:
        Scripted(httpx.Response(400, json=problem)).portal.sync("x")
    assert (caught.value.status, caught.value.slug) == (400, "invalid-cursor")


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>Sign in to this network</html>"),
        httpx.Response(404, text="<html>Not here</html>"),
        httpx.Response(200, json={"epoch": "e"}),
        httpx.Response(200, json=[]),
    ],
)
def test_what_is_no_portal_is_told(answer: httpx.Response) -> None:
    with pytest.raises(BadAnswerError):
        Scripted(answer).portal.status()


@pytest.mark.parametrize(
    "entry",
    [
        {"op": "replace", "id": "a", "type": "news", "locale": "vi"},
        {"op": "delete", "id": "", "type": "news", "locale": "vi"},
        {"op": "upsert", "id": "a", "type": "news", "locale": "vi"},
        {"op": "upsert", "id": "a", "type": "news", "locale": "vi", "url": "", "rev": 1,
         "digest": "0", "changed_at": "", "data": {"id": "b"}},
    ],
)  # fmt: skip
def test_an_entry_it_does_not_understand_is_not_applied(entry: dict[str, Any]) -> None:
    body = {"items": [entry], "next_cursor": "c", "has_more": False, "caught_up_to": 1}
    with pytest.raises(BadAnswerError):
        Scripted(httpx.Response(200, json=body)).portal.sync()


def test_what_a_newer_portal_adds_is_ignored() -> None:
    entry = {"op": "delete", "id": "a", "type": "news", "locale": "vi", "new": 1}
    body = {"items": [entry], "next_cursor": "c", "has_more": False, "caught_up_to": 1, "new": 1}
    page = Scripted(httpx.Response(200, json=body)).portal.sync()
    assert page
    assert page.items[0].op == "delete"


def test_filters_and_cursor_are_sent_and_nothing_empty() -> None:
    body = {"items": [], "next_cursor": "c", "has_more": False, "caught_up_to": 1}
    scripted = Scripted(*[httpx.Response(200, json=body)] * 2)
    scripted.portal.sync()
    scripted.portal.sync("c:1", limit=2, types=["news", "page"], locale="vi")
    assert [request.url.query.decode() for request in scripted.asked] == [
        "limit=500",
        "cursor=c%3A1&limit=2&type=news&type=page&locale=vi",
    ]
    assert "gzip" in scripted.asked[0].headers["Accept-Encoding"]


def test_lists_are_followed_to_their_end(portal: Portal, site: Any) -> None:
    for number in range(5):
        make_standard_page(site.home, f"Trang {number}")
    listed = list(portal.items("pages", locale="vi", limit=2, order="title", view="full"))
    assert [item["title"] for item in listed] == [f"Trang {number}" for number in range(5)]
    assert "body" in listed[0]
    manifest = {entry.id: entry.digest for entry in portal.manifest(types=["page"])}
    assert manifest == {item["id"]: item["digest"] for item in listed}
    answer = portal.item(listed[0]["id"])
    assert answer.body == listed[0]
    assert portal.item(listed[0]["id"], etag=answer.etag).body is None
