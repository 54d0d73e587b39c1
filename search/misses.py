"""Searches without result, for editors, and without anybody's data.

No address, no session, no time but the day. What looks like a number of a person or an address of
mail is not kept at all. A text is stored only when it is asked for a second time: before that there
is a keyed digest of it, from which nobody can tell what it was.
"""

import datetime
import hashlib
import hmac
import logging
import re
import threading

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.models import F, Value
from django.utils import timezone

from core.vietnamese.dates import local_date
from search.models import MissedSearch
from search.query import Query

MAX_LENGTH = 100
#: Rows; beyond that the oldest go, so that nobody can fill the database by asking nonsense.
MOST = 5000
# Seven digits and more, however they are grouped: telephones, identity cards, accounts.
_NUMBER = re.compile(r"(?:\d[\s.\-]*){7,}")
#: Searches that are being counted at the same time in one process.
_writers = threading.BoundedSemaphore(4)
logger = logging.getLogger(__name__)


def may_be_personal(text: str) -> bool:
    return "@" in text or _NUMBER.search(text) is not None


def note(query: Query, language: str) -> None:
    """Count a search that found nothing. Nobody waits for it, and it never fails: a visitor's
    answer does not depend on whether the database can be written."""
    text = query.text.casefold()
    if not query or len(text) > MAX_LENGTH or may_be_personal(text):
        return
    key = f"{language} {' '.join(query.words)}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), key, hashlib.sha256).hexdigest()
    if not settings.SEARCH_IN_BACKGROUND:
        _count(digest, text, language)
    elif _writers.acquire(blocking=False):  # Else there are too many to be of interest.
        work = threading.Thread(target=_count_beside, args=(digest, text, language), daemon=True)
        work.start()


def _count_beside(digest: str, text: str, language: str) -> None:
    try:
        _count(digest, text, language)
    finally:
        _writers.release()
        connections.close_all()


def _count(digest: str, text: str, language: str) -> None:
    today = local_date(timezone.now())
    try:
        with transaction.atomic():
            again = MissedSearch.objects.filter(digest=digest)
            if not again.update(count=F("count") + 1, last_day=today, text=Value(text)):
                _make_room(today)
                MissedSearch.objects.bulk_create(
                    [MissedSearch(digest=digest, language=language, last_day=today)],
                    ignore_conflicts=True,
                )
    except DatabaseError:
        logger.exception("A search without result could not be counted")


def forget_old(today: datetime.date) -> int:
    """Delete what nobody has asked for since SEARCH_MISSES_DAYS; number of rows."""
    first = today - datetime.timedelta(days=settings.SEARCH_MISSES_DAYS)
    return MissedSearch.objects.filter(last_day__lt=first).delete()[0]


def _make_room(today: datetime.date) -> None:
    forget_old(today)
    if MissedSearch.objects.count() >= MOST:
        oldest = MissedSearch.objects.order_by("count", "last_day").values_list("pk", flat=True)
        MissedSearch.objects.filter(pk__in=list(oldest[: MOST // 10])).delete()
