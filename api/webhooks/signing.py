"""Secrets and signatures of Standard Webhooks 1.0.0 (HMAC-SHA256, scheme ``v1``)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"
SECRET_BYTES = 32  # The standard allows 24 to 64.


def new_seed() -> str:
    """What the database keeps of a secret: random text, worth nothing without the portal's key."""
    return secrets.token_hex(SECRET_BYTES)


def secret_of(seed: str, portal_key: str) -> str:
    """``whsec_`` and base64 of 32 bytes that only the seed and the portal's key give together."""
    made = hmac.digest(portal_key.encode(), b"webhook secret " + seed.encode(), hashlib.sha256)
    return PREFIX + base64.b64encode(made).decode()


def signature(secret: str, message_id: str, timestamp: int, body: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def signatures(secrets_in_use: Iterable[str], message_id: str, timestamp: int, body: str) -> str:
    """One signature for each secret, so that a receiver may change over when it likes."""
    return " ".join(signature(one, message_id, timestamp, body) for one in secrets_in_use)
