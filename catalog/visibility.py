"""What is public, for the rooms above."""

from django.db.models import QuerySet
from wagtail.models import Collection, CollectionViewRestriction

from core.visibility import is_public, public_pages

__all__ = ["is_public", "public_pages", "restricted_collections"]


def restricted_collections() -> set[int]:
    """Ids of the collections that are not for everybody, those below one included; two queries."""
    tops = list(
        CollectionViewRestriction.objects.exclude(restriction_type="none").values_list(
            "collection__path", flat=True
        )
    )
    if not tops:
        return set()
    paths: QuerySet[Collection] = Collection.objects.values_list("pk", "path")
    return {pk for pk, path in paths if any(path.startswith(top) for top in tops)}
