"""Who answers searches now: for operators, and for a notice to administrators."""

import datetime
from dataclasses import dataclass

from search import background, engines
from search.fallback import current
from search.indexing import lag
from search.models import SearchIndex


@dataclass(frozen=True)
class SearchState:
    """``engine`` is asked first as things are. ``is_degraded``: it is not the one it should be;
    ``behind`` is then the number of changes that the other has not seen, ``failing_since`` when it
    was last heard to fail, if it did not only fall behind."""

    engine: str
    is_degraded: bool = False
    behind: int = 0
    failing_since: datetime.datetime | None = None


def search_state(*, probe: bool = False) -> SearchState:
    """``probe``: ask the service, for a second at most, whether it is there."""
    service, *others = engines.in_order()
    if not others:
        return SearchState(service.name)
    if probe and not background.is_paused(service):
        health = service.health()
        if not health.is_up:
            background.pause(service, health.detail)
    index = current(service)
    if index is not None and not index.failing_since and not background.is_paused(service):
        return SearchState(service.name)
    background.wake()
    known = SearchIndex.objects.filter(engine=service.name).first()
    return SearchState(
        others[-1].name, True, lag(service).items, known.failing_since if known else None
    )
