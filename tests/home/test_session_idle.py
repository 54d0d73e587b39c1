"""Whoever leaves the desk is signed out."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.core import Portal


@pytest.fixture(autouse=True)
def _limit(settings: Any) -> None:
    settings.SESSION_IDLE_MINUTES = 120


@pytest.fixture
def later(time_machine: Any) -> Any:
    now = timezone.now()
    return lambda minutes: time_machine.move_to(now + datetime.timedelta(minutes=minutes))


def is_signed_in(client: Client) -> bool:
    return bool(client.get("/admin/").status_code == 200)


def test_nothing_done_for_two_hours_ends_the_session(admin_client: Client, later: Any) -> None:
    assert is_signed_in(admin_client)
    later(119)
    assert is_signed_in(admin_client)
    later(230)
    assert is_signed_in(admin_client)
    later(351)
    assert not is_signed_in(admin_client)


def test_a_tab_left_open_does_not_keep_it(
    bilingual: Portal, admin_client: Client, later: Any
) -> None:
    address = f"/admin/editing-sessions/ping/home/homepage/{bilingual.home.pk}/1/"
    assert is_signed_in(admin_client)
    for minutes in (50, 100, 121):
        later(minutes)
        admin_client.post(address)
    assert not is_signed_in(admin_client)


def test_an_operator_may_do_without(admin_client: Client, later: Any, settings: Any) -> None:
    settings.SESSION_IDLE_MINUTES = 0
    assert is_signed_in(admin_client)
    later(60 * 24)
    assert is_signed_in(admin_client)


def test_a_session_is_not_written_with_every_request(admin_client: Client) -> None:
    admin_client.get("/admin/account/")
    with CaptureQueriesContext(connection) as queries:
        admin_client.get("/admin/account/")
    assert not [q for q in queries if "UPDATE" in q["sql"] and "session" in q["sql"]]
