"""`python -m tests.services COMMAND...`: the command with DATABASE_URL of a private PostgreSQL."""

import os
import signal
import subprocess
import sys

from tests.services.missing import MissingServiceError, is_required
from tests.services.postgres import postgres


def _end(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def main(command: list[str]) -> int:
    """Exit status of the command; 0 without it where PostgreSQL may be missing."""
    signal.signal(signal.SIGTERM, _end)  # so that the servers are stopped then, too
    try:
        with postgres() as url:
            environment = {**os.environ, "DATABASE_URL": url}
            with subprocess.Popen(command, env=environment) as child:
                try:
                    return child.wait()
                except BaseException:
                    child.terminate()  # Ctrl-C has reached it already; SIGTERM has not
                    raise
    except MissingServiceError as missing:
        sys.stderr.write(f"Not run: {missing}.\n")
        return int(is_required())
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
