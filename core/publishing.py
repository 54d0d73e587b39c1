"""What must hold before a page may become public."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from core.orientation import runs_of
from core.page_pictures import pictures_of
from core.unfinished import unfinished

#: Log action: somebody confirmed that a revision holds no secret (the plan, I.2).
CONFIRMED = "portal.confirm_publishable"
#: Log action: somebody said of a revision that it leaves the translations valid.
MINOR = "portal.minor_change"
#: Log action: somebody has looked at every page of a scan, which the portal cannot read.
NO_STAMP = "portal.confirm_no_stamp"


#: What rooms above have against publishing a page: functions like `reasons_not_to_publish`.
more_reasons: list[Callable[[Page], list[str]]] = []


def reasons_not_to_publish(page: Page) -> list[str]:
    """Sentences for the editor, each naming what to do; empty when the page may be published."""
    others = [reason for reasons in more_reasons for reason in reasons(page)]
    return [*unfinished(page), *_pictures_without_text(page), *others]


def _pictures_without_text(page: Page) -> list[str]:
    language = page.locale.language_code
    shown_with_own_text = {
        p.image.pk: p.image for p in pictures_of(page) if not p.has_text_in_block
    }
    return [
        _(
            "The picture “%(title)s” has no alternative text in the language of this page. "
            "Open the picture and write one sentence on what it shows."
        )
        % {"title": image.title}
        for image in shown_with_own_text.values()
        if not image.alt.in_language(language).strip()
    ]


def is_confirmed(revision: Revision) -> bool:
    """Whether somebody confirmed this version, or the one that an approver corrected into it."""
    entries = PageLogEntry.objects.filter(action=CONFIRMED, page=int(revision.object_id))
    if entries.filter(revision=revision.pk).exists():
        return True
    going = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_APPROVED)
    runs = runs_of(revision).filter(status__in=going).order_by()
    submitted = TaskState.objects.filter(workflow_state__in=runs.values("pk"))
    return entries.filter(revision__in=submitted.values("revision")).exists()


def is_minor_change(revision: Revision) -> bool:
    """Whether somebody said that what this revision changes leaves the translations valid."""
    return PageLogEntry.objects.filter(action=MINOR, revision=revision.pk).exists()
