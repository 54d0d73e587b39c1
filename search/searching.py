"""The one way to search, for the site and for the interface: the same results in the same order."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Max

from catalog.models import MEDIA_KINDS, CatalogItem
from search import correcting, engines
from search.engines.base import Filters, Found
from search.fallback import first_to_answer
from search.indexing import catch_up, is_behind
from search.query import Plan, Query, Synonyms, parse
from search.synonyms import all_synonyms, all_synonyms_version

#: With fewer that are about it the last word may be a beginning; with fewer results other languages
#: are offered.
FEW = 5
#: Seconds that a search waits for the index to take in what it has not seen.
PATIENCE = 2.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chosen:
    """How a text is searched. ``corrected``: the text that was taken instead, if any."""

    query: Query
    plan: Plan
    corrected: str = ""


@dataclass(frozen=True)
class Answer:
    chosen: Chosen
    found: Found


def find(
    text: str, filters: Filters, *, offset: int = 0, limit: int = 20, facets: Sequence[str] = ()
) -> Answer:
    """One page of results. The catalog is up to date already; what is found still has to be asked
    for with `CatalogItem.objects.public()`."""
    chosen = choose(text, filters)
    if not chosen.plan:
        return Answer(chosen, Found(facets={name: {} for name in facets}))
    found = first_to_answer(
        lambda engine: engine.search(
            chosen.plan, filters, offset=offset, limit=limit, facets=facets
        )
    )
    return Answer(chosen, found)


def choose(text: str, filters: Filters) -> Chosen:
    """Whole words where enough is about them, else also words that were only begun, else the words
    that may have been meant. Filters that only narrow a result change nothing about it."""
    _catch_up()
    base = _without_narrowing(filters)
    synonyms = all_synonyms()
    chosen, total = _as_typed(text, base, synonyms)
    if total or not chosen.query:
        return chosen
    if base.language and _as_typed(text, replace(base, language=""), synonyms)[1]:
        return chosen  # These words are right in another language.
    corrected = correcting.best(chosen.query, base, synonyms)
    if not corrected:
        return chosen
    return replace(_as_typed(corrected, base, synonyms)[0], corrected=corrected)


def _as_typed(text: str, filters: Filters, synonyms: Synonyms) -> tuple[Chosen, int]:
    """How to search these very words, and how many items are found, counted up to FEW."""
    query = parse(text, synonyms)
    if not query:
        return Chosen(query, ()), 0
    plan = query.open or query.whole
    steps = [query.named_as_typed, query.named, plan[-1]]
    typed, named, begun = engines.database_engine().counts(steps, filters, FEW)
    # Typed with marks that no item about it has: the last word is only begun, however many items
    # have these words with other marks.
    about = named if 0 < typed < FEW else typed
    if about >= FEW:
        return Chosen(query, query.whole), about
    return Chosen(query, plan), begun


def version() -> str:
    """Changes whenever a search may find something else."""
    written = CatalogItem.objects.aggregate(last=Max("stamp"))["last"]
    return f"{written}-{all_synonyms_version()}"


def total_of(chosen: Chosen, filters: Filters, most: int) -> int:
    """Items that are found in the same way under other filters, counted up to ``most``."""
    return engines.database_engine().count(chosen.plan[-1], filters, most) if chosen.plan else 0


def suggest(text: str, filters: Filters, limit: int) -> list[UUID]:
    """Items whose titles have these words, of which the last may be a beginning."""
    _catch_up()
    plan = parse(text, all_synonyms()).completions
    if not plan:
        return []
    return first_to_answer(lambda engine: engine.suggest(plan, filters, limit))


def _without_narrowing(filters: Filters) -> Filters:
    kinds = filters.kinds if set(filters.kinds) & set(MEDIA_KINDS) else ()
    return Filters(language=filters.language, kinds=kinds)


def _catch_up() -> None:
    """The database's own index is behind only after a failure, or before the first search."""
    engine = engines.database_engine()
    try:
        if is_behind(engine):
            catch_up(engine, PATIENCE)
    except Exception:
        logger.exception("The search index could not follow the catalog")
