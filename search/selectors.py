"""The site's plain search: every word, in any spelling of its marks, in title, summary or number.

It folds and compares in Python, over the titles and summaries of one language. That is exact and
quick for the thousands of pages that a commune has.
"""

import re
from typing import Any

from django.apps import apps
from wagtail.models import Page

from catalog.listing import listed
from core.cards import attach_for_cards
from core.kinds import all_kinds
from core.vietnamese.doc_numbers import document_number_key
from core.vietnamese.fold import fold, match_key

MAX_WORDS = 12
_WORD = re.compile(r"\w+")


def search_pages(query: str, language_code: str) -> list[int]:
    """Ids of the public pages which match: by number, by title, by summary; the newest first."""
    words = _WORD.findall(fold(query))[:MAX_WORDS]
    if not words:
        return []
    number = document_number_key(query)
    in_language = Page.objects.filter(locale__language_code=language_code)
    public = set(listed(in_language).values_list("pk", flat=True))
    matches: list[tuple[int, int]] = []
    for kind in all_kinds():
        model = apps.get_model(kind.model)
        columns = ["pk", "title", "summary"]
        if any(field.name == "number_key" for field in model._meta.fields):
            columns.append("number_key")
        pages = model.objects.filter(locale__language_code=language_code, live=True)
        for pk, title, summary, *numbers in pages.values_list(*columns):
            if pk not in public:
                continue
            rank = _rank(query, words, title, summary)
            if any(_is_number(number, key) for key in numbers):
                rank = 0
            if rank is not None:
                matches.append((rank, -pk))
    return [-pk for _rank_of_match, pk in sorted(matches)]


def _is_number(asked: str, key: str) -> bool:
    """Whether the key is that number, perhaps with more after it: 57 is no part of 5768."""
    if not any(c.isdigit() for c in asked) or not key.startswith(asked):
        return False
    return not (asked[-1].isdigit() and key[len(asked) :][:1].isdigit())


def _rank(query: str, words: list[str], title: str, summary: str) -> int | None:
    """1: the very words, marks included; 2: whole words of the title; 3, 4: beginnings of words."""
    if f" {_spaced(match_key(query))} " in f" {_spaced(match_key(title))} ":
        return 1
    in_title = set(_WORD.findall(fold(title)))
    if in_title.issuperset(words):
        return 2
    if _begin(words, in_title):
        return 3
    return 4 if _begin(words, in_title.union(_WORD.findall(fold(summary)))) else None


def _spaced(text: str) -> str:
    return " ".join(_WORD.findall(text))


def _begin(words: list[str], found: set[str]) -> bool:
    return all(any(there.startswith(word) for there in found) for word in words)


def pages_by_id(ids: list[int]) -> list[Any]:
    """The pages in this order, specific, with what their cards show."""
    found = {page.pk: page for page in Page.objects.filter(pk__in=ids).specific()}
    pages = [found[pk] for pk in ids if pk in found]
    attach_for_cards(pages)
    return pages
