"""Behind a real nginx, with the locations that docs/operators.md gives for it."""

import http.client
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponseNotFound

from delivery.sending import NO_STORE, POLICY, send
from tests.services.missing import is_required
from tests.services.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
CONTENT = bytes(range(256)) * 40
NAMES = ["a.mp3", "tên tệp 100%.mp3", "a+b&c?d#e.mp3", "giấy mời;x=1.mp3"]


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def port(tmp_path: Path, settings: Any) -> Iterator[int]:
    """A server with nginx in front, which lets everything go below /files/ and nothing else."""
    if NGINX is None:
        message = "nginx is not installed"
        pytest.fail(message) if is_required() else pytest.skip(message)
    settings.ACCEL_REDIRECT = "/sent/"
    media = tmp_path / "media"
    media.mkdir()
    for name in NAMES:
        (media / name).write_bytes(CONTENT)
    storage = FileSystemStorage(location=media)

    def portal(environ: dict[str, Any], start: Any) -> list[bytes]:
        request = WSGIRequest(environ)
        path = request.path_info
        headers = {"Content-Type": "audio/mpeg", "Cache-Control": NO_STORE}
        response = (
            send(request, storage, path.removeprefix("/files/"), headers)
            if path.startswith("/files/")
            else HttpResponseNotFound()
        )
        start(f"{response.status_code} x", list(response.headers.items()))
        return [response.content]  # type: ignore[attr-defined]

    with make_server("127.0.0.1", 0, portal, handler_class=Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield from _nginx(tmp_path, server.server_port)
        server.shutdown()


def _nginx(folder: Path, upstream: int) -> Iterator[int]:
    port, text = free_port(), (ROOT / "docs/operators.md").read_text(encoding="utf-8")
    (locations,) = re.findall(r"```nginx\n(.*?)```", text, re.DOTALL)
    locations = locations.replace("/var/lib/portal/", f"{folder}/")
    locations = locations.replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;"
        f"events {{}} http {{ access_log off; {temporary}"
        f"server {{ listen 127.0.0.1:{port};\n{locations}\n}} }}"
    )
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    server = subprocess.Popen(command, env={"PATH": os.environ["PATH"]})
    try:
        for _ in range(300):
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=30).connect()
                break
            except OSError:
                assert server.poll() is None, (folder / "error.log").read_text()
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def test_what_the_portal_lets_go_nginx_sends(port: int) -> None:
    def get(path: str, method: str = "GET", **headers: str) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=given)
        answer = connection.getresponse()
        answer.content = answer.read()  # type: ignore[attr-defined]
        return answer

    for name in NAMES:
        answer = get(f"/files/{quote(name)}")
        assert (answer.status, answer.content) == (200, CONTENT), name
    expected = {
        "Content-Type": "audio/mpeg", "Cache-Control": NO_STORE, "Accept-Ranges": "bytes",
        "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    assert {name: answer.headers[name] for name in expected} == expected
    assert "X-Accel-Redirect" not in answer.headers
    part = get("/files/a.mp3", Range="bytes=5-9")
    assert (part.status, part.content) == (206, CONTENT[5:10])
    assert part.headers["X-Content-Type-Options"] == "nosniff"
    assert get("/files/a.mp3", Range=f"bytes={len(CONTENT)}-").status == 416
    assert get("/files/a.mp3", Range="bytes=0-1", If_Range='"x"').status == 200
    assert get("/files/a.mp3", If_None_Match=answer.headers["ETag"]).status in {200, 304}
    head = get("/files/a.mp3", "HEAD")
    assert (head.status, head.headers["Content-Length"], head.content) == (
        200, str(len(CONTENT)), b"",
    )  # fmt: skip
    # Nothing is had past the portal, whatever is written.
    for path in (
        "/sent/a.mp3",
        "/media/a.mp3",
        "/files/../sent/a.mp3",
        "/sent/../media/a.mp3",
        "/static/../media/a.mp3",
        "/static../media/a.mp3",
    ):
        assert get(path).status in {400, 404}, path  # fmt: skip
