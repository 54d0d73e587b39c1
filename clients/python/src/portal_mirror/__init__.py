"""An exact local copy of everything public on a portal, in SQLite.

>>> with Portal("https://portal.example") as portal, Mirror("copy.db", portal) as mirror:
...     mirror.pull()
...     mirror.audit().is_exact
"""

from portal_mirror.audit import Audit, Difference
from portal_mirror.canonical import canonical, digest_of
from portal_mirror.client import (
    Change,
    ManifestEntry,
    Portal,
    Status,
    SyncPage,
    Total,
)
from portal_mirror.errors import (
    BadAnswerError,
    MirrorError,
    ProblemError,
    ResyncRequiredError,
    UnavailableError,
    WebhookError,
    WrongFileError,
)
from portal_mirror.mirror import Mirror, Progress
from portal_mirror.webhooks import WebhookMessage, verify_webhook

__all__ = [
    "Audit", "BadAnswerError", "Change", "Difference", "ManifestEntry", "Mirror", "MirrorError",
    "Portal", "ProblemError", "Progress", "ResyncRequiredError", "Status", "SyncPage", "Total",
    "UnavailableError", "WebhookError", "WebhookMessage", "WrongFileError", "canonical",
    "digest_of", "verify_webhook",
]  # fmt: skip
