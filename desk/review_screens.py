"""The report of pages to read again, and the button that says a page is still right."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Page

from core.reports import ForReportViewers
from desk.review import due_pages, mark_reviewed


class ReviewReport(ForReportViewers, PageReportView):
    page_title = gettext_lazy("Pages to read again")
    header_icon = "calendar-check"
    index_url_name = "pages_to_review"
    index_results_url_name = "pages_to_review_results"
    results_template_name = "desk/review_results.html"
    any_permission_required = ["add", "change", "publish"]
    export_headings = {
        "title": gettext_lazy("Title"),
        "reviewed_at": gettext_lazy("Last found right"),
        "full_url": gettext_lazy("Address"),
    }
    list_export = ["title", "reviewed_at", "full_url"]

    def get_queryset(self) -> Any:
        self.queryset = due_pages(self.request.user, is_report=True).select_related("content_type")
        return super().get_queryset()


@require_POST
def still_right(request: HttpRequest, pk: int) -> HttpResponse:
    """Only for who may edit the page."""
    page = get_object_or_404(Page, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    mark_reviewed(page, request.user)
    messages.success(request, _("“%(title)s” is noted as still right.") % {"title": page.title})
    return redirect("pages_to_review")


def urlpatterns() -> list[URLPattern]:
    report = "reports/review/"
    return [
        path(report, ReviewReport.as_view(), name="pages_to_review"),
        path(
            f"{report}results/",
            ReviewReport.as_view(results_only=True),
            name="pages_to_review_results",
        ),
        path(f"{report}<int:pk>/still-right/", still_right, name="page_still_right"),
    ]
