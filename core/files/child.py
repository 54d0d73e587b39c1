"""Reads a file in a process of its own, which may neither take long nor much memory."""

import contextlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from core.files.report import Reason, Report

_ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 60  # By the clock, for a machine that does something else as well.
_LIMITS = {
    resource.RLIMIT_CPU: 20,  # Seconds.
    resource.RLIMIT_AS: 2 * 1024**3,  # Bytes.
    resource.RLIMIT_FSIZE: 256 * 1024**2,  # Bytes.
    resource.RLIMIT_CORE: 0,
}
_START = "import sys; sys.path.insert(0, sys.argv[1]); from core.files import child; child.main()"


def read_in_child(extension: str, file: Any) -> Report:
    """`reading.read` elsewhere: what does not end in time or in memory is too large."""
    with contextlib.ExitStack() as stack:
        source = stack.enter_context(_on_disk(file))
        clean = tempfile.TemporaryFile()  # noqa: SIM115 - the report's, whoever has it closes it.
        try:
            ended = subprocess.run(  # noqa: S603 - our own interpreter and code.
                [sys.executable, "-I", "-c", _START, str(_ROOT), extension, str(clean.fileno())],
                stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                pass_fds=(clean.fileno(),), timeout=_SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return Report(refused=Reason.TOO_LARGE)
    if ended.returncode:  # Killed at a limit, or by what the file broke in a library.
        return Report(refused=Reason.TOO_LARGE)
    said = json.loads(ended.stdout)
    clean.seek(0)
    return Report(
        Reason(said["refused"]) if said["refused"] else None,
        said["mark"],
        said["is_unread"],
        clean if said["is_cleaned"] else None,
    )


@contextlib.contextmanager
def _on_disk(file: Any) -> Any:
    """The file as one of the system, at its beginning."""
    file.seek(0)  # What was written to it is on the disk then.
    if hasattr(file, "temporary_file_path"):
        with open(file.temporary_file_path(), "rb") as stored:
            yield stored
        return
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        yield copy


def main() -> None:
    """``child.py ROOT EXTENSION FILE-DESCRIPTOR``: stdin is the file, a report goes to stdout."""
    for limit, value in _LIMITS.items():
        resource.setrlimit(limit, (value, value))
    from core.files.reading import read

    extension, descriptor = sys.argv[2], int(sys.argv[3])
    with open(0, "rb") as file:
        report = read(extension, file)
        if report.clean:
            with open(descriptor, "wb") as out:
                _copy(report.clean, out)
    said = {
        "refused": report.refused, "mark": report.mark, "is_unread": report.is_unread,
        "is_cleaned": report.clean is not None,
    }  # fmt: skip
    sys.stdout.write(json.dumps(said))


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    source.seek(0)
    shutil.copyfileobj(source, target)
