"""What the cards of a mixed list show, fetched at once."""

from collections import defaultdict
from typing import Any

from django.db.models import prefetch_related_objects

from core.images import attach_covers


def attach_for_cards(pages: list[Any]) -> None:
    """Covers of pages of any kind, and what their model names in ``card_prefetches``.

    The number of queries depends on the kinds in the list, not on its length.
    """
    attach_covers(pages)
    by_model: dict[type, list[Any]] = defaultdict(list)
    for page in pages:
        by_model[type(page)].append(page)
    for model, group in by_model.items():
        if names := getattr(model, "card_prefetches", ()):
            prefetch_related_objects(group, *names)
