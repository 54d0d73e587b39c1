"""The portal's interface over HTTP: one method for each address that a mirror needs.

Waits and asks again when the portal says so (429 and 503 with Retry-After) or cannot be reached.
Answers come compressed; `sync` and `item` may be asked for only if they changed (ETag).
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, NoReturn, Self, TypeVar

import httpx

from portal_mirror.errors import (
    BadAnswerError,
    ProblemError,
    ResyncRequiredError,
    UnavailableError,
)

ROOT = "/api/v1/"
PAGE = 500
#: Statuses that pass by themselves.
PASSING = frozenset({429, 500, 502, 503, 504})
_PASSING_FAILURES = (
    httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError, httpx.ProxyError,
)  # fmt: skip
FIRST_WAIT = 0.5  # seconds; doubled with each attempt, unless the portal names its own
LONGEST_WAIT = 600.0  # a portal that asks for more is not waited for

Parameters = Mapping[str, Any]
Shape = TypeVar("Shape", "Change", "Total", "ManifestEntry")


@dataclass(frozen=True)
class Change:
    """One entry of the log. Of a delete only ``id``, ``type`` and ``locale`` are known."""

    op: str  # "upsert" or "delete"
    id: str
    type: str
    locale: str | None
    url: str = ""
    rev: int = 0
    digest: str = ""
    changed_at: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of_item(cls, data: dict[str, Any]) -> "Change":
        """From an item as `Portal.item` gives it, which is the ``data`` of the log."""
        names = ("id", "type", "locale", "url", "rev", "digest", "changed_at")
        return cls(op="upsert", data=data, **{name: data[name] for name in names})


@dataclass(frozen=True)
class SyncPage:
    """``caught_up_to``: number of the last change included, when nothing is left (has_more)."""

    items: list[Change]
    next_cursor: str
    has_more: bool
    caught_up_to: int | None
    etag: str


@dataclass(frozen=True)
class Total:
    """``live_digest``: XOR of the digests of all live items of this type and locale."""

    type: str
    locale: str | None
    live_count: int
    live_digest: str


@dataclass(frozen=True)
class Status:
    epoch: str
    max_seq: int
    live_count: int
    live_digest: str
    totals: list[Total]


@dataclass(frozen=True)
class ManifestEntry:
    id: str
    type: str
    locale: str | None
    rev: int
    digest: str


@dataclass(frozen=True)
class Answer:
    """``body`` is None when the server has nothing newer than the ETag that was sent."""

    body: Any
    etag: str


class Portal:
    """A portal at ``url``, its front page or ``…/api/v1``. Use as a context manager."""

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 60.0,
        attempts: int = 6,
        sleep: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.url = url.rstrip("/").removesuffix(ROOT.rstrip("/"))
        self._attempts = attempts
        self._sleep = sleep
        self._http = httpx.Client(
            timeout=httpx.Timeout(timeout, connect=10.0),
            transport=transport,
            follow_redirects=True,
            headers={
                "Accept": "application/json",
                "Accept-Language": "en",
                "User-Agent": "portal-mirror/1.0",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def sync(
        self,
        cursor: str = "",
        *,
        limit: int = PAGE,
        types: Sequence[str] = (),
        locale: str = "",
        etag: str = "",
    ) -> SyncPage | None:
        """The next page of the log; None when it is still the answer that had this ``etag``."""
        asked = _present({"cursor": cursor, "limit": limit, "type": types, "locale": locale})
        answer = self.get("sync", asked, etag)
        if answer.body is None:
            return None
        with _expecting("sync"):
            return SyncPage(
                items=[_change(entry) for entry in answer.body["items"]],
                next_cursor=_text(answer.body["next_cursor"]),
                has_more=answer.body["has_more"] is True,
                caught_up_to=answer.body["caught_up_to"],
                etag=answer.etag,
            )

    def status(self) -> Status:
        """How many items are live, and the XOR of their digests."""
        body = self.get("sync/status").body
        with _expecting("sync/status"):
            return Status(
                **{name: body[name] for name in ("epoch", "max_seq", "live_count", "live_digest")},
                totals=[_known(Total, total) for total in body["totals"]],
            )

    def manifest(self, types: Sequence[str] = (), locale: str = "") -> Iterator[ManifestEntry]:
        """Id, revision and digest of all live items."""
        cursor = ""
        while True:
            asked = _present({"cursor": cursor, "type": types, "locale": locale})
            body = self.get("sync/manifest", asked).body
            with _expecting("sync/manifest"):
                entries = [_known(ManifestEntry, entry) for entry in body["items"]]
                cursor = body["next"] or ""
            yield from entries
            if not cursor:
                return

    def item(self, item_id: str, *, etag: str = "") -> Answer:
        """One item in full, in ``body``; ProblemError 404 when it is not public (any more)."""
        return self.get(f"content/{item_id}", etag=etag)

    def items(self, name: str = "content", **parameters: Any) -> Iterator[dict[str, Any]]:
        """All items of a list, such as ``items("news", locale="en", view="full")``."""
        cursor = ""
        while True:
            body = self.get(name, _present({**parameters, "cursor": cursor})).body
            with _expecting(name):
                found, cursor = body["items"], body["next"] or ""
            yield from found
            if not cursor:
                return

    def get(self, path: str, parameters: Parameters | None = None, etag: str = "") -> Answer:
        """The JSON at a path below ``/api/v1/``. Raises what `portal_mirror.errors` lists."""
        headers = {"If-None-Match": etag} if etag else {}
        response = self._ask(f"{self.url}{ROOT}{path}", parameters or {}, headers)
        if response.status_code == 304:
            return Answer(None, etag)
        if response.status_code != 200:
            _refuse(response)
        try:
            return Answer(response.json(), response.headers.get("ETag", ""))
        except ValueError:
            raise BadAnswerError(f"{response.url} did not answer with JSON.") from None

    def _ask(self, url: str, parameters: Parameters, headers: dict[str, str]) -> httpx.Response:
        """The first answer that is final; UnavailableError after too many that are not."""
        reason = ""
        for attempt in range(self._attempts):
            wait = FIRST_WAIT * 2**attempt * random.uniform(0.5, 1.5)  # noqa: S311
            try:
                response = self._http.get(url, params=parameters, headers=headers)
            except _PASSING_FAILURES as error:
                reason = f"{type(error).__name__} {error}".strip()
            except (httpx.InvalidURL, httpx.HTTPError) as error:
                raise UnavailableError(f"{url}: {error}") from error
            else:
                if response.status_code not in PASSING:
                    return response
                reason = f"status {response.status_code}"
                wait = retry_after(response.headers.get("Retry-After", ""), wait)
            if wait > LONGEST_WAIT:
                raise UnavailableError(f"{url}: {reason}, to be asked again in {wait:.0f} s.")
            if attempt + 1 < self._attempts:
                self._sleep(wait)
        raise UnavailableError(f"{url}: {reason}, after {self._attempts} attempts.")


def retry_after(header: str, otherwise: float) -> float:
    """Seconds to wait: the header is a number of them or a date (RFC 9110)."""
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return otherwise
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _refuse(response: httpx.Response) -> NoReturn:
    try:
        problem = response.json()
        slug = str(problem["type"]).rpartition("/")[2]
        detail = str(problem.get("detail", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadAnswerError(
            f"{response.url} answered {response.status_code}; is this the address of a portal?"
        ) from None
    kind = ResyncRequiredError if slug == "resync-required" else ProblemError
    raise kind(response.status_code, slug, detail)


def _present(parameters: Parameters) -> dict[str, Any]:
    """Without what is empty: an empty parameter is an error of the interface."""
    return {name: value for name, value in parameters.items() if value not in ("", None, (), [])}


def _known(shape: type[Shape], entry: Parameters) -> Shape:
    """The fields that we know: a newer portal may send more."""
    return shape(**{name: entry[name] for name in shape.__dataclass_fields__})


def _change(entry: dict[str, Any]) -> Change:
    if entry["op"] == "delete":
        return Change("delete", _text(entry["id"]), entry["type"], entry["locale"])
    if entry["op"] != "upsert":
        raise ValueError(f"op {entry['op']!r}")
    change = _known(Change, entry)
    if change.data["id"] != change.id:
        raise ValueError("data of another item")
    return change


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("text expected")
    return value


class _expecting:  # noqa: N801
    """Turns what goes wrong in reading an answer into BadAnswerError."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, KeyError | TypeError | ValueError | AttributeError):
            raise BadAnswerError(f"Unexpected answer of {ROOT}{self.path}: {error!r}") from error
