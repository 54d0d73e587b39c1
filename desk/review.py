"""Pages that somebody should read again: what stands on the site for a year is seldom still right.

What an officer found still right is noted in the page's history; nothing has to be published for
it. News and events are never due: they tell what was.
"""

import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry
from wagtail.permissions import policy_registry

from core.kinds import all_kinds
from core.reports import sees_reports

REVIEWED = "portal.review"


def standing_types() -> list[ContentType]:
    """Content types of the pages that have to stay right."""
    models = [
        apps.get_model(kind.model)
        for kind in all_kinds()
        if kind.is_listed and not kind.is_of_its_day
    ]
    return list(ContentType.objects.get_for_models(*models).values())


def due_pages(
    user: Any, now: datetime.datetime | None = None, *, is_report: bool = False
) -> QuerySet[Page]:
    """Live originals that this user may edit and nobody has read for a year, the oldest first.

    ``is_report``: all of them for whoever sees the reports.

    Each has ``reviewed_at``: when it was last published or found still right.
    """
    read = PageLogEntry.objects.filter(page=OuterRef("pk"), action=REVIEWED)
    last_read = Subquery(
        read.order_by("-timestamp").values("timestamp")[:1], output_field=DateTimeField()
    )
    before = (now or timezone.now()) - datetime.timedelta(days=settings.PAGE_REVIEW_DAYS)
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    if is_report and sees_reports(user):
        pages = Page.objects.all()
    return (
        pages.filter(
            live=True,
            alias_of=None,
            locale__language_code=settings.LANGUAGE_CODE,
            content_type__in=standing_types(),
            last_published_at__lte=before,
        )
        .annotate(
            reviewed_at=Greatest("last_published_at", Coalesce(last_read, "last_published_at"))
        )
        .filter(reviewed_at__lte=before)
        .order_by("reviewed_at", "pk")
    )


def mark_reviewed(page: Page, user: Any) -> None:
    """Note in the page's history that it is still right today."""
    log(page, REVIEWED, user=user)
