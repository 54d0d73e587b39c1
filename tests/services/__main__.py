"""`python -m tests.services [--only NAME] COMMAND...`: the command with private services.

It finds PostgreSQL in DATABASE_URL and Elasticsearch in ELASTICSEARCH_URL.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from tests.services.elasticsearch import elasticsearch
from tests.services.missing import MissingServiceError, is_required
from tests.services.postgres import postgres


@contextmanager
def _elasticsearch() -> Iterator[str]:
    with elasticsearch() as node:
        yield node.url


#: Name, the variable that holds its address, and how to start it.
SERVICES: dict[str, tuple[str, Callable[[], AbstractContextManager[str]]]] = {
    "postgres": ("DATABASE_URL", postgres),
    "elasticsearch": ("ELASTICSEARCH_URL", _elasticsearch),
}
# Without it there is nothing to run; without the other one its tests skip.
INDISPENSABLE = "postgres"


def _end(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def _chosen(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Names of services, and the command."""
    if arguments[:1] == ["--only"]:
        return [arguments[1]], arguments[2:]
    return list(SERVICES), arguments


def _run(command: list[str], environment: dict[str, str]) -> int:
    with subprocess.Popen(command, env=environment) as child:
        try:
            return child.wait()
        except BaseException:
            child.terminate()  # Ctrl-C has reached it already; SIGTERM has not
            raise


def main(arguments: list[str]) -> int:
    """Exit status of the command; 0 without it where PostgreSQL may be missing."""
    signal.signal(signal.SIGTERM, _end)  # so that the servers are stopped then, too
    names, command = _chosen(arguments)
    environment = dict(os.environ)
    try:
        with ExitStack() as running:
            for name in names:
                variable, start = SERVICES[name]
                try:
                    environment[variable] = running.enter_context(start())
                except MissingServiceError as missing:
                    sys.stderr.write(f"Not run: {missing}.\n")
                    if is_required() or name == INDISPENSABLE:
                        return int(is_required())
            return _run(command, environment)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
