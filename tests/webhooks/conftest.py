"""A receiver on this machine, and endpoints that point to it."""

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from api.models import WebhookDelivery, WebhookEndpoint
from catalog.signals import catalog_changed
from tests.webhooks.receiver import Receiver, running

EPOCH = uuid.UUID("0a3b7f0e-6f0c-4a52-9d3c-3a5d1a1f2b11")
START = datetime.datetime(2026, 11, 23, 8, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _this_machine(settings: Any) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running() as receiver:
        yield receiver


@pytest.fixture
def endpoint(db: None, receiver: Receiver) -> WebhookEndpoint:
    return make_endpoint(receiver)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def make_endpoint(receiver: Receiver, name: str = "Cổng tỉnh", **fields: Any) -> WebhookEndpoint:
    fields.setdefault("url", receiver.url)
    fields.setdefault("contact_email", "kythuat@tinh.example")
    return WebhookEndpoint.objects.create(name=name, **fields)


def ids(number: int) -> list[uuid.UUID]:
    return [uuid.UUID(int=n + 1) for n in range(number)]


def change(
    number: int = 1, kind: str = "news", max_seq: int = 7, items: Any = None, epoch: Any = EPOCH
) -> None:
    """What the catalog's refresh sends."""
    changed = items if items is not None else [(one, kind) for one in ids(number)]
    catalog_changed.send(sender=None, epoch=epoch, max_seq=max_seq, items=changed)


def move_to_due(clock: time_machine.Traveller) -> None:
    """To the next moment at which something is due."""
    waiting = WebhookDelivery.objects.filter(status="pending").select_related("message")
    moments = [max(one.next_attempt_at, one.message.not_before) for one in waiting]
    clock.move_to(max(min(moments), timezone.now()))
