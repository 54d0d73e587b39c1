"""Five wrong passwords lock this user at this address, and nobody else."""

import datetime
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.core import PASSWORD, make_user

OFFICE, ELSEWHERE = "203.0.113.7", "203.0.113.8"


@pytest.fixture(autouse=True)
def _lock(settings: Any, db: None) -> None:
    settings.AXES_ENABLED = True
    make_user("bientap", is_superuser=True)
    make_user("vanphong", is_superuser=True)


def log_in(username: str, password: str, address: str = OFFICE) -> Any:
    data = {"username": username, "password": password}
    return Client().post(reverse("wagtailadmin_login"), data, REMOTE_ADDR=address)


def is_in(answer: Any) -> bool:
    return bool(answer.status_code == 302)


def lock_out() -> Any:
    for _ in range(4):
        assert log_in("bientap", "sai").status_code == 200
    return log_in("bientap", "sai")


def test_the_fifth_failure_locks_and_says_so_in_vietnamese() -> None:
    answer = lock_out()
    assert answer.status_code in {403, 429}
    assert "Tạm khóa đăng nhập" in answer.content.decode()
    assert 'lang="vi"' in answer.content.decode()


def test_the_right_password_does_not_open_the_lock() -> None:
    lock_out()
    assert log_in("bientap", PASSWORD).status_code in {403, 429}


def test_a_colleague_behind_the_same_address_gets_in() -> None:
    lock_out()
    assert is_in(log_in("vanphong", PASSWORD))


def test_the_user_gets_in_from_elsewhere() -> None:
    """Nobody can lock an officer out by trying from outside."""
    lock_out()
    assert is_in(log_in("bientap", PASSWORD, ELSEWHERE))


def test_a_success_forgets_the_failures() -> None:
    for _ in range(4):
        log_in("bientap", "sai")
    assert is_in(log_in("bientap", PASSWORD))
    for _ in range(4):
        assert log_in("bientap", "sai").status_code == 200


def test_no_password_is_recorded() -> None:
    log_in("bientap", "mat-khau-go-nham")
    attempt = AccessAttempt.objects.get()
    assert "mat-khau-go-nham" not in f"{attempt.post_data} {attempt.get_data}"


def test_a_forged_header_is_no_way_around() -> None:
    data = {"username": "bientap", "password": "sai"}
    for n in range(5):
        headers = {"x-forwarded-for": f"198.51.100.{n}"}
        url = reverse("wagtailadmin_login")
        answer = Client().post(url, data, REMOTE_ADDR=OFFICE, headers=headers)
    assert answer.status_code in {403, 429}


def test_the_lock_is_let_off_after_a_quarter_of_an_hour(time_machine: Any) -> None:
    lock_out()
    time_machine.move_to(timezone.now() + datetime.timedelta(minutes=16))
    assert is_in(log_in("bientap", PASSWORD))
