"""A plan in Elasticsearch's own language."""

import datetime
from typing import Any

from django.utils import timezone

from catalog.models import MEDIA_KINDS
from search.engines.base import Filters, UnsupportedError
from search.query import Field, Phrase, Plan, Step

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
ORDER: list[Any] = ["_score", {"date": {"order": "desc", "missing": "_last"}}, {"id": "asc"}]


def microseconds(moment: datetime.datetime | None) -> int | None:
    """Since 1970, before that negative: exact, and for any year."""
    if moment is None:
        return None
    return (moment - _EPOCH) // datetime.timedelta(microseconds=1)


def query(plan: Plan, filters: Filters) -> dict[str, Any]:
    """The score of an item is the place of the first step that finds it, counted from the end."""
    steps = [_ranked(step, len(plan) - place) for place, step in enumerate(plan)]
    return {"bool": {"must": {"dis_max": {"queries": steps}}, **_allowed(filters)}}


def _ranked(step: Step, weight: int) -> dict[str, Any]:
    query = {"constant_score": {"filter": _matches(step), "boost": weight}}
    if step.field is not Field.TITLE:
        return query
    shorter_first = {"field_value_factor": {"field": "shortness", "missing": 0}}
    return {"function_score": {"query": query, **shorter_first, "boost_mode": "sum"}}


def _matches(step: Step) -> dict[str, Any]:
    name = f"{step.field.value}_{'exact' if step.is_exact else 'folded'}"
    return _all(
        [
            _any([_all([_phrase(name, one) for one in way]) for way in clause])
            for clause in step.expression
        ]
    )


def _all(queries: list[dict[str, Any]]) -> dict[str, Any]:
    return queries[0] if len(queries) == 1 else {"bool": {"filter": queries}}


def _any(queries: list[dict[str, Any]]) -> dict[str, Any]:
    return queries[0] if len(queries) == 1 else {"bool": {"should": queries}}


def _phrase(name: str, phrase: Phrase) -> dict[str, Any]:
    if len(phrase.words) == 1:
        return {"prefix" if phrase.is_open else "term": {name: phrase.words[0]}}
    words = " ".join(phrase.words)
    if phrase.is_open:
        return {"match_phrase_prefix": {name: {"query": words, "max_expansions": 1000}}}
    return {"match_phrase": {name: words}}


def _allowed(filters: Filters) -> dict[str, Any]:
    if filters.among is not None:
        raise UnsupportedError("Only the database can look among its own rows")
    wanted: list[dict[str, Any]] = []
    expired = {"range": {"expires_at": {"lte": microseconds(timezone.now())}}}
    unwanted: list[dict[str, Any]] = [expired]
    if filters.language:
        wanted.append({"term": {"language": filters.language}})
    if filters.kinds:
        wanted.append({"terms": {"kind": list(filters.kinds)}})
    else:
        unwanted.append({"terms": {"kind": list(MEDIA_KINDS)}})
    wanted += [{"terms": {f"facets.{name}": list(some)}} for name, some in filters.facets]
    return {"filter": wanted, "must_not": unwanted}


def counted(facet: str) -> dict[str, Any]:
    return {"terms": {"field": f"facets.{facet}", "size": 1000}}
