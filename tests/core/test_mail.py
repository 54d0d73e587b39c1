"""Letters reach a mail server, and nobody waits for it."""

import ssl
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from aiosmtpd.smtp import AuthResult, LoginPassword
from django.core import mail
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import send_mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.mail import server
from tests.factories.core import make_user
from tests.services.postgres import free_port

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Mailbox(MessageHandler):
    def __init__(self) -> None:
        super().__init__()
        self.letters: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.letters.append(message)


def _is_right(server: Any, session: Any, envelope: Any, mechanism: str, auth: Any) -> AuthResult:
    right = LoginPassword(b"cong", b"mat/khau@1")
    return AuthResult(success=auth == right)


def _settings_of(settings: Any, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    for name, value in server().items():
        setattr(settings, name, value)
    settings.EMAIL_BACKEND = "core.mail.LaterBackend"
    settings.MAIL_TRANSPORT = SMTP
    settings.DEFAULT_FROM_EMAIL = "Cổng thông tin <cong@example.vn>"
    settings.EMAIL_REPLY_TO = ["vanphong@example.vn"]


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return ca


@pytest.fixture(params=["smtp", "smtp+tls", "smtps"])
def mailbox(
    request: Any, settings: Any, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Mailbox]:
    """A real mail server that asks for a user and, but for the first, for encryption."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    options: dict[str, Any] = {"authenticator": _is_right, "auth_required": True}
    if request.param == "smtp+tls":
        options |= {"tls_context": context, "require_starttls": True}
    if request.param == "smtps":
        options["ssl_context"] = context
    box, port = Mailbox(), free_port()
    options["auth_require_tls"] = request.param == "smtp+tls"
    controller = Controller(box, "127.0.0.1", port, **options)
    controller.start()
    url = f"{request.param}://cong:mat%2Fkhau@1@127.0.0.1:{port}"
    _settings_of(settings, url, monkeypatch)
    yield box
    controller.stop()


def test_a_letter_arrives_from_the_sender_with_an_address_for_answers(
    mailbox: Mailbox, capsys: Any
) -> None:
    call_command("send_test_letter", "chutich@example.vn")
    assert "took the letter" in capsys.readouterr().out
    letter = mailbox.letters.pop()
    assert letter["To"] == "chutich@example.vn"
    assert letter["Reply-To"] == "vanphong@example.vn"
    assert letter["From"].endswith("<cong@example.vn>")


def test_a_letter_leaves_in_the_background(
    mailbox: Mailbox, settings: Any, monkeypatch: pytest.MonkeyPatch, db: None,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    settings.MAIL_IN_BACKGROUND = True
    begun: list[Any] = []
    with monkeypatch.context() as held:
        held.setattr("core.background.threading.Thread.start", lambda thread: begun.append(thread))
        with django_capture_on_commit_callbacks(execute=True):
            assert send_mail("Bài chờ duyệt", "Xin xem.", None, ["chutich@example.vn"]) == 1
            assert begun == []
    assert mailbox.letters == []
    begun[0].start()
    begun[0].join(60)
    assert len(mailbox.letters) == 1


def test_a_server_that_is_not_there_is_told_by_the_command_and_stops_no_request(
    settings: Any, monkeypatch: pytest.MonkeyPatch, db: None, caplog: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    port = free_port()
    _settings_of(settings, f"smtp://127.0.0.1:{port}", monkeypatch)
    with pytest.raises(CommandError, match=str(port)):
        call_command("send_test_letter", "chutich@example.vn")
    with django_capture_on_commit_callbacks(execute=True):
        send_mail("Bài chờ duyệt", "Xin xem.", None, ["chutich@example.vn"])
    assert "Bài chờ duyệt" in caplog.text


def test_an_unknown_certificate_gets_no_password(
    settings: Any, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        pytest.skip("No encryption, no certificate.")
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(CommandError, match=r"(?i)certificate"):
        call_command("send_test_letter", "chutich@example.vn")
    assert mailbox.letters == []


@pytest.mark.parametrize(
    "url",
    ["mail.example.vn", "http://mail.example.vn", "smtp://:25", "smtps://a:b#c@mail.example.vn",
     "smtp://mail.example.vn:mot", "smtps://a:m%E1%BA%ADt@mail.example.vn", "smtp+tls://u:p/w@mail.example.vn"],
)  # fmt: skip
def test_an_address_of_a_server_that_cannot_be_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(ImproperlyConfigured) as refused:
        server()
    assert "smtps://" in str(refused.value)
    assert url not in str(refused.value)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"MAIL_IS_SET_UP": False}, {"portal.W030"}),
        ({"MAIL_IS_SET_UP": True, "EMAIL_HOST_PASSWORD": "x", "EMAIL_HOST": "mail.example.vn"},
         {"portal.W031", "portal.W032"}),
        ({"MAIL_IS_SET_UP": True, "DEFAULT_FROM_EMAIL": "cong@example.vn",
          "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}, {"portal.W033"}),
        ({"MAIL_IS_SET_UP": True, "DEFAULT_FROM_EMAIL": "cong@example.vn", "EMAIL_USE_TLS": True,
          "EMAIL_HOST_PASSWORD": "x"}, set()),
    ],
)  # fmt: skip
def test_what_a_public_portal_lacks_is_said_at_the_start(
    settings: Any, given: dict[str, Any], found: set[str]
) -> None:
    for name, value in given.items():
        setattr(settings, name, value)
    told = {message.id for message in run_checks(include_deployment_checks=True)}
    assert {check for check in told if check and check.startswith("portal.W")} == found


def _ask_for_reset(email: str) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as queries:
        answer = Client().post("/admin/password_reset/", {"email": email})
    return answer, len(queries)


def test_a_reset_tells_by_nothing_whether_the_user_is_known(
    db: None, django_capture_on_commit_callbacks: Any
) -> None:
    user = make_user("bientap")
    addresses = [user.email, "khong-co@example.vn"]
    with django_capture_on_commit_callbacks() as later:
        known, unknown = (_ask_for_reset(address) for address in addresses)
    assert known[0].headers == unknown[0].headers
    assert known[1] == unknown[1]
    assert mail.outbox == []
    for work in later:
        work()
    assert [letter.to for letter in mail.outbox] == [[user.email]]


def test_nobody_is_buried_in_letters_and_the_form_is_not_for_machines(
    db: None, django_capture_on_commit_callbacks: Any, time_machine: Any
) -> None:
    time_machine.move_to("2026-03-02 09:00+07:00", tick=False)
    user = make_user("bientap")
    with django_capture_on_commit_callbacks(execute=True):
        answers = [_ask_for_reset(user.email.upper())[0].status_code for _ in range(12)]
    assert answers == [302] * 10 + [429] * 2
    assert len(mail.outbox) == 3
