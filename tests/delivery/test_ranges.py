"""Parts of files: whoever plays, seeks or goes on loading gets what RFC 9110 says."""

import email.policy
import json
from email import message_from_bytes
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from delivery.ranges import MOST, UnsatisfiableError, spans
from tests.factories.core import Portal, make_document, make_standard_page

CONTENT = b"ID3" + bytes(range(256)) * 8
SIZE = len(CONTENT)


def parts(header: str, size: int) -> list[tuple[int, int]] | None:
    try:
        return [(span.first, span.last) for span in spans(header, size)]
    except UnsatisfiableError:
        return None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-1", [(0, 1)]), ("bytes=0-0", [(0, 0)]), ("bytes=5-", [(5, 9)]),
        ("bytes=-3", [(7, 9)]), ("bytes=-99", [(0, 9)]), ("bytes=2-99", [(2, 9)]),
        ("Bytes = 1-2", [(1, 2)]), ("bytes=0-1, 4-5,", [(0, 1), (4, 5)]),
        ("bytes=0-1,20-30", [(0, 1)]),
        ("bytes=10-", None), ("bytes=-0", None), ("bytes=30-40,50-", None),
        # No range, another unit, or more than the file itself: the whole is answered.
        ("", []), ("bytes", []), ("bytes=", []), ("bytes=-", []), ("bytes=a-b", []),
        ("bytes=3-2", []), ("bytes=0-1;2-3", []), ("bytes=1-2-3", []), ("bytes=+1-2", []),
        ("bytes=٣-٤", []), ("bytes=" + "9" * 5_000 + "-", []), ("items=0-1", []),
        ("bytes=0-,0-,0-", []), ("bytes=" + "0-0," * (MOST + 1), []),
    ],
)  # fmt: skip
def test_what_is_asked_for(header: str, expected: list[tuple[int, int]] | None) -> None:
    assert parts(header, 10) == expected


@given(st.text("bytes=0123456789-, ", max_size=25), st.integers(0, 40))
def test_nothing_beyond_the_file_whatever_is_asked(header: str, size: int) -> None:
    found = parts(header, size) or []
    assert all(0 <= first <= last < size for first, last in found)
    assert sum(last - first + 1 for first, last in found) <= size


@pytest.fixture
def sound(bilingual: Portal) -> Any:
    file = make_document("Bản tin", CONTENT, "ban-tin.mp3")
    text = f'<p><a linktype="document" id="{file.pk}">tệp</a></p>'
    make_standard_page(bilingual.home, body=json.dumps([{"type": "text", "value": text}]))
    return file


def body(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_a_player_can_seek(sound: Any) -> None:
    whole = Client().get(sound.url)
    assert (whole.status_code, body(whole)) == (200, CONTENT)
    assert whole["Content-Length"] == str(SIZE)
    assert whole["Accept-Ranges"] == "bytes"
    assert whole["Content-Type"] == "audio/mpeg"
    assert whole["Content-Disposition"].startswith("inline;")
    assert whole["X-Content-Type-Options"] == "nosniff"

    def get(**headers: str) -> Any:
        return Client(headers=headers).get(sound.url)

    first = get(range="bytes=0-1")  # What Safari asks before it plays anything.
    assert (first.status_code, body(first)) == (206, CONTENT[:2])
    assert first["Content-Range"] == f"bytes 0-1/{SIZE}"
    assert first["Content-Length"] == "2"
    assert body(get(range="bytes=-100")) == CONTENT[-100:]
    beyond = get(range=f"bytes={SIZE}-")
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{SIZE}")
    assert get(range="bytes=x").status_code == 200
    etag, modified = whole["ETag"], whole["Last-Modified"]
    for condition, status in (
        (etag, 206), (modified, 206), ('"another"', 200), (f"W/{etag}", 200),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 200),
    ):  # fmt: skip
        answer = get(range="bytes=5-9", if_range=condition)
        assert answer.status_code == status, condition
        assert body(answer) == (CONTENT[5:10] if status == 206 else CONTENT)
    known = get(if_none_match=etag, range="bytes=0-1")
    assert (known.status_code, known["ETag"]) == (304, etag)
    assert get(if_match='"another"').status_code == 412


def test_several_parts_come_in_one_answer(sound: Any) -> None:
    answer = Client(headers={"range": "bytes=0-9,-5"}).get(sound.url)
    content = body(answer)
    assert answer.status_code == 206
    assert answer["Content-Length"] == str(len(content))
    head = f"Content-Type: {answer['Content-Type']}\r\n\r\n".encode()
    message = message_from_bytes(head + content, policy=email.policy.HTTP)
    found = [(p["Content-Range"], p["Content-Type"]) for p in message.iter_parts()]  # type: ignore[attr-defined]
    last = f"bytes {SIZE - 5}-{SIZE - 1}/{SIZE}"
    assert found == [(f"bytes 0-9/{SIZE}", "audio/mpeg"), (last, "audio/mpeg")]
    assert CONTENT[:10] in content
    assert CONTENT[-5:] in content


def test_the_head_alone_has_the_length_of_the_whole(sound: Any) -> None:
    answer = Client(headers={"range": "bytes=0-1"}).head(sound.url)
    assert (answer.status_code, answer["Content-Length"], answer.content) == (200, str(SIZE), b"")


def test_what_no_browser_shows_is_saved(bilingual: Portal, admin_client: Client) -> None:
    file = make_document("Biểu mẫu", b"a", "biểu mẫu.docx")
    answer = admin_client.get(file.url)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
