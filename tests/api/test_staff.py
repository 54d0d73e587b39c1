"""Wagtail's own interface: for staff who show a valid token, and for nobody else."""

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import APIToken

from tests.factories.core import Portal, make_standard_page, make_user

PAGES = "/api/staff/v3/pages/"


def token_of(user: object) -> str:
    token = APIToken.generate_token()
    APIToken.objects.create(
        user=user, name="thử", key_hash=APIToken.hash_token(token), prefix=token[:16]
    )
    return token


def ask(token: str, path: str = PAGES, client: Client | None = None) -> object:
    header = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
    return (client or Client()).get(path, **header)


def test_staff_with_a_token_see_pages(bilingual: Portal) -> None:
    make_standard_page(bilingual.home)
    response = ask(token_of(make_user("quantri", is_superuser=True)))
    assert response.status_code == 200
    assert "gioi-thieu" in response.content.decode()


@pytest.mark.parametrize("path", [PAGES, "/api/staff/v3/whoami/", "/api/staff/none"])
def test_anonymous_and_wrong_tokens_are_turned_away(bilingual: Portal, path: str) -> None:
    for token in ("", "wagtail_wrong", APIToken.generate_token()):
        response = ask(token, path)
        assert response.status_code == 401
        assert response["WWW-Authenticate"].startswith("Bearer")
        assert response["Content-Type"] == "application/problem+json"


def test_a_session_is_no_token(bilingual: Portal) -> None:
    client = Client()
    client.force_login(make_user("quantri", is_superuser=True))
    assert ask("", client=client).status_code == 401


def test_a_token_ends_with_its_owners_rights(roles: Portal) -> None:
    user = make_user("quantri", is_superuser=True)
    token = token_of(user)
    user.is_superuser = False
    user.save()
    assert ask(token).status_code == 403
    user.is_superuser, user.is_active = True, False
    user.save()
    assert ask(token).status_code == 401
    user.is_active = True
    user.save()
    APIToken.objects.update(revoked_at=timezone.now())
    assert ask(token).status_code == 401


def test_no_page_of_another_host_and_no_document(bilingual: Portal) -> None:
    token = token_of(make_user("quantri", is_superuser=True))
    for path in ("/api/staff/v3/docs/", "/api/staff/v3/openapi.json"):
        assert ask(token, path).status_code == 404


def test_a_failure_of_wagtail_is_a_problem(bilingual: Portal) -> None:
    client = Client(raise_request_exception=False)
    token = token_of(make_user("quantri", is_superuser=True))
    response = ask(token, PAGES + "?offset=100000000000000000000", client)
    assert response.status_code >= 400
    assert response["Content-Type"] == "application/problem+json"
