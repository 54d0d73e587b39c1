"""Sends what is due: claims a delivery, posts it, notes the outcome. Safe with several workers.

A delivery is claimed by a lease in its row, in a short transaction of its own; nothing is locked
while the network is waited for. A worker that dies leaves the lease behind, and when it ends the
delivery is sent by another, with the same webhook-id.
"""

import datetime
import logging
import random
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from api.webhooks import endpoints, sending
from api.webhooks.bodies import TEST
from api.webhooks.models import (
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookMessage,
)
from api.webhooks.outbox import new_test
from api.webhooks.signing import signatures

#: Seconds before each attempt; jitter is added.
DELAYS = (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
JITTER = 0.1  # of the delay, at most
#: The longest that a receiver may ask us to wait.
MOST_RETRY_AFTER = 86_400.0
#: Longer than any attempt can take.
LEASE = datetime.timedelta(minutes=2)
USER_AGENT = "portal-webhooks/1"
Status = WebhookDelivery.Status
logger = logging.getLogger(__name__)


@dataclass
class Tally:
    delivered: int = 0
    failed: int = 0


def deliver_due(is_stopped: Callable[[], bool] = lambda: False) -> Tally:
    """Send everything that is due now, or until stopped.

    An endpoint that fails is left alone for the rest of the pass: it keeps nobody else waiting.
    """
    tally = Tally()
    failing: set[int] = set()
    while not is_stopped() and (delivery := claim(failing)):
        try:
            is_success = attempt(delivery).is_success
        except (ObjectDoesNotExist, IntegrityError):
            continue  # Somebody deleted the endpoint meanwhile, and with it the delivery.
        if is_success:
            tally.delivered += 1
        else:
            tally.failed += 1
            failing.add(delivery.endpoint_id)
    return tally


def send_test(endpoint: WebhookEndpoint) -> sending.Answer:
    """Send a test message at once, also when the endpoint is off; it is not repeated."""
    delivery = new_test(endpoint)
    _take(delivery)
    return attempt(delivery)


def claim(without: Collection[int] = ()) -> WebhookDelivery | None:
    """A due delivery that is now this worker's alone, with its message as it will be sent."""
    if not _due(without).exists():
        return None  # Without the write lock that SQLite takes for any transaction.
    with transaction.atomic():
        due = _due(without)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        delivery = due.order_by("next_attempt_at", "pk").first()
        return delivery if delivery is not None and _take(delivery) else None


def _due(without: Collection[int]) -> QuerySet[WebhookDelivery]:
    now = timezone.now()
    return WebhookDelivery.objects.filter(
        Q(leased_until__isnull=True) | Q(leased_until__lte=now),
        status=Status.PENDING,
        next_attempt_at__lte=now,
        message__not_before__lte=now,
        endpoint__is_enabled=True,
    ).exclude(endpoint__in=without)


def _take(delivery: WebhookDelivery) -> bool:
    """Lease it; False when somebody else did so since it was read."""
    taken = WebhookDelivery.objects.filter(
        pk=delivery.pk, attempts=delivery.attempts, leased_until=delivery.leased_until
    ).update(
        attempts=delivery.attempts + 1, leased_until=timezone.now() + LEASE, is_open=False
    )  # fmt: skip
    delivery.attempts += 1
    return bool(taken)


def attempt(delivery: WebhookDelivery) -> sending.Answer:
    """Post a claimed delivery and note what came of it."""
    # Read now: nothing joins a claimed message any more.
    message = WebhookMessage.objects.get(pk=delivery.message_id)
    endpoint = WebhookEndpoint.objects.get(pk=delivery.endpoint_id)
    now = timezone.now()
    shown = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": USER_AGENT,
        "webhook-id": message.webhook_id,
        "webhook-timestamp": str(int(now.timestamp())),
    }
    answer = _post(endpoint, message, now, shown)
    with transaction.atomic():
        if WebhookDelivery.objects.filter(pk=delivery.pk).exists():  # Else the endpoint is gone.
            _note(delivery, message, answer)
            _log(delivery, now, shown, answer)
    return answer


def _post(
    endpoint: WebhookEndpoint,
    message: WebhookMessage,
    now: datetime.datetime,
    headers: dict[str, str],
) -> sending.Answer:
    """What cannot be sent at all has failed as well, and keeps no other endpoint waiting."""
    try:
        stamp = int(headers["webhook-timestamp"])
        signed = signatures(endpoint.secrets_at(now), message.webhook_id, stamp, message.body)
        return sending.post(endpoint.url, message.body, {**headers, "webhook-signature": signed})
    except Exception as error:
        logger.exception("Webhooks: nothing can be sent to endpoint %s", endpoint.pk)
        return sending.Answer(error=type(error).__name__)


def _log(
    delivery: WebhookDelivery,
    at: datetime.datetime,
    headers: dict[str, str],
    answer: sending.Answer,
) -> None:
    WebhookAttempt.objects.create(
        delivery=delivery,
        at=at,
        request_headers=headers,
        status=answer.status,
        response=answer.excerpt,
        duration_ms=answer.duration_ms,
        error=answer.error,
    )


def _note(delivery: WebhookDelivery, message: WebhookMessage, answer: sending.Answer) -> None:
    now = timezone.now()
    is_test = message.event == TEST
    done: dict[str, object] = {"leased_until": None}
    if answer.is_success:
        done |= {"status": Status.DELIVERED, "finished_at": now}
    elif is_test or delivery.attempts >= len(DELAYS):
        done |= {"status": Status.FAILED, "finished_at": now}
    else:
        done |= {"next_attempt_at": now + wait_before(delivery.attempts, answer)}
    # Not when it was cancelled, replayed or taken over in the meantime.
    WebhookDelivery.objects.filter(
        pk=delivery.pk, attempts=delivery.attempts, status=Status.PENDING
    ).update(**done)
    if answer.is_success:
        endpoints.note_success(delivery.endpoint_id)
    elif answer.status == 410 or not is_test:
        endpoints.note_failure(delivery.endpoint_id, is_gone=answer.status == 410)


def wait_before(attempts: int, answer: sending.Answer) -> datetime.timedelta:
    """How long to wait after so many attempts; 429 and 503 may ask for more, within a day."""
    seconds: float = DELAYS[attempts]
    seconds += random.uniform(0, seconds * JITTER)  # noqa: S311
    if answer.status in (429, 503) and answer.retry_after is not None:
        seconds = max(seconds, min(answer.retry_after, MOST_RETRY_AFTER))
    return datetime.timedelta(seconds=seconds)


def prune(days: int) -> int:
    """Forget attempts older than this, and messages as old that wait for nothing; how many rows."""
    before = timezone.now() - datetime.timedelta(days=days)
    attempts, _tables = WebhookAttempt.objects.filter(at__lt=before).delete()
    waiting = WebhookDelivery.objects.filter(status=Status.PENDING).values("message")
    recent = WebhookAttempt.objects.values("delivery__message")
    old = WebhookMessage.objects.filter(created_at__lt=before)
    messages, _tables = old.exclude(pk__in=waiting).exclude(pk__in=recent).delete()
    return attempts + messages
