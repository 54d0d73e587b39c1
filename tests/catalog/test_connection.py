"""A kept connection that the server has closed is noticed by the question before every answer."""

import psycopg
import pytest
from django.db import connection

from catalog.freshness import bring_up_to_date
from catalog.refresh import refresh


def kept_connection() -> None:
    """As a request begins that finds the connection of the one before."""
    connection.ensure_connection()
    connection.close_if_unusable_or_obsolete()


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_closed_connection_is_replaced() -> None:
    refresh()
    kept_connection()
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    known = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port")}
    with psycopg.connect(**known, autocommit=True) as other:
        own = connection.connection.info.backend_pid
        other.execute("SELECT pg_terminate_backend(%s)", [own])
    assert bring_up_to_date().is_complete
    assert connection.connection.info.backend_pid != own


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_no_other_question_is_asked_before(monkeypatch: pytest.MonkeyPatch) -> None:
    refresh()
    kept_connection()
    asked: list[bool] = []

    def is_usable() -> bool:
        asked.append(True)
        return True

    monkeypatch.setattr(connection, "is_usable", is_usable, raising=False)
    bring_up_to_date()
    assert not asked
