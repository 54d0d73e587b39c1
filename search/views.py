"""The search page: a plain form, results as a list, never indexed by search engines."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from catalog.listing import take_in
from catalog.models import CatalogItem
from catalog.status import status_of
from core.kinds import all_kinds
from core.titles import page_detail
from search import facets, misses, promotions
from search.engines.base import MAX_RESULTS, Filters
from search.query import MAX_LENGTH, Plan
from search.searching import FEW, Answer, Chosen, find, total_of
from search.snippets import Wanted, marked, snippet

PAGE_SIZE = 12


@dataclass(frozen=True)
class Result:
    """One result as it is shown; title and snippet are HTML."""

    url: str
    title: SafeString
    snippet: SafeString
    kind: str
    section: str
    date: Any
    status: str
    is_illustrative: bool


@dataclass(frozen=True)
class OtherLanguage:
    code: str
    name: str
    url: str
    total: int
    is_more: bool


def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:MAX_LENGTH]
    context: dict[str, Any] = {"search_query": text}
    if text:
        take_in()
        context |= _results(request, text, get_language() or settings.LANGUAGE_CODE)
    return render(request, "search/search.html", context)


def _results(request: HttpRequest, text: str, language: str) -> dict[str, Any]:
    made = facets.chosen(request.GET)
    filters = Filters(language, facets=tuple((name, (value,)) for name, value in made.items()))
    answer, items = _page(text, filters, request.GET.get("page", ""))
    items.object_list = _shown(answer.found.ids, answer.chosen.plan)
    groups, taken = facets.offered(answer.found.facets, request.GET, language)
    total = answer.found.total
    if not total and not made:
        misses.note(answer.chosen.query, language)
    details = [option.label for option in taken]
    return {
        "title_details": [*details, *page_detail(items.number)],
        "items": items,
        "total": total,
        "is_more": answer.found.is_more,
        "corrected": answer.chosen.corrected,
        "promoted": promotions.promoted(answer.chosen.query, language) if items.number == 1 else [],
        "facet_groups": groups,
        "facets_taken": taken,
        "without_facets": f"?{urlencode({'q': text})}",
        "other_languages": _elsewhere(answer.chosen, text, language) if total < FEW else [],
    }


def _page(text: str, filters: Filters, asked: str) -> tuple[Answer, Page[Any]]:
    """The page asked for, or the last there is."""
    number = int(asked) if asked.isdecimal() and len(asked) < 5 else 1
    number = min(max(number, 1), -(-MAX_RESULTS // PAGE_SIZE))
    while True:
        start = (number - 1) * PAGE_SIZE
        answer = find(text, filters, offset=start, limit=PAGE_SIZE, facets=list(facets.NAMES))
        items = Paginator(range(answer.found.total), PAGE_SIZE).get_page(number)
        if items.number == number:
            return answer, items
        number = items.number


def _shown(ids: list[UUID], plan: Plan) -> list[Result]:
    """Those that are public still; one query."""
    rows = {row.pk: row for row in CatalogItem.objects.public().filter(pk__in=ids)}
    wanted = Wanted.of(plan[-1].expression) if plan else Wanted(())
    kinds = {kind.code: str(kind.label) for kind in all_kinds()}
    return [_result(rows[pk], wanted, kinds) for pk in ids if pk in rows]


def _result(row: CatalogItem, wanted: Wanted, kinds: dict[str, str]) -> Result:
    payload = json.loads(row.payload)
    section = payload.get("section") or {}
    kind, above = kinds.get(row.kind, ""), section.get("title", "")
    is_told = section.get("id") == str(row.pk) or above.casefold() == kind.casefold()
    return Result(
        url=urlsplit(row.url).path,
        title=marked(row.title, wanted),
        snippet=snippet(row.summary, (payload.get("body") or {}).get("html", ""), wanted),
        kind=kind,
        section="" if is_told else above,
        date=row.date,
        status=status_of(payload),
        is_illustrative=bool(payload.get("is_illustrative")),
    )


def _elsewhere(chosen: Chosen, text: str, language: str) -> list[OtherLanguage]:
    """Other languages that have results for the same words."""
    found = []
    for code, name in settings.LANGUAGES:
        total = total_of(chosen, Filters(code), MAX_RESULTS + 1) if code != language else 0
        if total:
            with translation.override(code):
                url = f"{reverse('search')}?{urlencode({'q': text})}"
            more = total > MAX_RESULTS
            found.append(OtherLanguage(code, name, url, min(total, MAX_RESULTS), more))
    return found
