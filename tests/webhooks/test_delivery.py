"""How messages get to a receiver: signature, retries, refusals, and what the log keeps."""

import base64
import json
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from api.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookMessage
from api.webhooks import sending
from api.webhooks.delivery import DELAYS, deliver_due
from api.webhooks.endpoints import replay
from tests.factories.core import make_user
from tests.webhooks.conftest import change, make_endpoint, move_to_due
from tests.webhooks.receiver import Receiver, Reply

pytestmark = pytest.mark.sql


@pytest.fixture
def message(endpoint: WebhookEndpoint, clock: time_machine.Traveller) -> WebhookMessage:
    """One that is due."""
    change()
    clock.shift(5)
    return WebhookMessage.objects.get()


def delivery() -> WebhookDelivery:
    return WebhookDelivery.objects.get()


def test_the_official_library_verifies_it(
    message: WebhookMessage, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    assert deliver_due().delivered == 1
    (got,) = receiver.received
    assert (got.method, got.path) == ("POST", "/hook")
    assert got.headers["content-type"].startswith("application/json")
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert Webhook(endpoint.secret).verify(got.body, got.headers) == json.loads(message.body)
    assert got.id == message.webhook_id
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint.secret).verify(got.body + " ", got.headers)
    assert delivery().status == "delivered"


def test_both_secrets_verify_during_a_rotation(
    message: WebhookMessage, endpoint: WebhookEndpoint, receiver: Receiver, clock: Any
) -> None:
    old = endpoint.secret
    endpoint.rotate_secret()
    assert endpoint.secret != old
    deliver_due()
    clock.shift(timedelta(days=7))
    change()
    clock.shift(5)
    deliver_due()
    during, after = receiver.received
    clock.move_to(int(during.headers["webhook-timestamp"]))
    for secret in (old, endpoint.secret):
        Webhook(secret).verify(during.body, during.headers)
    clock.move_to(int(after.headers["webhook-timestamp"]))
    Webhook(endpoint.secret).verify(after.body, after.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(after.body, after.headers)


def test_a_replaced_key_of_the_portal_still_signs_for_receivers(
    message: WebhookMessage, endpoint: WebhookEndpoint, receiver: Receiver, settings: Any
) -> None:
    before = endpoint.secret
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]
    assert endpoint.secret != before
    deliver_due()
    (got,) = receiver.received
    for secret in (before, endpoint.secret):
        Webhook(secret).verify(got.body, got.headers)


def test_a_copy_of_the_database_does_not_hold_the_secret(endpoint: WebhookEndpoint) -> None:
    stored = json.dumps(WebhookEndpoint.objects.values().get(), default=str)
    assert endpoint.secret[6:] not in stored
    assert base64.b64decode(endpoint.secret[6:]).hex() not in stored


def test_secrets_are_as_the_standard_wants(endpoint: WebhookEndpoint) -> None:
    assert endpoint.secret.startswith("whsec_")
    assert 24 <= len(base64.b64decode(endpoint.secret[6:], validate=True)) <= 64


def test_ten_attempts_at_growing_distances(
    message: WebhookMessage, receiver: Receiver, clock: time_machine.Traveller
) -> None:
    receiver.usual.status = 500
    times = []
    while delivery().status == "pending":
        move_to_due(clock)
        times.append(timezone.now())
        assert deliver_due().failed == 1
        assert deliver_due().failed == 0
    assert delivery().status == "failed"
    assert len(times) == len(receiver.received) == len(DELAYS) == 10
    waits = [(later - sooner).total_seconds() for sooner, later in pairwise(times)]
    for wait, delay in zip(waits, DELAYS[1:], strict=True):
        assert delay <= wait <= delay * 1.1 + 0.001
    assert {one.id for one in receiver.received} == {message.webhook_id}
    assert len({one.body for one in receiver.received}) == 1
    stamps = [int(one.headers["webhook-timestamp"]) for one in receiver.received]
    assert stamps == [int(moment.timestamp()) for moment in times]


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_2xx_is_success(message: WebhookMessage, receiver: Receiver, status: int) -> None:
    receiver.usual = Reply(status, body=b"")
    deliver_due()
    assert delivery().status == "delivered"


@pytest.mark.parametrize("status", [300, 301, 302, 307, 308, 304])
def test_a_redirect_is_a_failure_and_not_followed(
    message: WebhookMessage, receiver: Receiver, status: int
) -> None:
    receiver.usual = Reply(status, {"Location": receiver.url + "/there"}, b"")
    deliver_due()
    assert [one.path for one in receiver.received] == ["/hook"]
    assert delivery().status == "pending"


@pytest.mark.parametrize("status", [400, 401, 404, 418, 500, 502])
def test_everything_else_is_tried_again(
    message: WebhookMessage, receiver: Receiver, status: int
) -> None:
    receiver.usual.status = status
    deliver_due()
    assert (delivery().status, delivery().attempts) == ("pending", 1)
    assert WebhookAttempt.objects.get().status == status


def test_410_switches_off(
    message: WebhookMessage, endpoint: WebhookEndpoint, receiver: Receiver,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    receiver.usual.status = 410
    keeper = make_user("quan-ly")
    keeper.user_permissions.add(Permission.objects.get(codename="change_webhookendpoint"))
    make_user("nguoi-khac")
    with django_capture_on_commit_callbacks(execute=True):
        deliver_due()
    endpoint.refresh_from_db()
    assert (endpoint.is_enabled, endpoint.disabled_reason) == (False, "gone")
    assert delivery().status == "cancelled"
    told = [address for message in mail.outbox for address in message.to]
    assert sorted(told) == ["kythuat@tinh.example", "quan-ly@example.org"]
    assert endpoint.name in mail.outbox[0].subject
    assert endpoint.url in mail.outbox[0].body
    assert endpoint.secret not in mail.outbox[0].body


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured(message: WebhookMessage, receiver: Receiver, status: int) -> None:
    receiver.usual = Reply(status, {"Retry-After": "1200"})
    deliver_due()
    assert delivery().next_attempt_at == timezone.now() + timedelta(seconds=1200)


def test_retry_after_as_a_date(message: WebhookMessage, receiver: Receiver) -> None:
    moment = timezone.now() + timedelta(hours=2)
    receiver.usual = Reply(503, {"Retry-After": format_datetime(moment, usegmt=False)})
    deliver_due()
    assert delivery().next_attempt_at == moment


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("9" * 400, 86_400), ("1", 5), ("-5", 5), ("soon", 5), ("٣٠٠", 5), ("", 5)],
)
def test_retry_after_has_its_bounds(
    message: WebhookMessage, receiver: Receiver, value: str, seconds: int
) -> None:
    encoded = value.encode().decode("latin-1")
    receiver.usual = Reply(429, {"Retry-After": encoded})
    deliver_due()
    wait = (delivery().next_attempt_at - timezone.now()).total_seconds()
    assert seconds <= wait <= seconds * 1.1


def test_retry_after_of_other_answers_means_nothing(
    message: WebhookMessage, receiver: Receiver
) -> None:
    receiver.usual = Reply(500, {"Retry-After": "80000"})
    deliver_due()
    assert delivery().next_attempt_at < timezone.now() + timedelta(seconds=6)


def fail_for(clock: time_machine.Traveller, days: float) -> None:
    """Changes twice a day and a worker that tries, for so long."""
    end = timezone.now() + timedelta(days=days)
    while timezone.now() < end:
        change()
        for _ in range(6):
            clock.shift(timedelta(hours=2))
            deliver_due()


def test_five_days_of_failure_switch_off(
    endpoint: WebhookEndpoint, receiver: Receiver, clock: time_machine.Traveller,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    receiver.usual.status = 500
    fail_for(clock, 4.5)
    endpoint.refresh_from_db()
    assert endpoint.is_enabled
    assert endpoint.failing_since
    with django_capture_on_commit_callbacks(execute=True):
        fail_for(clock, 1)
    endpoint.refresh_from_db()
    assert (endpoint.is_enabled, endpoint.disabled_reason) == (False, "failing")
    assert not WebhookDelivery.objects.filter(status="pending").exists()
    assert mail.outbox[0].to == ["kythuat@tinh.example"]
    assert len(mail.outbox) == 1


def test_one_success_starts_the_count_again(
    endpoint: WebhookEndpoint, receiver: Receiver, clock: time_machine.Traveller
) -> None:
    receiver.usual.status = 500
    fail_for(clock, 4)
    receiver.usual.status = 200
    clock.shift(timedelta(hours=2))
    deliver_due()
    change()
    clock.shift(5)
    deliver_due()
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None
    receiver.usual.status = 500
    fail_for(clock, 2)
    endpoint.refresh_from_db()
    assert endpoint.is_enabled


def test_failures_with_a_long_silence_between_are_not_one(
    message: WebhookMessage, endpoint: WebhookEndpoint, receiver: Receiver, clock: Any
) -> None:
    receiver.usual.status = 500
    while delivery().status == "pending":
        move_to_due(clock)
        deliver_due()
    clock.shift(timedelta(days=30))
    change()
    clock.shift(5)
    deliver_due()
    endpoint.refresh_from_db()
    assert endpoint.is_enabled


def test_the_log_keeps_what_helps_and_no_secret(
    message: WebhookMessage, endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    receiver.usual = Reply(500, body="lỗi\x00".encode() + b"x" * 100_000)
    deliver_due()
    attempt = WebhookAttempt.objects.get()
    assert attempt.status == 500
    assert attempt.response.startswith("lỗi")
    assert len(attempt.response.encode()) <= 1030
    assert "\x00" not in attempt.response
    assert attempt.request_headers["webhook-id"] == message.webhook_id
    kept = json.dumps(attempt.request_headers)
    assert "signature" not in kept
    assert endpoint.secret[6:] not in kept


def test_nobody_listens(message: WebhookMessage, endpoint: WebhookEndpoint) -> None:
    endpoint.url = "http://127.0.0.1:9/nobody"
    endpoint.save()
    assert deliver_due().failed == 1
    attempt = WebhookAttempt.objects.get()
    assert attempt.status is None
    assert attempt.error == "Không kết nối được với bên nhận."


def test_a_receiver_that_says_nothing_is_left(
    message: WebhookMessage, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "STEP_SECONDS", 0.2)
    receiver.usual.wait = 1.0
    deliver_due()
    assert WebhookAttempt.objects.get().error == "Không có trả lời đúng hạn."


def test_a_receiver_that_dribbles_is_cut_off(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each byte comes in time for the socket; the whole does not."""
    monkeypatch.setattr(sending, "TOTAL_SECONDS", 0.4)
    receiver.usual = Reply(200, body=b"x" * 600, dribble=0.02)
    answer = sending.post(receiver.url, "{}", {})
    assert answer.duration_ms < 2000
    assert answer.status == 200  # The status had come.


def test_an_endpoint_that_fails_keeps_nobody_waiting(
    db: None, receiver: Receiver, clock: time_machine.Traveller
) -> None:
    make_endpoint(receiver, "Hỏng", url="http://127.0.0.1:9/nobody")
    for _ in range(3):
        change()
        clock.shift(6)
        WebhookDelivery.objects.update(is_open=False)
    make_endpoint(receiver, "Tốt")
    change()
    clock.shift(6)
    tally = deliver_due()
    assert (tally.delivered, tally.failed) == (1, 1)


def test_a_replay_is_the_same_message(
    message: WebhookMessage, receiver: Receiver, clock: time_machine.Traveller
) -> None:
    deliver_due()
    assert replay([delivery()]) == 1
    change()  # Does not join what was sent before.
    deliver_due()
    assert [one.id for one in receiver.received] == [message.webhook_id] * 2
    assert len(set(receiver.bodies)) == 1


def test_the_command_sends_and_forgets(
    message: WebhookMessage, receiver: Receiver, clock: time_machine.Traveller, capsys: Any
) -> None:
    call_command("deliver_webhooks")
    assert "1 delivered, 0 failed" in capsys.readouterr().out
    clock.shift(timedelta(days=29))
    call_command("deliver_webhooks")
    assert WebhookAttempt.objects.count() == 1
    clock.shift(timedelta(days=2))
    call_command("deliver_webhooks")
    assert not WebhookAttempt.objects.exists()
    assert not WebhookMessage.objects.exists()


def test_what_still_waits_is_not_forgotten(
    message: WebhookMessage, receiver: Receiver, clock: time_machine.Traveller
) -> None:
    WebhookEndpoint.objects.update(is_enabled=False)
    clock.shift(timedelta(days=60))
    call_command("deliver_webhooks")
    assert delivery().status == "pending"


def test_an_endpoint_deleted_while_it_is_sent_to(
    message: WebhookMessage, endpoint: WebhookEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sending.post

    def post_and_delete(*args: Any) -> sending.Answer:
        answer = real(*args)
        WebhookEndpoint.objects.all().delete()
        return answer

    monkeypatch.setattr(sending, "post", post_and_delete)
    deliver_due()
    assert not WebhookAttempt.objects.exists()
