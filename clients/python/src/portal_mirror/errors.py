"""What can go wrong, each with a message for people."""


class MirrorError(Exception):
    """Base of all errors of this package."""


class UnavailableError(MirrorError):
    """The portal could not be reached, or did not recover within the attempts allowed."""


class BadAnswerError(MirrorError):
    """The answer is not what the contract promises; something else may be answering."""


class ProblemError(MirrorError):
    """The portal refused the request: problem details (RFC 9457)."""

    def __init__(self, status: int, slug: str, detail: str) -> None:
        super().__init__(f"{status} {slug}: {detail}")
        self.status = status
        self.slug = slug  # last part of the problem's type, such as "invalid-cursor"
        self.detail = detail


class ResyncRequiredError(ProblemError):
    """All cursors are void: read everything again, without a cursor."""


class WrongFileError(MirrorError):
    """The file holds the copy of another portal or of another selection, or is no copy at all."""


class WebhookError(MirrorError):
    """The message was not signed with a known secret, or is too old: do not believe it."""
