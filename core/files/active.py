"""What a document may say that makes a program run or fetch something."""

import re

_DDE = re.compile(r"^\s*\\?\*?\s*DDE(?:AUTO)?\b", re.IGNORECASE)
# Another computer: an address, or a share of Windows; not a file of the author's own disk.
_REMOTE = re.compile(
    r"\s*(?:(?:https?|ftps?|smb|dav|mhtml|ms-[\w-]+|vnd\.[\w.]+):"
    r"|file:/*\\\\|file:////|file://(?!/|localhost/)|\\\\|//)",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"\s*(?:vnd\.sun\.star\.script|macro|javascript|vbscript):", re.IGNORECASE)


def is_remote(target: str) -> bool:
    return bool(_REMOTE.match(target))


def is_script(target: str) -> bool:
    return bool(_SCRIPT.match(target))


def runs_programs(field_code: str) -> bool:
    """Whether a field of Word asks another program (dynamic data exchange)."""
    return bool(_DDE.match(field_code))
