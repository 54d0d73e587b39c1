"""The language comes from the address only; whoever asks, the answer is the same."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.factories.core import Portal, make_standard_page, make_user, translate

ASKING = [
    {},
    {"accept-language": "en-GB,en;q=0.9"},
    {"accept-language": "vi"},
    {"accept-language": "fr"},
    {"accept-language": "*;q=broken,,"},
]


@pytest.mark.parametrize("headers", ASKING)
@pytest.mark.parametrize("cookie", ["", "en", "vi", "xx"])
@pytest.mark.parametrize(("address", "language"), [("/", "vi"), ("/en/", "en")])
def test_whatever_the_browser_prefers(
    bilingual: Portal, headers: dict[str, str], cookie: str, address: str, language: str
) -> None:
    client = Client()
    if cookie:
        client.cookies["django_language"] = cookie
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.content.decode()
    assert answer["Content-Language"] == language
    assert "accept-language" not in answer.get("Vary", "").lower()


@pytest.mark.parametrize(("language", "prefix"), [("vi", ""), ("en", "/en")])
def test_search_site_map_and_errors_too(bilingual: Portal, language: str, prefix: str) -> None:
    with translation.override(language):
        addresses = [reverse("search"), reverse("site_map")]
    assert all(address.startswith(f"{prefix}/") for address in addresses)
    for address in [*addresses, f"{prefix}/khong-co/"]:
        answer = Client().get(address, headers={"accept-language": "en" if not prefix else "vi"})
        assert f'<html lang="{language}">' in answer.content.decode()
        assert "accept-language" not in answer.get("Vary", "").lower()


def test_the_address_without_its_slash(bilingual: Portal) -> None:
    answer = Client().get("/en")
    assert answer.status_code in {301, 302}
    assert answer["Location"] == "/en/"


def test_no_address_leads_to_the_other_language(bilingual: Portal) -> None:
    make_standard_page(bilingual.home)
    assert Client().get("/vi/").status_code == 404
    answer = Client().get("/en/gioi-thieu/", headers={"accept-language": "vi"})
    assert answer.status_code == 404


def test_an_officer_reads_the_site_in_the_language_of_the_address(bilingual: Portal) -> None:
    """The admin speaks the officer's own language; the public pages do not."""
    page = translate(make_standard_page(bilingual.home), "About")
    client = Client()
    client.force_login(make_user("quantri", is_superuser=True, language="vi"))
    assert '<html lang="en">' in client.get(page.url).content.decode()
    admin = client.get(reverse("wagtailadmin_home")).content.decode()
    assert '<html lang="vi"' in admin


def test_a_refusal_is_in_the_language_of_who_asked(roles: Portal) -> None:
    client = Client()
    client.force_login(make_user("bientap", "Biên tập viên", language="en"))
    answer = client.get(reverse("wagtailusers_users:index"), follow=True)
    assert "Sorry, you do not have permission to access this area." in answer.content.decode()
    assert answer["Content-Language"] == "en"
