"""The orientation of sensitive topics: who looks at such a page before the chairman does.

The plan, II.6.2 and IV.8: its post A09 gives it; `Topic.needs_orientation` says of which topics.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState, WorkflowState


def sensitive_topics(topics: Iterable[Any]) -> list[Any]:
    """Those of ``topics`` that need the orientation themselves, or are part of one that does."""
    from core.models import Topic

    chosen = list(topics)
    if not chosen:
        return []
    tree = dict(Topic.objects.values_list("pk", "parent_id"))
    marked = set(Topic.objects.filter(needs_orientation=True).values_list("pk", flat=True))

    def is_sensitive(pk: int | None) -> bool:
        seen: set[int] = set()
        while pk is not None and pk not in seen:
            if pk in marked:
                return True
            seen.add(pk)
            pk = tree.get(pk)
        return False

    return [topic for topic in chosen if is_sensitive(topic.pk)]


def topics_of(page: Page) -> list[Any]:
    """The topics of a page as it stands in memory; none where its type has none."""
    topics = getattr(page, "topics", None)
    return list(topics.all()) if topics is not None else []


def runs_of(revision: Revision) -> QuerySet[WorkflowState]:
    """The runs of the workflow that a version belongs to.

    It was submitted or passed on in them, or an approver made it in the course of one.
    """
    states = TaskState.objects.filter(workflow_state=OuterRef("pk"))
    is_passed_on = Exists(states.filter(revision=revision.pk))
    is_open = Q(status=WorkflowState.STATUS_IN_PROGRESS)
    was_open = Exists(states.filter(finished_at__gte=revision.created_at))
    return WorkflowState.objects.filter(
        Q(is_passed_on) | Q(is_open | Q(was_open), created_at__lte=revision.created_at),
        base_content_type_id=revision.base_content_type_id,
        object_id=revision.object_id,
    )


def is_oriented(runs: QuerySet[WorkflowState]) -> bool:
    """Whether the orientation was given in one of these runs."""
    from core.models import OrientationTask

    given = TaskState.objects.filter(
        workflow_state__in=runs.order_by().values("pk"),
        status=TaskState.STATUS_APPROVED,
        task__in=OrientationTask.objects.values(pk=F("task_ptr")),
    )
    return given.exists()


def missing_orientation(topics: Iterable[Any], runs: QuerySet[WorkflowState]) -> list[str]:
    """Sentences for the officer; empty when nothing is sensitive or the orientation was given."""
    sensitive = sensitive_topics(topics)
    if not sensitive or is_oriented(runs):
        return []
    return [
        _(
            "The topic “%(topic)s” is sensitive: whoever gives the orientation reads the page "
            "before the chairman. Submit it for approval instead of publishing it."
        )
        % {"topic": topic}
        for topic in sensitive
    ]
