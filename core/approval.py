"""The way to publication beyond the editor's form: approval, and publishing from a list."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, WorkflowState

from core.forms import APPROVE
from core.gate import NotPublishableError, why_not
from core.public_use import may_replace
from core.publishing import reasons_not_to_publish


def show_reasons(request: HttpRequest, page: Page, reasons: list[str]) -> None:
    for reason in reasons:
        messages.error(request, format_html("<strong>{}</strong>: {}", page.title, reason))


def answer_refusal(request: HttpRequest, refusal: NotPublishableError) -> HttpResponse:
    """Wherever in the admin the gate refused: say why, and lead back to the page."""
    page = Page.objects.filter(pk=refusal.page.pk).first()
    if request.headers.get("accept") == "application/json":
        answer = {"success": False, "error_code": "refused",
                  "error_message": " ".join(refusal.messages)}  # fmt: skip
        return JsonResponse(answer, status=400)
    show_reasons(request, refusal.page, refusal.messages)
    url = reverse("wagtailadmin_home")
    if page is not None:
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"step": "success", "redirect": url})
    return redirect(url)


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
    """The gate asks of each page again; here the officer reads at once what is against which."""
    if action_type != "publish":
        return None
    refused = False
    with_descendants = action.cleaned_form.cleaned_data.get("include_descendants")
    for page in _to_be_published(objects, with_descendants):
        revision = page.get_latest_revision() or page.save_revision(user=request.user)
        reasons = why_not(revision)
        show_reasons(request, page, reasons)
        refused = refused or bool(reasons)
    return redirect(action.next_url) if refused else None


def refuse_bulk_hiding(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Another collection may be a closed one: what is public goes there by who may publish it."""
    if action_type != "add_to_collection":
        return None
    kept = [thing for thing in objects if not may_replace(request.user, thing)]
    for thing in kept:
        text = _("Visitors see it. Only who may publish there can move it.")
        messages.error(request, format_html("<strong>{}</strong>: {}", thing.title, text))
    return redirect(action.next_url) if kept else None


def _to_be_published(objects: list[Page], with_descendants: bool) -> Iterator[Page]:
    for page in objects:
        yield page.specific
        if with_descendants:
            yield from page.get_descendants().not_live().specific()
