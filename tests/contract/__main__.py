"""`python -m tests.contract [examples]`: Schemathesis, all phases and checks, on a real portal.

Set up by its own command, served by gunicorn. About twenty thousand cases with 600 examples.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.portal.conftest import start_portal

HERE = Path(__file__).parent


def main(examples: str = "600") -> int:
    os.environ["API_RATE"] = "0/m"  # The limit has tests of its own.
    with tempfile.TemporaryDirectory() as folder:
        portals = start_portal(Path(folder), "content/suoi-mau")
        portal = next(portals)
        try:
            return subprocess.run(
                [
                    "schemathesis", "--config-file", str(HERE / "schemathesis.toml"), "run",
                    f"{portal.url}/api/v1/openapi.json", "--max-examples", examples,
                    "--workers", "2", "--continue-on-failure", "--generation-database", "none",
                ],
                env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
            ).returncode  # fmt: skip
        finally:
            portals.close()  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
