"""A page nobody has translated yet is said to be so, instead of shown in the wrong language."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail import hooks
from wagtail.models import Page


@hooks.register("before_serve_page")
def serve_untranslated(
    page: Page, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> HttpResponse | None:
    """Answer for an alias in another language's tree: a notice, `noindex`, canonical to source."""
    if page.alias_of_id is None:
        return None
    source = page.alias_of.specific
    if source.locale_id == page.locale_id:
        return None
    context = {"page": page, "source": source, "self": page}
    return render(request, "localization/untranslated.html", context)
