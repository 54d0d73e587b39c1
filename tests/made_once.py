"""What is dear to make is made once and kept below ``var/tests``, under a digest of its sources."""

import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "tests"
_NOT_OF_THE_PORTAL = {"bench", "clients", "docs", "node_modules", "tests", "var"}


def digest(paths: Iterable[Path]) -> str:
    """Of names and contents of these files; 16 hexadecimal digits."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(f"{path.relative_to(ROOT)}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


def portal_sources() -> Iterator[Path]:
    """Files that a portal is set up from: code, templates, texts and content packages."""
    for folder in ROOT.iterdir():
        if folder.name.startswith(".") or folder.name in _NOT_OF_THE_PORTAL:
            continue
        if folder.is_file():
            yield folder
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix not in {".pyc", ".mo"}:
                yield path


@contextmanager
def lock(name: str) -> Iterator[None]:
    """Held by one process of this checkout at a time; the others wait."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def made_once(name: str, key: str, make: Callable[[Path], None]) -> Path:
    """The folder ``name-key``, filled by ``make`` where it is not there yet; do not write in it.

    Folders of other keys are removed. What raises in ``make`` leaves nothing behind.
    """
    folder = FOLDER / f"{name}-{key}"
    with lock(name):
        if folder.exists():
            return folder
        for old in FOLDER.glob(f"{name}-*"):
            shutil.rmtree(old, ignore_errors=True)
        unfinished = FOLDER / f"unfinished-{name}"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        make(unfinished)
        unfinished.rename(folder)
    return folder
