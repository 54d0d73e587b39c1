"""The way to publication beyond the editor's form: approval, and publishing from a list."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, WorkflowState

from core.forms import APPROVE
from core.publishing import is_confirmed, reasons_not_to_publish


def show_reasons(request: HttpRequest, page: Page, reasons: list[str]) -> None:
    for reason in reasons:
        messages.error(request, format_html("<strong>{}</strong>: {}", page.title, reason))


class ApprovalView(WorkflowActionView):
    """The approver's button outside the editor: what may not be published is not approved."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.action_name == APPROVE:
            page = self.object.get_latest_revision_as_object()
            if reasons := reasons_not_to_publish(page):
                show_reasons(request, page, reasons)
                return self._back(request)
        return super().post(request, *args, **kwargs)

    def _back(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            answer = {"step": "success", "redirect": self.redirect_url}
            return self.render_modal_json(request, answer)
        return redirect(self.redirect_url)


class PortalEditView(EditView):
    """What was sent back starts again with the first reader: the last one stays the last."""

    def submit_action(self) -> HttpResponse:
        state = self.workflow_state
        if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            return self.restart_workflow_action()
        return super().submit_action()


class PortalPageViewSet(PageViewSet):
    """Wagtail's admin of all pages with the portal's own approval."""

    edit_view_class = PortalEditView
    workflow_action_view_class = ApprovalView


def refuse_bulk_publishing(
    request: HttpRequest, action_type: str, objects: list[Page], action: Any
) -> HttpResponse | None:
    """Publishing from a list asks nobody to confirm: only what was confirmed before passes."""
    if action_type != "publish":
        return None
    refused = False
    with_descendants = action.cleaned_form.cleaned_data.get("include_descendants")
    for page in _to_be_published(objects, with_descendants):
        reasons = reasons_not_to_publish(page.get_latest_revision_as_object())
        if not is_confirmed(page):
            reasons.append(
                _("Nobody has confirmed this version. Open the page and publish it there.")
            )
        show_reasons(request, page, reasons)
        refused = refused or bool(reasons)
    return redirect(action.next_url) if refused else None


def _to_be_published(objects: list[Page], with_descendants: bool) -> Iterator[Page]:
    for page in objects:
        yield page.specific
        if with_descendants:
            yield from page.get_descendants().not_live().specific()
