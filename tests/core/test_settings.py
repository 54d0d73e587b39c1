"""Production refuses to start half configured; answers to visitors carry the right headers."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from tests.factories.core import Portal, make_standard_page, make_user

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "SECRET_KEY": "k" * 64,
    "ALLOWED_HOSTS": "portal.example",
    "PUBLIC_URL": "https://portal.example",
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
}
SHOWN = """
from django.conf import settings as s
print(s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.DEBUG,
      s.SECURE_HSTS_SECONDS > 0, s.ALLOWED_HOSTS, s.CSRF_TRUSTED_ORIGINS)
"""


def start(**changes: str | None) -> subprocess.CompletedProcess[str]:
    """What a fresh process says that loads the production settings in this environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", SHOWN], cwd=ROOT, env={**kept, **given}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"), ({"SECRET_KEY": "  "}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "development-only-key-that-production-refuses" * 2}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"), ({"PUBLIC_URL": None}, "PUBLIC_URL"),
        ({"SECURE_HSTS_SECONDS": "long"}, "SECURE_HSTS_SECONDS"),
        ({"SECURE_SSL_REDIRECT": "perhaps"}, "SECURE_SSL_REDIRECT"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(changes: dict[str, Any], named: str) -> None:
    answer = start(**changes)
    assert answer.returncode != 0
    last = answer.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in last
    assert named in last


def test_a_good_configuration_is_secure() -> None:
    answer = start()
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == (
        "True True True False True ['portal.example'] ['https://portal.example']"
    )


def test_the_error_shows_no_secret() -> None:
    assert "hush" not in start(SECRET_KEY="hush-hush").stderr


# What a visitor's answer carries.


def public(bilingual: Portal) -> list[str]:
    page = make_standard_page(bilingual.home)
    return ["/", "/en/", page.url, reverse("search"), reverse("site_map"), "/khong-co/"]


def test_no_inline_code_is_allowed_and_none_is_there(bilingual: Portal) -> None:
    for address in public(bilingual):
        answer = Client().get(address)
        policy = answer["Content-Security-Policy"]
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy
        for rule in ("default-src 'self'", "object-src 'none'", "base-uri 'self'"):
            assert rule in policy, address
        text = answer.content.decode()
        for inline in ("<style", " style=", " onclick=", "javascript:"):
            assert inline not in text, address


def test_a_visitor_gets_no_cookie(bilingual: Portal) -> None:
    client = Client()
    for address in public(bilingual):
        answer = client.get(address)
        assert not answer.cookies, address
    assert not client.cookies


def test_other_headers(bilingual: Portal) -> None:
    answer = Client().get("/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_the_admin_may_preview_a_page_in_a_frame(bilingual: Portal) -> None:
    client = Client()
    client.force_login(make_user("quantri", is_superuser=True))
    answer = client.get(reverse("wagtailadmin_home"))
    assert "Content-Security-Policy" not in answer


def test_nothing_asks_another_host(settings: Any) -> None:
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAILEMBEDS_FINDERS == []


def test_passwords_are_hashed_with_argon2() -> None:
    from cms.settings import base

    assert base.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert configured.AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"]["min_length"] >= 12
