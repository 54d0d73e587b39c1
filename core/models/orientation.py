"""The step of the workflow in which sensitive topics get their orientation."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState, WorkflowState

from core.orientation import sensitive_topics, topics_of


class OrientationTask(AbstractGroupApprovalTask):
    """Approval by a group; a page without a sensitive topic passes by and says so."""

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        page = workflow_state.content_object.get_latest_revision_as_object()
        if sensitive_topics(topics_of(page)):
            return super().start(workflow_state, user=user)
        state = TaskState(
            workflow_state=workflow_state,
            task=self.task_ptr,
            revision=page.latest_revision,
            status=TaskState.STATUS_SKIPPED,
            finished_at=timezone.now(),
        )
        state.save()
        return state

    @classmethod
    def get_description(cls) -> str:
        return str(_("Members of these groups look at pages on sensitive topics first."))

    class Meta:
        verbose_name = _("orientation of sensitive topics")
        verbose_name_plural = _("orientations of sensitive topics")
