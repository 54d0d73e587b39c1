"""Real worker processes on one database: nothing twice, nothing lost, whatever is killed."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from api.models import WebhookDelivery, WebhookMessage
from api.webhooks.bodies import CHANGED
from api.webhooks.delivery import claim
from tests.webhooks.conftest import change, ids, make_endpoint
from tests.webhooks.receiver import Receiver, Reply

pytestmark = pytest.mark.sql

ROOT = Path(__file__).resolve().parent.parent.parent
Start = Callable[..., subprocess.Popen[str]]


class Database:
    """The test's database as other processes see it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "shared.sqlite3"
        self.is_sqlite = connection.vendor == "sqlite"

    def publish(self) -> str:
        """Its address; SQLite's is in memory and is copied into a file."""
        if not self.is_sqlite:
            at = connection.settings_dict
            user = f"{at['USER']}:{at['PASSWORD']}" if at["PASSWORD"] else at["USER"]
            return (
                f"postgres://{user}@{at['HOST'] or '127.0.0.1'}:{at['PORT'] or 5432}/{at['NAME']}"
            )
        if not self.file.exists():
            with sqlite3.connect(self.file) as copy:
                connection.connection.backup(copy)
        return f"sqlite:///{self.file}"

    def run(self, sql: str) -> list[Any]:
        if self.is_sqlite:
            with sqlite3.connect(self.file, timeout=20) as copy:
                return copy.execute(sql).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture
def database(transactional_db: None, tmp_path: Path) -> Database:
    return Database(tmp_path)


@pytest.fixture
def start(database: Database) -> Any:
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        env = {
            **os.environ,
            "DATABASE_URL": database.publish(),
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "WEBHOOKS_ALLOW_PRIVATE": "1",
        }
        command = [sys.executable, "manage.py", "deliver_webhooks", *arguments]
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=30)


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(0.02)


def test_several_workers_send_each_delivery_once(
    database: Database, start: Start, receiver: Receiver
) -> None:
    endpoints = [make_endpoint(receiver, f"Bên nhận {n}") for n in range(3)]
    messages = [WebhookMessage(event=CHANGED, body="{}") for _ in range(40)]
    WebhookMessage.objects.bulk_create(messages)
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(message=message, endpoint=endpoint, is_open=False)
        for message in messages
        for endpoint in endpoints
    )
    receiver.usual = Reply(wait=0.01)
    workers = [start() for _ in range(3)]
    outputs = [worker.communicate(timeout=120) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0], outputs
    sent = Counter(one.id for one in receiver.received)
    assert sent == {message.webhook_id: 3 for message in messages}
    rows = database.run("SELECT status, attempts FROM api_webhookdelivery")
    assert set(rows) == {("delivered", 1)}
    assert len(database.run("SELECT id FROM api_webhookattempt")) == 120
    assert sum(int(out.split()[0]) for out, _err in outputs) == 120


def test_what_a_killed_worker_had_begun_is_sent_by_the_next(
    database: Database, start: Start, receiver: Receiver
) -> None:
    make_endpoint(receiver)
    change()  # Committed; nothing else runs in this process.
    WebhookMessage.objects.update(not_before=timezone.now())
    receiver.replies = [Reply(wait=20)]
    worker = start()
    wait_for(lambda: len(receiver.received) == 1)
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate(timeout=30)
    assert database.run("SELECT status FROM api_webhookdelivery") == [("pending",)]
    # Leased: another worker leaves it alone until the lease has ended.
    assert start().communicate(timeout=60)[0].startswith("0 delivered, 0 failed")
    database.run("UPDATE api_webhookdelivery SET leased_until = '2020-01-01 00:00:00'")
    assert start().communicate(timeout=60)[0].startswith("1 delivered, 0 failed")
    assert len({one.id for one in receiver.received}) == 1
    assert len({one.body for one in receiver.received}) == 1


def test_the_loop_ends_when_asked_and_finishes_what_it_does(
    database: Database, start: Start, receiver: Receiver
) -> None:
    make_endpoint(receiver)
    change()
    WebhookMessage.objects.update(not_before=timezone.now())
    receiver.usual = Reply(wait=0.5)
    worker = start("--loop")
    wait_for(lambda: len(receiver.received) == 1)
    worker.send_signal(signal.SIGTERM)
    out, err = worker.communicate(timeout=30)
    assert worker.returncode == 0, err
    assert "1 delivered" in out
    assert database.run("SELECT status FROM api_webhookdelivery") == [("delivered",)]


def test_a_change_and_a_worker_at_the_same_moment(
    transactional_db: None, receiver: Receiver
) -> None:
    """A message that is being added to is left alone until that has been committed."""
    if not connection.features.has_select_for_update_skip_locked:
        pytest.skip("One writer at a time: it cannot happen.")

    def in_another_worker() -> WebhookDelivery | None:
        def work() -> WebhookDelivery | None:
            try:
                return claim()
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            return pool.submit(work).result(timeout=30)

    make_endpoint(receiver)
    first, second = ids(2)
    change(items=[(first, "news")])
    WebhookMessage.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    with transaction.atomic():
        change(items=[(second, "news")])
        assert in_another_worker() is None
    taken = in_another_worker()
    assert taken is not None
    body = WebhookMessage.objects.get().body
    assert str(first) in body
    assert str(second) in body
    change(items=[(first, "news")])  # Too late to join what was taken.
    assert WebhookMessage.objects.count() == 2
