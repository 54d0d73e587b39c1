"""Signatures of the official library and of the portal are believed, and no others."""

import base64
import hashlib
import hmac
import json
import time
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from portal_mirror import WebhookError, verify_webhook
from standardwebhooks import Webhook

from api.webhooks import bodies, signing

SECRET = signing.secret_of(signing.new_seed(), "key")
BODY = json.dumps(
    {
        "type": "content.changed",
        "timestamp": "2026-11-23T01:00:00Z",
        "data": {"epoch": "e", "max_seq": 7, "ids": ["á"], "types": ["news"]},
    },
    ensure_ascii=False,
)


def signed(
    body: str = BODY, secret: str = SECRET, message_id: str = "msg_1", age: int = 0
) -> dict[str, str]:
    """Headers as the official library makes them."""
    moment = datetime.fromtimestamp(int(time.time()) - age, UTC)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, moment, body),
    }


def test_the_official_librarys_signature_is_believed() -> None:
    message = verify_webhook(signed(), BODY.encode(), SECRET)
    assert (message.id, message.type, message.data["max_seq"]) == ("msg_1", "content.changed", 7)
    upper = {name.title(): value for name, value in signed().items()}
    assert verify_webhook(upper, BODY, [SECRET]) == message


def test_the_portals_signature_is_believed_by_both() -> None:
    now = int(time.time())
    data = bodies.changed_data(uuid.uuid4(), 9, [("a", "news")])
    body = bodies.render(bodies.CHANGED, datetime.now(UTC), data)
    headers = {
        "webhook-id": "msg_2",
        "webhook-timestamp": str(now),
        "webhook-signature": signing.signatures(
            [signing.secret_of(signing.new_seed(), "key"), SECRET], "msg_2", now, body
        ),
    }
    assert Webhook(SECRET).verify(body, headers)["data"] == data
    assert verify_webhook(headers, body.encode(), SECRET).data == data


def test_either_secret_is_good_while_one_replaces_the_other() -> None:
    new = signing.secret_of(signing.new_seed(), "key")
    for secret in (SECRET, new):
        assert verify_webhook(signed(secret=secret), BODY, [SECRET, new])
    with pytest.raises(WebhookError, match="No signature"):
        verify_webhook(signed(secret=new), BODY, SECRET)


@pytest.mark.parametrize("age", [400, -400, 301])
def test_what_is_too_old_or_from_the_future_is_refused(age: int) -> None:
    with pytest.raises(WebhookError, match="too old"):
        verify_webhook(signed(age=age), BODY, SECRET)
    assert verify_webhook(signed(age=age), BODY, SECRET, tolerance=1000)


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in signed().items() if key != name}


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (signed(), BODY + " "),
        (signed(), BODY.replace("7", "8")),
        ({**signed(), "webhook-id": "msg_9"}, BODY),
        ({**signed(), "webhook-timestamp": str(int(time.time()) + 1)}, BODY),
        ({**signed(), "webhook-timestamp": "now"}, BODY),
        ({**signed(), "webhook-timestamp": "²"}, BODY),
        ({**signed(), "webhook-signature": ""}, BODY),
        ({**signed(), "webhook-signature": "v1,"}, BODY),
        ({**signed(), "webhook-signature": "v1,ü"}, BODY),
        ({**signed(), "webhook-signature": signed()["webhook-signature"][3:]}, BODY),
        (
            {**signed(), "webhook-signature": signed()["webhook-signature"].replace("v1", "v1a")},
            BODY,
        ),
        *[(without(name), BODY) for name in signed()],
        (signed("[]"), "[]"),
        (signed("no JSON"), "no JSON"),
    ],
)
def test_anything_else_is_refused(headers: dict[str, str], body: str) -> None:
    with pytest.raises(WebhookError):
        verify_webhook(headers, body.encode(), SECRET)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_!", "whsec_" + "AAAA"])
def test_a_secret_that_anybody_could_guess_is_none(secret: str) -> None:
    with pytest.raises(WebhookError, match="secret"):
        verify_webhook(_with_key(secret), BODY, secret)


def _with_key(secret: str) -> dict[str, str]:
    """What an attacker would send to a receiver that took an empty secret."""
    headers: dict[str, Any] = signed()
    raw = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{BODY}".encode()
    made = base64.b64encode(hmac.new(b"", raw, hashlib.sha256).digest()).decode()
    return {**headers, "webhook-signature": f"v1,{made}"}
