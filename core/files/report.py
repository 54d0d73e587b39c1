"""What reading a file gives."""

from dataclasses import dataclass
from enum import StrEnum
from typing import IO


class Reason(StrEnum):
    """Why a file is refused."""

    DAMAGED = "damaged"  # Or locked with a password.
    OTHER_FORMAT = "other-format"
    PROGRAM = "program"  # A web page or a program under another name.
    MACROS = "macros"  # Macros, controls, programs packed into a document.
    REMOTE = "remote"  # A template or an object that is fetched from another computer.
    ACTIVE_PDF = "active-pdf"  # What cannot be taken out without breaking the document.
    TOO_LARGE = "too-large"


class RefusedError(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Report:
    """``refused`` is None for a file that may be taken.

    ``mark`` is the secrecy stamp that was found. ``is_unread``: there are pages without text, such
    as those of a scan, which only a person can check. ``clean``: what to keep in the file's place,
    an open file at its beginning.
    """

    refused: Reason | None = None
    mark: str = ""
    is_unread: bool = False
    clean: IO[bytes] | None = None
