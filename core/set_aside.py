"""One bad thing never holds up the others: it is set aside with its reason and tried again later.

Each step behind a publish (catalog, search index, trees, translation states, ...) works in batches.
A batch that fails is halved until only what cannot be done is left over. Administrators see what
was set aside on the front page of the admin and by ``manage.py catalog status``.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    NotSupportedError,
    ProgrammingError,
    transaction,
)
from django.db.models import Model
from django.utils import timezone

from core.models import SetAside

logger = logging.getLogger(__name__)
Step = SetAside.Step
# A page that is built anew is also drawn anew.
_TOGETHER = {Step.CATALOG: (Step.CATALOG, Step.PAGES)}
# What a database says of a value; whatever else it says is of itself.
_OF_A_VALUE = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
_PROGRAM_LIMIT = "54"  # Class of PostgreSQL's codes: a value that is too large for an index.


def isolate(
    step: Step,
    targets: list[str],
    work: Callable[[list[str]], object],
    instead: Callable[[str], object] | None = None,
    *,
    within: Callable[[], AbstractContextManager[Any]] = transaction.atomic,
    unless: tuple[type[Exception], ...] = (),
) -> None:
    """Do ``work`` with all targets in one transaction, or with as many together as it can be done.

    Without a failure it costs a savepoint and a query. A target with which it fails alone is set
    aside, and ``instead`` is done with it. What is no target's fault is raised: a database that is
    locked, full or gone, and the errors of ``unless``. ``within=nullcontext`` is for work that must
    not keep the database busy.
    """
    if not targets:
        return
    try:
        with within():
            work(targets)
            taken_in(step, targets)
    except Exception as error:
        if isinstance(error, unless) or is_of_the_database(error):
            raise
        if len(targets) == 1:
            with within():
                if instead:
                    instead(targets[0])
                set_aside(step, targets[0], error)
            return
        middle = len(targets) // 2
        for half in (targets[:middle], targets[middle:]):
            isolate(step, half, work, instead, within=within, unless=unless)


def is_of_the_database(error: BaseException) -> bool:
    """Whether it may succeed with the same values as soon as the database is well again."""
    if isinstance(error, _OF_A_VALUE) or not isinstance(error, DatabaseError | InterfaceError):
        return False
    code = getattr(error.__cause__, "sqlstate", None) or ""
    return not code.startswith(_PROGRAM_LIMIT)


def set_aside(step: Step, target: str, error: BaseException) -> None:
    """Note it, and log it with its trace; one query."""
    logger.error("%s: %s is set aside", step, target, exc_info=error)
    now = timezone.now()
    reason = f"{type(error).__name__}: {error}".replace("\0", "")
    reason = reason.encode(errors="backslashreplace").decode()[:1000]
    SetAside.objects.bulk_create(
        [SetAside(step=step, target=target[:200], reason=reason, since=now, tried_at=now)],
        update_conflicts=True, unique_fields=["step", "target"],
        update_fields=["reason", "tried_at"],
    )  # fmt: skip


def taken_in(step: Step, targets: Iterable[str]) -> None:
    """They are well now; one query when none of them was set aside."""
    steps = _TOGETHER.get(step, (step,))
    SetAside.objects.filter(step__in=steps, target__in=list(targets)).delete()


def note_not_drawn(page_id: int, error: Exception) -> None:
    """A public page, or its card in a list, could not be drawn for a visitor. Never raises."""
    try:
        with transaction.atomic():
            set_aside(Step.PAGES, f"page:{page_id}", error)
    except DatabaseError:
        logger.exception("It could not be noted that page %s cannot be drawn", page_id)


def set_aside_in(step: Step) -> set[str]:
    """What waits to be tried again; one query."""
    return set(SetAside.objects.filter(step=step).values_list("target", flat=True))


def on_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Of a page, picture or file that is gone nothing waits any more."""
    kind = {"PortalImage": "image", "PortalDocument": "file"}.get(sender.__name__, "page")
    SetAside.objects.filter(target=f"{kind}:{instance.pk}").delete()
