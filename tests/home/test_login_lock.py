"""Five wrong passwords lock this user at this address, and nobody else, whatever others do."""

import datetime
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.core import PASSWORD, make_user

OFFICE, ELSEWHERE = "203.0.113.7", "203.0.113.8"


@pytest.fixture(autouse=True)
def _lock(settings: Any, db: None, time_machine: Any) -> None:
    time_machine.move_to("2026-03-02 09:00+07:00", tick=False)  # However slow the machine is.
    settings.AXES_ENABLED = True
    make_user("bientap", is_superuser=True)
    make_user("vanphong", is_superuser=True)


def log_in(
    username: str, password: str, address: str = OFFICE, client: Client | None = None, **extra: Any
) -> Any:
    data = {"username": username, "password": password}
    url = reverse("wagtailadmin_login")
    return (client or Client()).post(url, data, REMOTE_ADDR=address, **extra)


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


def behind_proxy(username: str, password: str, address: str) -> Any:
    return log_in(username, password, "127.0.0.1", HTTP_X_FORWARDED_FOR=f"6.6.6.6, {address}")


def test_behind_a_proxy_a_stranger_locks_nobody_out(settings: LazySettings) -> None:
    settings.TRUSTED_PROXIES = 1
    for _ in range(6):
        answer = behind_proxy("bientap", "sai", ELSEWHERE)
    assert answer.status_code == 429
    assert is_in(behind_proxy("bientap", PASSWORD, OFFICE))
    assert set(AccessFailureLog.objects.values_list("ip_address", flat=True)) == {ELSEWHERE}
    assert AccessLog.objects.get().ip_address == OFFICE


@pytest.mark.parametrize("address", ["", "unknown", "2001:db8::1"])
def test_an_address_of_any_form_is_no_error(settings: LazySettings, address: str) -> None:
    settings.TRUSTED_PROXIES = 1
    assert log_in("bientap", "sai", address).status_code == 200
    assert is_in(log_in("bientap", PASSWORD, "", HTTP_X_FORWARDED_FOR=address))


def test_one_subscriber_of_ipv6_is_one_address() -> None:
    for n in range(5):
        answer = log_in("bientap", "sai", f"2001:db8:1:2::{n:x}")
    assert answer.status_code == 429
    assert is_in(log_in("bientap", PASSWORD, "2001:db8:1:3::1"))


def test_guessing_from_many_addresses_slows_each_and_never_stops_the_user() -> None:
    for n in range(10):
        for _ in range(2):
            log_in("bientap", "sai", f"198.51.100.{n}")
    assert log_in("bientap", "sai", "198.51.100.77").status_code == 200
    assert log_in("bientap", "sai", "198.51.100.77").status_code == 429
    assert is_in(log_in("bientap", PASSWORD, "198.51.100.78"))


def test_guessing_at_many_users_slows_the_address_and_stops_no_colleague(
    time_machine: Any,
) -> None:
    for n in range(30):
        if n == 20:  # Not too fast: that is another limit.
            time_machine.move_to(timezone.now() + datetime.timedelta(minutes=1))
        assert log_in(f"nguoi-{n}", "sai").status_code == 200
    assert log_in("nguoi-0", "sai").status_code == 429
    assert is_in(log_in("vanphong", PASSWORD))


def test_in_the_browser_used_before_no_neighbour_stops_the_user() -> None:
    own = Client()
    assert is_in(log_in("bientap", PASSWORD, client=own))
    del own.cookies["sessionid"]
    lock_out()
    for n in range(40):
        log_in(f"nguoi-{n}", "sai")
    assert log_in("vanphong", PASSWORD).status_code == 429
    assert log_in("bientap", "sai", client=own).status_code == 200
    assert is_in(log_in("bientap", PASSWORD, client=own))


def test_a_stolen_browser_is_no_stranger_to_limits() -> None:
    own = Client()
    log_in("bientap", PASSWORD, client=own)
    del own.cookies["sessionid"]
    for _ in range(12):
        answer = log_in("bientap", "sai", client=own)
    assert answer.status_code == 429
    assert AccessFailureLog.objects.filter(username="bientap").count() >= 10


def test_a_flood_of_logins_is_refused_before_any_password_is_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for n in range(30):
        log_in(f"nguoi-{n}", "sai")
    monkeypatch.setattr("django.contrib.auth.authenticate", None)
    answer = log_in("bat-ky", "sai")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 61
    assert "thử lại sau 1 phút" in answer.content.decode()
