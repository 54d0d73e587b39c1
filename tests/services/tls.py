"""A door with TLS and a login before a server on this machine, as a production cluster has it.

The server that the tests run has no security of its own; what the portal must do is the same.
"""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

_BODY = b'{"error": {"type": "security_exception", "reason": "no login"}, "status": 401}'
_REFUSAL = (
    b"HTTP/1.1 401 Unauthorized\r\nX-elastic-product: Elasticsearch\r\nConnection: close\r\n"
    b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(_BODY), _BODY)
)
_METHODS = (b"GET ", b"POST ", b"PUT ", b"HEAD ", b"DELETE ")


@contextmanager
def door(target: str, context: ssl.SSLContext, logins: set[str]) -> Iterator[int]:
    """Serve on a port while the block runs. ``logins``: values of ``Authorization`` let through."""
    port = urlsplit(target).port or 0
    known = {f"authorization: {login}".encode() for login in logins}

    async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            inside, to_server = await asyncio.open_connection("127.0.0.1", port)
            back = asyncio.create_task(_copy(inside, writer))
            while data := await reader.read(65536):
                if data.startswith(_METHODS) and not any(line in data for line in known):
                    writer.write(_REFUSAL)
                    await writer.drain()
                    break
                to_server.write(data)
                await to_server.drain()
            to_server.close()
            back.cancel()
        writer.close()

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(visit, "127.0.0.1", 0, ssl=context))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
