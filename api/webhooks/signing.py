"""Secrets and signatures of Standard Webhooks 1.0.0 (HMAC-SHA256, scheme ``v1``)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"
SECRET_BYTES = 32  # The standard allows 24 to 64.


def new_secret() -> str:
    """``whsec_`` and base64 of 32 random bytes."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def signatures(secrets_in_use: Iterable[str], message_id: str, timestamp: int, body: str) -> str:
    """One signature for each secret, so that a receiver may change over when it likes."""
    return " ".join(signature(one, message_id, timestamp, body) for one in secrets_in_use)
