"""Search and suggestions: the same results as on the site, in the same order."""

from typing import Any

from django.conf import settings
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from api import vocabularies
from api.cursors import fingerprint, sign, unsign
from api.listing import (
    FREE,
    PROPOSED,
    by_columns,
    facets_of,
    kinds_of,
    page_of,
    selected,
)
from api.openapi import DOCUMENTED_ERRORS
from api.parameters import SearchParameters, SuggestParameters
from api.problems import CURSOR_MISMATCH, Problem
from api.reading import Read, quoted
from api.shapes import SearchShape, Suggestions
from catalog.models import CatalogItem
from search import engines
from search.engines.base import MAX_RESULTS, Filters, Found
from search.searching import Chosen, choose, find, suggest, total_of, version

router = Router(tags=["content"])


@router.get(
    "/search",
    response={200: SearchShape, **DOCUMENTED_ERRORS},
    operation_id="search",
    summary=_("Items in which all words occur, the best first"),
    description=_(
        "Case and diacritics do not count: “le hoi” finds “lễ hội”. What is spelled as asked comes "
        "first, then titles before summaries before texts. At most 1000 results can be paged "
        "through."
    ),
)
def search(request: HttpRequest, asked: Query[SearchParameters]) -> HttpResponse:
    read = Read(request, also=version)
    if (same := read.unchanged) is not None:
        return same
    if asked.order or asked.near:
        return _in_order(read, asked)
    filters = filters_of(asked)
    bound = fingerprint(asked.model_dump(mode="json", exclude=FREE), "search")
    offset = _place(asked.cursor, bound) if asked.cursor else 0
    names = _names(asked)
    answer = find(asked.q, filters, offset=offset, limit=asked.limit, facets=names)
    end = offset + asked.limit
    following = sign("search", [bound, end]) if end < answer.found.total else None
    texts = _texts(answer.found.ids, asked)
    return read.list_of(texts, following, _besides(asked, answer.chosen, answer.found))


@router.get(
    "/suggest",
    response={200: Suggestions, **DOCUMENTED_ERRORS},
    operation_id="suggest",
    summary=_("Items whose titles fit what was typed so far"),
    description=_("The last word may be a beginning. For boxes that complete while one types."),
)
def suggestions(request: HttpRequest, asked: Query[SuggestParameters]) -> HttpResponse:
    read = Read(request, also=version)
    if (same := read.unchanged) is not None:
        return same
    ids = suggest(asked.q, Filters(language=asked.locale or ""), asked.limit)
    columns = ("title", "kind", "locale", "url")
    rows = {pk: rest for pk, *rest in _public(ids).values_list("pk", *columns)}
    shown = [
        {"title": title, "type": kind, "locale": locale or None, "url": url}
        for title, kind, locale, url in (rows[one] for one in ids if one in rows)
    ]
    return read.answer(f'{{"suggestions":{quoted(shown)}}}')


def filters_of(asked: SearchParameters) -> Filters:
    pairs = [*facets_of(asked, {}), ("section", asked.section), ("ancestor", asked.below)]
    facets: list[tuple[str, tuple[str, ...]]] = [(n, (str(v),)) for n, v in pairs if v]
    if asked.proposed_for:
        facets.append(("national_portal", PROPOSED))
    rows = CatalogItem.objects.all()
    fewer = by_columns(rows, asked)
    return Filters(
        language=asked.locale or "",
        kinds=tuple(kinds_of(asked)),
        facets=tuple(facets),
        among=None if fewer is rows else fewer,
    )


def _in_order(read: Read, asked: SearchParameters) -> HttpResponse:
    """What the words find, as a list in another order than by how well it fits."""
    filters = filters_of(asked)
    chosen = choose(asked.q, filters)
    rows = selected(asked, list(filters.kinds), {})
    if chosen.plan:
        sql, values = engines.database_engine().matching(chosen.plan[-1])
        rows = rows.filter(pk__in=RawSQL(sql, values))  # noqa: S611
    else:
        rows = rows.none()
    page = page_of(rows, asked, ["search", list(filters.kinds)])
    total = total_of(chosen, filters, MAX_RESULTS + 1)
    found = Found(total=min(total, MAX_RESULTS), is_more=total > MAX_RESULTS)
    more = _besides(asked, chosen, found)
    if names := _names(asked):
        more["facets"] = vocabularies.counts(rows, names, _language(asked))
    return read.list_of(page.texts, page.next, more)


def _besides(asked: SearchParameters, chosen: Chosen, found: Found) -> dict[str, Any]:
    more: dict[str, Any] = {
        "total": found.total,
        "is_total_exact": not found.is_more,
        "corrected": chosen.corrected or None,
    }
    if found.facets:
        more["facets"] = vocabularies.labelled(found.facets, _language(asked))
    return more


def _names(asked: SearchParameters) -> list[str]:
    return list(dict.fromkeys(asked.facets.split(","))) if asked.facets else []


def _language(asked: SearchParameters) -> str:
    return asked.locale or settings.LANGUAGE_CODE


def _public(ids: list[Any]) -> Any:
    """An index may still hold what is not public any more."""
    return CatalogItem.objects.public().filter(pk__in=ids)


def _texts(ids: list[Any], asked: SearchParameters) -> list[str]:
    column = "payload" if asked.view == "full" else "card"
    texts = dict(_public(ids).values_list("pk", column))
    return [texts[one] for one in ids if one in texts]


def _place(cursor: str, bound: str) -> int:
    made_for, offset = unsign("search", cursor, 2)
    if made_for != bound:
        raise Problem(CURSOR_MISMATCH, parameter="cursor")
    return int(offset)
