"""The report of searches without result."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton

from search.models import MissedSearch

REPORT_NAME = "missed_searches"


class MissedSearchesView(ReportView):
    page_title = _("Searches without result")
    header_icon = "search"
    index_url_name = REPORT_NAME
    index_results_url_name = f"{REPORT_NAME}_results"
    default_ordering = "-count"
    is_searchable = False
    model = MissedSearch
    columns = [
        Column("text", label=_("Searched for"), sort_key="text"),
        Column("language", label=_("Language"), sort_key="language"),
        NumberColumn("count", label=_("Times"), sort_key="count"),
        DateColumn("last_day", label=_("Last time"), sort_key="last_day"),
    ]
    export_headings = {
        "text": _("Searched for"),
        "language": _("Language"),
        "count": _("Times"),
        "last_day": _("Last time"),
    }
    list_export = ["text", "language", "count", "last_day"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("search.view_missedsearch"):  # type: ignore[union-attr]
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[MissedSearch]:
        """What was asked for only once is not shown: nobody here knows what it was."""
        return MissedSearch.objects.exclude(text="")

    @property
    def no_results_message(self) -> Any:
        return _("Visitors have found something in every search that was made more than once.")

    @property
    def header_buttons(self) -> list[Any]:
        """What helps: a word that finds the page which is there already."""
        if not self.request.user.has_perm("search.add_synonymgroup"):
            return []
        url = reverse("wagtailsnippets_search_synonymgroup:add")
        return [HeaderButton(_("Add synonyms"), url=url, icon_name="plus")]
