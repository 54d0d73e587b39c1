"""The site's plain search: every word, in any spelling of its marks, in title, summary or number.

It folds and compares in Python, over the titles and summaries of one language. That is exact and
quick for the thousands of pages that a commune has.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from wagtail.models import Page

from catalog.visibility import public_pages
from core.images import attach_covers
from core.kinds import all_kinds
from core.vietnamese.doc_numbers import document_number_key
from core.vietnamese.fold import fold, match_key

MAX_WORDS = 12


@dataclass(frozen=True, order=True)
class _Match:
    rank: int
    pk: int


def search_pages(query: str, language_code: str) -> list[int]:
    """Ids of the public pages which match, best first: exact marks in the title before the rest."""
    words = fold(query).split()[:MAX_WORDS]
    if not words:
        return []
    number = document_number_key(query)
    matches: list[_Match] = []
    for kind in all_kinds():
        model = apps.get_model(kind.model)
        columns = ["pk", "title", "summary"]
        if any(field.name == "number_key" for field in model._meta.fields):
            columns.append("number_key")
        pages = public_pages(model.objects.filter(locale__language_code=language_code))
        for pk, title, summary, *numbers in pages.values_list(*columns):
            rank = _rank(query, words, title, summary)
            if numbers and number and numbers[0] and numbers[0].startswith(number):
                rank = 0
            if rank is not None:
                matches.append(_Match(rank, pk))
    return [match.pk for match in sorted(matches)]


def _rank(query: str, words: list[str], title: str, summary: str) -> int | None:
    if match_key(query) in match_key(title):
        return 1
    folded_title = fold(title)
    if all(word in folded_title for word in words):
        return 2
    folded = f"{folded_title} {fold(summary)}"
    return 3 if all(word in folded for word in words) else None


def pages_by_id(ids: list[int]) -> list[Any]:
    """The pages in this order, specific, with covers."""
    found = {page.pk: page for page in Page.objects.filter(pk__in=ids).specific()}
    pages = [found[pk] for pk in ids if pk in found]
    attach_covers(pages)
    return pages
