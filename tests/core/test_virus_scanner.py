"""The hook for clamd, against a small one that speaks INSTREAM on loopback."""

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cms import env
from core.models import PortalDocument

VIRUS = b"TEST-VIRUS"


class Clamd(socketserver.StreamRequestHandler):
    """Chunks with their length before them, until one of no length; then one line, ended by NUL."""

    def handle(self) -> None:
        command = self.rfile.read(len(b"zINSTREAM\0"))
        assert command == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
            if len(content) > self.server.limit:  # type: ignore[attr-defined]
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = b"stream: Eicar-Test FOUND\0" if VIRUS in content else b"stream: OK\0"
        self.wfile.write(found if self.server.answers else b"")  # type: ignore[attr-defined]


@pytest.fixture
def clamd(settings: Any, tmp_path: Path) -> Iterator[Any]:
    settings.MEDIA_ROOT = tmp_path
    with socketserver.TCPServer(("127.0.0.1", 0), Clamd) as server:
        server.limit, server.answers = 1_000_000, True  # type: ignore[attr-defined]
        settings.CLAMD = "tcp://{}:{}".format(*server.server_address)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def error_of(client: Client, content: bytes) -> str:
    answer = client.post(
        reverse("wagtaildocs:add_multiple"), {"title": "a", "files[]": _file(content)},
        headers={"x-requested-with": "XMLHttpRequest"},
    )  # fmt: skip
    return str(answer.json().get("error_message", ""))


def _file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("ke-hoach.txt", content)


def test_a_clean_file_is_taken_and_a_virus_is_named(admin_client: Client, clamd: Any) -> None:
    assert error_of(admin_client, b"ke hoach\n" * 20_000) == ""
    assert "Eicar-Test" in error_of(admin_client, b"ke hoach" + VIRUS)
    assert PortalDocument.objects.count() == 1


@pytest.mark.parametrize("trouble", ["silent", "too large", "not there"])
def test_what_was_not_checked_is_not_kept(
    admin_client: Client, clamd: Any, trouble: str, settings: Any
) -> None:
    clamd.answers = trouble != "silent"
    clamd.limit = 10 if trouble == "too large" else clamd.limit
    if trouble == "not there":
        settings.CLAMD = "unix:///nowhere/clamd.ctl"
    assert "không trả lời" in error_of(admin_client, b"ke hoach\n" * 20_000)
    assert not PortalDocument.objects.exists()


@pytest.mark.parametrize("address", ["127.0.0.1:3310", "tcp://scanner", "http://a:1", "unix://x/y"])
def test_an_address_that_is_none_is_told_at_start(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAMD", address)
    with pytest.raises(ImproperlyConfigured):
        env.socket("CLAMD")
