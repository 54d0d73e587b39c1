"""Questions other rooms ask about records, answered with their prefetches."""

import datetime

from django.db.models import QuerySet

from core.models import Agency, Officer


def officers_of(agency: Agency | None, day: datetime.date) -> QuerySet[Officer]:
    """Who held a post of this agency on this day, in the order of the posts."""
    if agency is None:
        return Officer.objects.none()
    return (
        Officer.objects.valid_on(day)
        .filter(post__agency=agency)
        .select_related("post", "portrait")
        .prefetch_related("portrait__renditions")
        .order_by("post__rank", "sort_key", "code")
    )
