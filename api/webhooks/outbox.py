"""Puts messages into the outbox, in the transaction of the change; nothing is sent from here."""

import datetime
import json
import logging
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from api.webhooks.bodies import CHANGED, TEST, changed_data, render
from api.webhooks.models import WebhookDelivery, WebhookEndpoint, WebhookMessage
from catalog.models import CatalogItem

Change = tuple[Any, str]  # id and kind of an item

#: A message waits until nothing has changed for so long, ...
QUIET = datetime.timedelta(seconds=5)
#: ... but not longer than this: an import takes minutes and is one call.
AT_MOST = datetime.timedelta(minutes=2)
_CHUNK = 500
logger = logging.getLogger(__name__)


def announce(
    sender: Any, *, epoch: uuid.UUID, max_seq: int, items: Sequence[Change], **kwargs: Any
) -> None:
    """Receiver of `catalog.signals.catalog_changed`.

    One query when nobody listens; a handful, whatever the number of items and endpoints, when
    somebody does. A failure is logged and keeps nothing from being published: webhooks are a hint.
    """
    if not items:
        return
    endpoints = list(WebhookEndpoint.objects.filter(is_enabled=True))
    if not endpoints:
        return
    try:
        with transaction.atomic():
            _enqueue(endpoints, epoch, max_seq, items)
    except Exception:
        logger.exception("Webhooks: change %s of %s was not announced", max_seq, epoch)


def _enqueue(
    endpoints: list[WebhookEndpoint], epoch: uuid.UUID, max_seq: int, items: Sequence[Change]
) -> None:
    now = timezone.now()
    wanted = _wanted(endpoints, items)
    waiting = _open_messages(wanted)
    new: list[WebhookDelivery] = []
    joined: list[WebhookMessage] = []
    for endpoint_id, changes in wanted.items():
        message = waiting.get(endpoint_id)
        if message is None:
            message = WebhookMessage(event=CHANGED, created_at=now)
            new.append(WebhookDelivery(message=message, endpoint_id=endpoint_id))
            earlier = None
        else:
            joined.append(message)
            earlier = json.loads(message.body)["data"]
        message.body = render(CHANGED, now, changed_data(epoch, max_seq, changes, earlier))
        message.not_before = max(now, min(now + QUIET, message.created_at + AT_MOST))
    WebhookMessage.objects.bulk_create([delivery.message for delivery in new])
    WebhookDelivery.objects.bulk_create(new)
    WebhookMessage.objects.bulk_update(joined, ["body", "not_before"])


def _wanted(
    endpoints: Iterable[WebhookEndpoint], items: Sequence[Change]
) -> dict[int, list[Change]]:
    """``{endpoint: its changes}`` without endpoints that want none of them."""
    languages = _languages(items) if any(endpoint.locales for endpoint in endpoints) else {}
    wanted = {}
    for endpoint in endpoints:
        changes = [
            (item_id, kind)
            for item_id, kind in items
            if (not endpoint.kinds or kind in endpoint.kinds)
            # Pictures and files have no language of their own: everybody hears of them.
            and (not endpoint.locales or languages.get(str(item_id), "") in ["", *endpoint.locales])
        ]
        if changes:
            wanted[endpoint.pk] = changes
    return wanted


def _languages(items: Sequence[Change]) -> dict[str, str]:
    ids = [item_id for item_id, _kind in items]
    found: dict[str, str] = {}
    for start in range(0, len(ids), _CHUNK):
        rows = CatalogItem.objects.filter(pk__in=ids[start : start + _CHUNK])
        found |= {str(pk): locale for pk, locale in rows.values_list("pk", "locale")}
    return found


def _open_messages(wanted: Iterable[int]) -> dict[int, WebhookMessage]:
    """``{endpoint: its message that was never sent}``, locked against the workers.

    The messages are read after the lock: another transaction may have added to them before it.
    """
    rows = WebhookDelivery.objects.filter(
        endpoint__in=list(wanted),
        is_open=True,
        status=WebhookDelivery.Status.PENDING,
    )
    if connection.features.has_select_for_update:
        rows = rows.select_for_update()
    message_of = {delivery.endpoint_id: delivery.message_id for delivery in rows}
    messages = WebhookMessage.objects.in_bulk(list(message_of.values()))
    return {endpoint: messages[message] for endpoint, message in message_of.items()}


def new_test(endpoint: WebhookEndpoint) -> WebhookDelivery:
    """A test message for this endpoint; it joins nothing and nothing joins it."""
    now = timezone.now()
    message = WebhookMessage.objects.create(event=TEST, body=render(TEST, now, {}), not_before=now)
    return WebhookDelivery.objects.create(message=message, endpoint=endpoint, is_open=False)
