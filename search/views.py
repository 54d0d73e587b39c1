"""The search page: a plain form, results as cards, never indexed by search engines."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from search.selectors import pages_by_id, search_pages

PAGE_SIZE = 12
MAX_LENGTH = 200


def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:MAX_LENGTH]
    language = get_language() or "vi"
    items = Paginator(search_pages(query, language), PAGE_SIZE).get_page(request.GET.get("page"))
    items.object_list = pages_by_id(list(items.object_list))
    return render(request, "search/search.html", {"search_query": query, "items": items})
