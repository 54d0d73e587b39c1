"""What every answer says to the browser, and what it takes of a request."""

import gzip
from typing import Any

import pytest
from django.test import Client

from core.http_headers import accepted_encodings
from core.models import PortalSettings
from tests.factories.core import Portal


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("gzip, br", ["gzip", "br"]),
        ("gzip;q=0", []),
        ("GZIP; Q=0.000, br;q=0.5", ["br"]),
        ("gzip;q=0.001", ["gzip"]),
        ("gzip;x=0,,;", ["gzip"]),
        ("", []),
    ],
)
def test_an_encoding_of_weight_nothing_is_refused(header: str, taken: list[str]) -> None:
    assert accepted_encodings(header) == taken


@pytest.mark.parametrize("address", ["/", "/en/", "/api/v1/kinds", "/khong-co-trang/"])
def test_nobody_gets_gzip_who_refuses_it(bilingual: Portal, address: str) -> None:
    for _once_made_once_kept in range(2):
        answer = Client().get(address, headers={"accept-encoding": "gzip;q=0, identity"})
        assert "Content-Encoding" not in answer
        answer.content.decode()


@pytest.mark.parametrize(
    ("address", "policy"),
    [("/", "same-origin"), ("/admin/login/", "same-origin"), ("/khong-co/", "same-origin"),
     ("/api/v1/kinds", "cross-origin")],
)  # fmt: skip
def test_every_answer_has_its_policies(bilingual: Portal, address: str, policy: str) -> None:
    answer = Client().get(address)
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == policy


def test_the_admin_is_compressed_but_for_other_sites(
    bilingual: Portal, admin_client: Client
) -> None:
    headers = {"accept-encoding": "gzip"}
    plain = admin_client.get("/admin/")
    for address in ("/admin/", "/"):
        answer = admin_client.get(address, headers=headers)
        assert answer["Content-Encoding"] == "gzip", address
        assert "Accept-Encoding" in answer["Vary"]
        assert gzip.decompress(answer.content).decode().rstrip().endswith("</html>")
    assert len(admin_client.get("/admin/", headers=headers).content) < len(plain.content) / 3
    answer = admin_client.get("/admin/", headers={**headers, "sec-fetch-site": "cross-site"})
    assert "Content-Encoding" not in answer


def test_weaknesses_are_told_to_the_office_or_whom_the_operator_names(
    bilingual: Portal, settings: Any
) -> None:
    address = "/.well-known/security.txt"
    assert Client().get(address).status_code == 404
    portal = PortalSettings.for_site(bilingual.site)
    portal.email = "vanphong@example.vn"
    portal.save()
    answer = Client().get(address)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[0] == "Contact: mailto:vanphong@example.vn"
    assert lines[1].startswith("Expires: 20")
    assert lines[2:] == [
        "Preferred-Languages: vi, en", f"Canonical: http://localhost{address}",
    ]  # fmt: skip
    settings.SECURITY_CONTACTS = ["https://tinh.example.vn/an-toan"]
    assert b"Contact: https://tinh.example.vn/an-toan\n" in Client().get(address).content


@pytest.mark.parametrize("sign", ["%00", "%0a", "%0d%0aX-Other:%201", "%c2%85"])
@pytest.mark.parametrize(
    "address",
    ["/api/v1/content/{}/", "/api/v1/preview/{}/", "/media/{}/", "/{}/", "/documents/1/{}"],
)
def test_a_decoded_path_stands_in_no_header(bilingual: Portal, address: str, sign: str) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(address.format(sign), follow=False)
        assert answer.status_code < 500
        told = "".join(answer.headers.values())
        assert not any(ord(letter) < 32 or letter == "\x7f" for letter in told)
        assert "X-Other" not in answer.headers
