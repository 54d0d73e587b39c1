"""Stands before a server on this machine and spoils what a test wants spoiled."""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

ERROR = (
    b"HTTP/1.1 500 Internal Server Error\r\nX-elastic-product: Elasticsearch\r\n"
    b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
)


class Proxy:
    """``delay``: seconds before anything is passed on. ``is_broken``: every request is an error.
    ``on_request``: called with the first bytes of a request before they are passed on.
    ``requests``: how many came."""

    def __init__(self, target: str) -> None:
        self.target = ("127.0.0.1", urlsplit(target).port or 0)
        self.delay = 0.0
        self.is_broken = False
        self.on_request: Callable[[bytes], None] | None = None
        self.requests = 0
        self.ended = threading.Event()
        self.url = ""

    def serve(self, client: socket.socket) -> None:
        with suppress(OSError), socket.create_connection(self.target) as server:
            back = threading.Thread(target=self._pump, args=(server, client), daemon=True)
            back.start()
            while data := client.recv(65536):
                self.requests += data.startswith((b"GET ", b"POST ", b"PUT ", b"DELETE "))
                if self.on_request:
                    self.on_request(data)
                if self.delay and self.ended.wait(self.delay):
                    return
                if self.is_broken:
                    client.sendall(ERROR)
                    return
                server.sendall(data)

    @staticmethod
    def _pump(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxy(target: str) -> Iterator[Proxy]:
    made = Proxy(target)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            made.serve(self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as listener:
        made.url = f"http://127.0.0.1:{listener.server_address[1]}"
        threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield made
        finally:
            made.ended.set()
            listener.shutdown()
