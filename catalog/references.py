"""References from one page to others: shown in the reader's language, and only what is public."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from catalog.visibility import public_pages
from localization.selectors import in_language_of


def public_references(page: Page, others: Iterable[Page]) -> list[Any]:
    """The given pages, of one model, as a visitor of ``page`` may see them; order kept.

    Each comes in the language of ``page``, or as the original where it has no translation. Drafts,
    expired and restricted pages are left out altogether, so that not even a title leaks. Two
    queries and those of the visibility rule, however many pages.
    """
    shown = in_language_of(page, others)
    if not shown:
        return []
    keys = [other.pk for other in shown]
    public = public_pages(type(shown[0])._default_manager.filter(pk__in=keys))
    visible = set(public.values_list("pk", flat=True))
    unique = {other.pk: other for other in shown if other.pk in visible}
    return list(unique.values())
