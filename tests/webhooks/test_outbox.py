"""What a change puts into the outbox, and what it does not."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from api.models import WebhookDelivery, WebhookEndpoint, WebhookMessage
from api.webhooks.bodies import CHANGED, MAX_BYTES, changed_data, render
from api.webhooks.delivery import deliver_due
from catalog.models import CatalogItem
from catalog.refresh import refresh
from tests.factories.core import Portal, make_standard_page
from tests.webhooks.conftest import EPOCH, change, ids, make_endpoint
from tests.webhooks.receiver import Receiver

pytestmark = pytest.mark.sql


def data_of(message: WebhookMessage) -> dict[str, Any]:
    return json.loads(message.body)["data"]


def the_message() -> WebhookMessage:
    return WebhookMessage.objects.get()


def test_the_body_is_as_agreed(endpoint: WebhookEndpoint, clock: time_machine.Traveller) -> None:
    change(2, max_seq=12)
    assert json.loads(the_message().body) == {
        "type": "content.changed",
        "timestamp": "2026-11-23T08:00:00Z",
        "data": {
            "epoch": str(EPOCH),
            "max_seq": 12,
            "ids": [str(one) for one in ids(2)],
            "types": ["news"],
        },
    }
    assert the_message().webhook_id.startswith("msg_")


def test_no_endpoint_no_write(db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        change(500)
    assert len(captured) == 1
    assert captured[0]["sql"].startswith("SELECT")
    assert not WebhookMessage.objects.exists()


def test_an_endpoint_that_is_off_gets_nothing(db: None, receiver: Receiver) -> None:
    make_endpoint(receiver, is_enabled=False)
    change()
    assert not WebhookMessage.objects.exists()


def test_nothing_changed_nothing_written(endpoint: WebhookEndpoint) -> None:
    with CaptureQueriesContext(connection) as captured:
        change(0)
    assert len(captured) == 0
    assert not WebhookMessage.objects.exists()


def test_a_change_that_is_rolled_back_announces_nothing(endpoint: WebhookEndpoint) -> None:
    with transaction.atomic():
        change()
        assert WebhookMessage.objects.exists()
        transaction.set_rollback(True)
    assert not WebhookMessage.objects.exists()


def test_queries_do_not_grow_with_items_nor_endpoints(db: None, receiver: Receiver) -> None:
    def queries(number: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            change(number)
        return len(captured)

    make_endpoint(receiver)
    assert max(queries(1), queries(1)) <= 6  # a new message, a joined one
    make_endpoint(receiver, "Thứ hai")
    both = queries(1)
    for number in range(5):
        make_endpoint(receiver, f"Bên nhận {number}")
    assert queries(400) <= both <= 8


def test_an_import_of_500_pages_is_one_call(
    endpoint: WebhookEndpoint, receiver: Receiver, clock: time_machine.Traveller
) -> None:
    for number, one in enumerate(ids(500)):
        change(items=[(one, "news")], max_seq=number)
        clock.shift(0.2)
    assert deliver_due().delivered == 0  # It may go on.
    clock.shift(5)
    assert deliver_due().delivered == 1
    (body,) = receiver.bodies
    assert json.loads(body)["data"] == {
        "epoch": str(EPOCH), "max_seq": 499, "ids": [], "types": ["news"],
    }  # fmt: skip


def test_a_stream_of_changes_that_never_ends_is_announced_all_the_same(
    endpoint: WebhookEndpoint, receiver: Receiver, clock: time_machine.Traveller
) -> None:
    for number in range(300):
        change(items=[(uuid.UUID(int=number), "news")], max_seq=number)
        deliver_due()
        clock.shift(2)
    assert 4 <= len(receiver.received) <= 6  # in 600 seconds


def test_a_message_waits_five_seconds(
    endpoint: WebhookEndpoint, receiver: Receiver, clock: time_machine.Traveller
) -> None:
    change()
    clock.shift(4.9)
    assert deliver_due().delivered == 0
    clock.shift(0.2)
    assert deliver_due().delivered == 1


def test_what_was_sent_once_never_changes(
    endpoint: WebhookEndpoint, receiver: Receiver, clock: time_machine.Traveller
) -> None:
    receiver.usual.status = 500
    change()
    clock.shift(5)
    deliver_due()
    change(items=[(uuid.uuid4(), "event")])
    clock.shift(5)
    receiver.usual.status = 200
    clock.shift(5)
    deliver_due()
    first, *others = receiver.received
    assert {one.body for one in others if one.id == first.id} == {first.body}
    assert {one.id for one in receiver.received} != {first.id}


def test_a_new_epoch_brings_its_own_numbers(endpoint: WebhookEndpoint) -> None:
    change(max_seq=900)
    other = uuid.uuid4()
    change(max_seq=3, epoch=other)
    assert data_of(the_message())["epoch"] == str(other)
    assert data_of(the_message())["max_seq"] == 3


def test_filters_by_kind_and_language(db: None, receiver: Receiver) -> None:
    news, english, picture = ids(3)
    now = timezone.now()
    for seq, (pk, kind, locale) in enumerate(
        [(news, "news", "vi"), (english, "event", "en"), (picture, "image", "")]
    ):
        CatalogItem.objects.create(
            id=pk, kind=kind, locale=locale, source=f"x:{seq}", seq=seq, changed_at=now,
            state=CatalogItem.State.LIVE,
        )  # fmt: skip
    wanted = {
        "everything": ({}, [news, english, picture]),
        "events": ({"kinds": ["event"]}, [english]),
        "Vietnamese": ({"locales": ["vi"]}, [news, picture]),
        "both": ({"kinds": ["news"], "locales": ["en"]}, None),
    }
    for name, (fields, _ids) in wanted.items():
        make_endpoint(receiver, name, **fields)
    change(items=[(news, "news"), (english, "event"), (picture, "image")])
    got = {
        delivery.endpoint.name: data_of(delivery.message)["ids"]
        for delivery in WebhookDelivery.objects.all()
    }
    assert got == {name: [str(i) for i in ids_] for name, (_f, ids_) in wanted.items() if ids_}


def test_a_fault_of_the_webhooks_keeps_nothing_from_being_published(
    endpoint: WebhookEndpoint, caplog: pytest.LogCaptureFixture
) -> None:
    change()
    WebhookMessage.objects.update(body="not JSON")
    with transaction.atomic():
        change()
        CatalogItem.objects.count()  # The transaction goes on.
    assert "was not announced" in caplog.text


batches = st.lists(
    st.lists(
        st.tuples(st.uuids() | st.text(max_size=2000), st.text(min_size=1, max_size=300)),
        max_size=120,
    ),
    min_size=1,
    max_size=6,
)


@given(batches)
def test_bodies_stay_small_and_name_every_change(given_batches: list[list[Any]]) -> None:
    data, body, everything = None, "", []
    for number, batch in enumerate(given_batches):
        everything += batch
        body = render(CHANGED, timezone.now(), changed_data(EPOCH, number, batch, data))
        data = json.loads(body)["data"]
        assert len(body.encode()) < MAX_BYTES
    assert data is not None
    assert list(data) == ["epoch", "max_seq", "ids", "types"]
    assert data["max_seq"] == len(given_batches) - 1
    names = {str(item) for item, _kind in everything}
    # Either each change is named once, or none is (too many).
    assert data["ids"] == [] or (len(data["ids"]) == len(names) and set(data["ids"]) == names)
    assert data["types"] == [] or data["types"] == sorted({kind for _item, kind in everything})


@given(st.integers(0, 60), st.integers(0, 60))
def test_fifty_ids_are_named_and_fifty_one_are_not(first: int, second: int) -> None:
    items = [(one, "news") for one in ids(first + second)]
    data = changed_data(EPOCH, 1, items[:first]) if first else None
    data = changed_data(EPOCH, 2, items[first:], data)
    total = first + second
    assert len(data["ids"]) == (total if total <= 50 else 0)


def test_messages_wait_at_most_two_minutes(
    endpoint: WebhookEndpoint, clock: time_machine.Traveller
) -> None:
    change()
    made = the_message().created_at
    for _ in range(59):
        clock.shift(2)
        change()
    assert the_message().not_before == made + timedelta(minutes=2)


def test_publishing_a_page_announces_it(
    bilingual: Portal, receiver: Receiver, clock: time_machine.Traveller
) -> None:
    refresh()
    make_endpoint(receiver)
    page = make_standard_page(bilingual.home)
    assert not WebhookMessage.objects.exists()  # Not public before the catalog says so.
    refresh()
    told = data_of(the_message())
    item = CatalogItem.objects.get(page_id=page.pk)
    assert str(item.pk) in told["ids"]
    assert "page" in told["types"]
    assert told["max_seq"] == CatalogItem.objects.order_by("-seq").first().seq
    clock.shift(5)
    assert deliver_due().delivered == 1
    page.unpublish()
    refresh()
    assert str(item.pk) in data_of(WebhookMessage.objects.latest("created_at"))["ids"]


def test_a_draft_announces_nothing(bilingual: Portal, receiver: Receiver) -> None:
    refresh()
    make_endpoint(receiver)
    make_standard_page(bilingual.home, live=False)
    refresh()
    assert not WebhookMessage.objects.exists()
