"""What waits for an officer on the front page of the admin."""

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.db.models import CharField, Exists, F, OuterRef
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision, WorkflowState

from core.dashboard import SHOWN, Task, TaskPanel
from core.language_names import language_name
from desk.review import due_pages


def _day(moment: datetime.datetime) -> str:
    return date_format(localtime(moment), "SHORT_DATE_FORMAT")


def _saved(page: Page) -> str:
    """A translation that is begun has the title of its original: its language tells them apart."""
    code = page.locale.language_code
    text = _("saved on %(date)s") % {"date": _day(page.latest_revision_created_at)}
    return text if code == settings.LANGUAGE_CODE else f"{language_name(code)}, {text}"


class MyDraftsPanel(TaskPanel):
    """Pages whose last version is this officer's and is neither published nor submitted."""

    name = "my_drafts"
    heading = gettext_lazy("Your drafts")
    icon = "draft"
    order = 210

    def tasks(self) -> tuple[Sequence[Task], int]:
        mine = Revision.objects.filter(pk=OuterRef("latest_revision"), user=self.request.user)
        submitted = WorkflowState.objects.active().filter(
            base_content_type__model="page", object_id=OuterRef("key")
        )
        drafts = (
            Page.objects.filter(Exists(mine), has_unpublished_changes=True)
            .exclude(latest_revision__pk=F("live_revision"))
            .annotate(key=Cast("pk", CharField()))
            .filter(~Exists(submitted))
            .select_related("locale")
            .order_by("-latest_revision_created_at")
        )
        return [
            Task(
                page.get_admin_display_title(),
                reverse("wagtailadmin_pages:edit", args=[page.pk]),
                _saved(page),
            )
            for page in drafts[:SHOWN]
        ], drafts.count()


class ReviewPanel(TaskPanel):
    name = "pages_to_review"
    heading = gettext_lazy("Pages to read again")
    icon = "calendar-check"
    order = 260

    @property
    def more_url(self) -> str:  # type: ignore[override]
        return reverse("pages_to_review")

    def tasks(self) -> tuple[Sequence[Task], int]:
        due = due_pages(self.request.user)
        return [
            Task(
                page.title,
                reverse("wagtailadmin_pages:edit", args=[page.pk]),
                _("last found right on %(date)s") % {"date": _day(page.reviewed_at)},
            )
            for page in due[:SHOWN]
        ], due.count()
