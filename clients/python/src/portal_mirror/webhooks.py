"""Checking a webhook (Standard Webhooks 1.0.0, scheme ``v1``) with the standard library.

A webhook only says that something changed: after checking it, pull. Webhooks may come twice
(``webhook-id`` is the same then), late, or never; a copy that pulls now and then is right.
"""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal_mirror.errors import WebhookError

PREFIX = "whsec_"
SHORTEST_KEY = 24  # bytes, as the standard wants: an empty one would let anybody sign
TOLERANCE = 300  # seconds between the sender's clock and ours


@dataclass(frozen=True)
class WebhookMessage:
    """``id`` is the same in every repetition: keep it to act once. ``timestamp``: RFC 3339.

    ``data`` of ``content.changed``: ``{"epoch", "max_seq", "ids", "types"}``.
    """

    id: str
    type: str
    timestamp: str
    data: dict[str, Any]


def verify_webhook(
    headers: Mapping[str, str],
    body: bytes | str,
    secrets: str | Iterable[str],
    tolerance: int = TOLERANCE,
    *,
    now: float | None = None,
) -> WebhookMessage:
    """The message, if one of ``secrets`` (``whsec_…``) signed it; else WebhookError.

    ``body`` must be the bytes as they came, not JSON written again. Two secrets are in use while
    one replaces the other.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        message_id, moment, signatures = (
            lower[f"webhook-{name}"] for name in ("id", "timestamp", "signature")
        )
    except KeyError as error:
        raise WebhookError(f"The header {error} is missing.") from None
    if not (moment.isascii() and moment.isdecimal()):
        raise WebhookError("webhook-timestamp is no number.")
    if abs((time.time() if now is None else now) - int(moment)) > tolerance:
        raise WebhookError("The message is too old, or a clock is wrong.")
    raw = body.encode() if isinstance(body, str) else body
    signed = f"{message_id}.{moment}.".encode() + raw
    known = [secrets] if isinstance(secrets, str) else list(secrets)
    if not any(_is_signed(signed, signatures, secret) for secret in known):
        raise WebhookError("No signature fits.")
    return _message(message_id, raw)


def _is_signed(signed: bytes, signatures: str, secret: str) -> bool:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise WebhookError("A secret is whsec_ and base64.") from None
    if len(key) < SHORTEST_KEY:
        raise WebhookError("A secret has at least 24 bytes.")
    made = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    offered = [part.partition(",") for part in signatures.split(" ")]
    # All are compared, each in constant time: how long it takes tells nothing.
    fits = [
        hmac.compare_digest(made, one.encode()) for version, _, one in offered if version == "v1"
    ]
    return any(fits)


def _message(message_id: str, raw: bytes) -> WebhookMessage:
    try:
        sent = json.loads(raw)
        return WebhookMessage(message_id, sent["type"], sent["timestamp"], sent["data"])
    except (ValueError, KeyError, TypeError):
        raise WebhookError("The body is signed, but no message of a portal.") from None
