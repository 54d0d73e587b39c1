"""A receiver of webhooks: a real HTTP server in a thread, which answers as told and keeps all."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"ok"
    wait: float = 0.0  # seconds before the answer
    dribble: float = 0.0  # seconds between two bytes of the body


@dataclass
class Received:
    method: str
    path: str
    headers: dict[str, str]
    body: str

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


class Receiver:
    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.received: list[Received] = []
        self.replies: list[Reply] = []  # taken from the front; then `usual`
        self.usual = Reply()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hook"

    @property
    def bodies(self) -> list[str]:
        return [one.body for one in self.received]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.received.append(Received(self.command, self.path, headers, body))
                reply = receiver.replies.pop(0) if receiver.replies else receiver.usual
                time.sleep(reply.wait)
                self.send_response(reply.status)
                for name, value in {"Content-Length": len(reply.body), **reply.headers}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                pieces = [reply.body] if not reply.dribble else [bytes([b]) for b in reply.body]
                for piece in pieces:
                    self.wfile.write(piece)
                    time.sleep(reply.dribble)

            do_GET = do_POST  # noqa: N815

            def handle(self) -> None:
                try:
                    super().handle()
                except OSError:
                    return  # The sender has hung up.

            def log_message(self, *args: Any) -> None:
                return

        return Handler


@contextmanager
def running(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    receiver = Receiver(tls)
    thread = threading.Thread(target=receiver.server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.server.shutdown()
        receiver.server.server_close()
        thread.join()
