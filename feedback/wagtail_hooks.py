"""The report for editors: which pages help, and which do not."""

import datetime
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core.reports import ForReportViewers

DAYS = 90


class OpinionsReport(ForReportViewers, ReportView):
    """Pages with the answers of the last 90 days, those that helped least first."""

    model = Page
    page_title = _("Was this page of use?")
    header_icon = "help"
    index_url_name = "opinions_report"
    index_results_url_name = "opinions_report_results"
    any_permission_required = ["add", "change", "publish"]
    is_searchable = False
    list_export = ["title", "locale.language_code", "yes", "partly", "no"]
    export_headings = {"title": _("Page"), "locale.language_code": _("Language"),
                       "yes": _("Yes"), "partly": _("Partly"), "no": _("No")}  # fmt: skip
    columns = [
        TitleColumn(
            "title", label=_("Page"),
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        Column("language", label=_("Language"), accessor="locale.language_code"),
        Column("yes", label=_("Yes")),
        Column("partly", label=_("Partly")),
        Column("no", label=_("No")),
    ]  # fmt: skip

    @cached_property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Page)

    def get_queryset(self) -> QuerySet[Any]:
        since = timezone.localdate() - datetime.timedelta(days=DAYS)
        rated = Page.objects.filter(opinions__day__gte=since).select_related("locale")
        sums = {name: Sum(f"opinions__{name}") for name in ("yes", "partly", "no")}
        return rated.annotate(**sums).order_by("-no", "-partly", "title", "pk")


@hooks.register("register_admin_urls")
def report_addresses() -> list[URLPattern]:
    view = OpinionsReport.as_view()
    return [
        path("reports/opinions/", view, name="opinions_report"),
        path("reports/opinions/results/", OpinionsReport.as_view(results_only=True),
             name="opinions_report_results"),
    ]  # fmt: skip


@hooks.register("register_reports_menu_item")
def report_in_menu() -> MenuItem:
    return MenuItem(
        _("Was this page of use?"), reverse("opinions_report"), icon_name="help", order=1000
    )
