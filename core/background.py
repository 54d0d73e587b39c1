"""Work that nobody shall wait for, begun when what it tells of is committed."""

import logging
import threading
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import connections, transaction

logger = logging.getLogger(__name__)


def after_commit(name: str, work: Callable[[], None]) -> None:
    """Do the work in a thread of this name; its failure is logged.

    The process ends when the work is done: a letter of a command is not lost.
    """
    transaction.on_commit(partial(_begin, name, work))


def _begin(name: str, work: Callable[[], None]) -> None:
    if not settings.MAIL_IN_BACKGROUND:
        work()
        return
    threading.Thread(target=_run, name=name, args=[work]).start()


def _run(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception:
        logger.exception("Work in the background failed")
    finally:
        connections.close_all()
