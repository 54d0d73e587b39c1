"""Who answers: the first engine that can, and the database always.

An engine beside the database is asked only while it holds everything that was written, so that
nobody sees less than the database knows; and after a failure not for a while.
"""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Max, Subquery, Value
from django.db.models.functions import Coalesce

from catalog.models import CatalogItem, CatalogState
from search import background, engines
from search.engines.base import Engine, EngineUnavailableError, UnsupportedError
from search.models import SearchIndex
from search.preparing import FORM

T = TypeVar("T")


def first_to_answer(ask: Callable[[Engine], T]) -> T:
    """What the engine says that answers first; the database comes last, and always answers."""
    *others, database = engines.in_order()
    for engine in others:
        if background.is_paused(engine):
            continue
        index = current(engine)
        if index is None:
            background.wake()
            continue
        try:
            answer = ask(engine)
        except UnsupportedError:
            background.wake()  # Perhaps the index is not as it was made.
        except EngineUnavailableError as error:
            background.pause(engine, str(error))
        else:
            if index.failing_since:
                background.wake()
            return answer
    return ask(database)


def current(engine: Engine) -> SearchIndex | None:
    """The state of the engine's index if it holds everything, else None. One query."""
    last = CatalogItem.objects.order_by().values(one=Value(1)).annotate(last=Max("stamp"))
    return SearchIndex.objects.filter(
        engine=engine.name,
        form=FORM,
        is_rebuilding=False,
        epoch=Subquery(CatalogState.objects.filter(pk=1).values("epoch")),
        position__gte=Coalesce(Subquery(last.values("last")), 0),
    ).first()
