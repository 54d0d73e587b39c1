"""Where a webhook may go: nowhere inside, whatever the name server says and whenever it says it."""

import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from api.models import WebhookAttempt, WebhookDelivery
from api.webhooks import sending
from api.webhooks.delivery import deliver_due
from api.webhooks.targets import RefusedError, is_public, parse, resolve
from tests.core.test_settings import start
from tests.webhooks.conftest import change, make_endpoint
from tests.webhooks.receiver import Receiver, running

Lookup = Callable[..., Any]


@pytest.fixture
def strict(settings: Any) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False


class Names:
    """Answers for names in place of the name server; addresses are left to the system."""

    def __init__(self, real: Lookup) -> None:
        self.real = real
        self.answers: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if host not in self.answers:
            return self.real(host, port, *args, **kwargs)
        self.asked.append(host)
        answers = self.answers[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        kind = socket.SOCK_STREAM
        return [(family[":" in one], kind, 6, "", (one, port)) for one in found]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    names = Names(socket.getaddrinfo)
    monkeypatch.setattr(socket, "getaddrinfo", names)
    return names


PRIVATE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192",
    "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255", "168.63.129.16", "192.88.99.1",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254",
    "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "100::1", "5f00::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_the_open_internet_is_refused(strict: None, names: Names, address: str) -> None:
    assert not is_public(address)
    names.answers["hook.example"] = [[address]]
    with pytest.raises(RefusedError):
        resolve(parse("https://hook.example/"))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450::1"])
def test_what_is_public_is_allowed(strict: None, names: Names, address: str) -> None:
    names.answers["hook.example"] = [[address]]
    assert resolve(parse("https://hook.example/")) == [address]


def test_one_private_address_among_public_ones_is_enough(strict: None, names: Names) -> None:
    names.answers["hook.example"] = [["8.8.8.8", "10.0.0.1"]]
    with pytest.raises(RefusedError):
        resolve(parse("https://hook.example/"))


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example/", "ftp://hook.example/", "//hook.example/", "hook.example", "",
        "https://", "https:///path", "https://user@hook.example/", "https://a:b@hook.example/",
        "https://hook.example:22/", "https://hook.example:80/", "https://hook.example:8443/",
        "https://hook.example:0/", "https://hook.example:99999/", "https://hook.example:x/",
        "https://hook.example/#part", "https://hook.example/a b", "https://hook.example\\@evil/",
        "https://hook.example/\r\nX: y", "https://hook\x00.example/", "file:///etc/passwd",
        "javascript:alert(1)", "https://[::1", "https://[fe80::1%25eth0]:1/",
    ],
)  # fmt: skip
def test_addresses_that_are_refused_as_they_stand(strict: None, url: str) -> None:
    with pytest.raises(RefusedError):
        parse(url)


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f000001", "0177.0.0.1", "127.1",
     "[::ffff:127.0.0.1]", "169.254.169.254", "[::]", "0"],
)  # fmt: skip
def test_spellings_of_this_machine(strict: None, host: str) -> None:
    with pytest.raises(RefusedError):
        resolve(parse(f"https://{host}/"))


def test_a_second_port_has_to_be_allowed(strict: None, settings: Any) -> None:
    settings.WEBHOOKS_PORTS = [443, 8443]
    assert parse("https://hook.example:8443/x?y=1").host_header == "hook.example:8443"


def test_a_vietnamese_name_is_looked_up_in_ascii(strict: None) -> None:
    target = parse("https://tỉnh.example/nhận?kiểu=1")
    assert target.host == "xn--tnh-dlz.example"
    assert target.path.isascii()


@given(st.text(max_size=60), st.sampled_from(["", "https://", "https://[", "https://a.example:"]))
def test_any_text_is_an_address_or_refused(text: str, start: str) -> None:
    try:
        target = parse(start + text)
    except RefusedError:
        return
    assert target.host
    assert "\n" not in target.path
    assert target.scheme in {"https", "http"}


@given(st.ip_addresses())
def test_python_and_the_guard_agree_on_what_is_not_public(address: Any) -> None:
    if is_public(str(address)):
        assert address.is_global
        names = ("private", "loopback", "multicast", "link_local", "reserved", "unspecified")
        assert not [name for name in names if getattr(address, f"is_{name}")]


def test_the_setting_for_tests_opens_this_machine_only(names: Names) -> None:
    names.answers["inside.example"] = [["10.0.0.1"]]
    names.answers["outside.example"] = [["8.8.8.8"]]
    for url in ("http://inside.example:8000/", "https://inside.example/", "http://outside.example"):
        with pytest.raises(RefusedError):
            resolve(parse(url))
    assert resolve(parse("http://127.0.0.1:8000/")) == ["127.0.0.1"]


def test_production_refuses_that_setting() -> None:
    answer = start(WEBHOOKS_ALLOW_PRIVATE="1")
    assert answer.returncode != 0
    assert "WEBHOOKS_ALLOW_PRIVATE" in answer.stderr


# The connection.


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if an administrator had installed the authority on the system."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


def tls(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def test_the_certificate_is_checked_against_the_name_at_the_pinned_address(
    trusted: None, authority: trustme.CA, names: Names
) -> None:
    names.answers["hook.example"] = [["127.0.0.1"], ["127.0.0.9"]]
    with running(tls(authority, "hook.example")) as receiver:
        answer = sending.post(f"https://hook.example:{receiver.port}/x", "{}", {})
    assert answer.status == 200, answer
    assert names.asked == ["hook.example"]  # Once: nothing asks again to connect.
    assert receiver.received[0].headers["host"] == f"hook.example:{receiver.port}"


def test_a_certificate_for_another_name_is_refused(
    trusted: None, authority: trustme.CA, names: Names
) -> None:
    names.answers["hook.example"] = [["127.0.0.1"]]
    with running(tls(authority, "other.example")) as receiver:
        answer = sending.post(f"https://hook.example:{receiver.port}/x", "{}", {})
    assert "CERTIFICATE_VERIFY_FAILED" in answer.error
    assert not receiver.received


def test_a_certificate_of_an_unknown_authority_is_refused(
    authority: trustme.CA, names: Names
) -> None:
    names.answers["hook.example"] = [["127.0.0.1"]]
    with running(tls(authority, "hook.example")) as receiver:
        answer = sending.post(f"https://hook.example:{receiver.port}/x", "{}", {})
    assert "CERTIFICATE_VERIFY_FAILED" in answer.error
    assert not receiver.received


def test_a_name_that_changes_between_check_and_connection_reaches_nothing(
    strict: None, names: Names, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """DNS rebinding: public when it is checked, this machine when it is asked again."""
    called: list[Any] = []

    def connect(address: Any, *args: Any, **kwargs: Any) -> Any:
        called.append(address)
        raise ConnectionRefusedError

    with running() as receiver:
        settings.WEBHOOKS_PORTS = [receiver.port]
        names.answers["hook.example"] = [["93.184.216.34"], ["127.0.0.1"]]
        # The tests send nothing into the open Internet; the resolver decides where to.
        monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
        sending.post(f"https://hook.example:{receiver.port}/", "{}", {})
        assert called == [("93.184.216.34", receiver.port)]
        answer = sending.post(f"https://hook.example:{receiver.port}/", "{}", {})
    assert "127.0.0.1" in answer.error
    assert len(called) == 1
    assert not receiver.received


def test_each_attempt_checks_again(
    db: None, receiver: Receiver, names: Names, settings: Any, clock: Any
) -> None:
    make_endpoint(receiver, url=f"http://hook.example:{receiver.port}/hook")
    names.answers["hook.example"] = [["127.0.0.1"], ["10.0.0.1"]]
    receiver.usual.status = 500
    change()
    clock.shift(5)
    deliver_due()
    clock.shift(10)
    deliver_due()
    assert len(receiver.received) == 1
    assert "10.0.0.1" in WebhookAttempt.objects.first().error
    assert WebhookDelivery.objects.get().status == "pending"


def test_the_next_address_when_the_first_does_not_answer(names: Names, receiver: Receiver) -> None:
    names.answers["hook.example"] = [["::1", "127.0.0.1"]]  # The receiver speaks IPv4 only.
    assert sending.post(f"http://hook.example:{receiver.port}/", "{}", {}).status == 200


def test_no_proxy_of_the_environment_is_used(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert sending.post(receiver.url, "{}", {}).status == 200
