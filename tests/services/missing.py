"""What happens where a service is not installed: the reason is said, and CI takes no excuse."""

import os


class MissingServiceError(Exception):
    """A service cannot be started here; the message says what to install."""


def is_required() -> bool:
    """Whether a missing service is a failure: CI has installed them all."""
    return bool(os.environ.get("REQUIRE_SERVICES"))
