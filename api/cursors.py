"""Places in a list, signed: clients hand them back and cannot make them."""

import hashlib
import json
from typing import Any

from django.core.signing import BadSignature, Signer

from api.problems import INVALID_CURSOR, Problem

VERSION = 1


def fingerprint(*parts: Any) -> str:
    """A short name of filters and order: a cursor is only good for the list it came from."""
    text = json.dumps(parts, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def sign(purpose: str, value: list[Any]) -> str:
    return Signer(salt=f"api.{purpose}").sign_object([VERSION, *value], compress=True)


def unsign(purpose: str, cursor: str, length: int) -> list[Any]:
    """The ``length`` values that were signed; Problem 400 for anything else."""
    try:
        version, *value = Signer(salt=f"api.{purpose}").unsign_object(cursor)
    except (BadSignature, ValueError, TypeError):
        version, value = None, []
    if version != VERSION or len(value) != length:
        raise Problem(INVALID_CURSOR, parameter="cursor")
    return value
