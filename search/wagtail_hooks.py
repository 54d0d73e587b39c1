"""Search in the admin: synonyms, what was searched for in vain, and how the service is."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from search.models import SynonymGroup
from search.notice import notice_for
from search.reports import REPORT_NAME, MissedSearchesView


class SynonymGroupViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "list-ul"
    list_display = ["__str__", "note"]
    add_to_settings_menu = True
    menu_label = _("Synonyms for search")
    menu_order = 890  # Before Wagtail's promoted search results.
    copy_view_enabled = False


register_snippet(SynonymGroupViewSet)


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    view = MissedSearchesView
    return [
        path("reports/missed-searches/", view.as_view(), name=REPORT_NAME),
        path(
            "reports/missed-searches/results/",
            view.as_view(results_only=True),
            name=f"{REPORT_NAME}_results",
        ),
    ]


class MissedSearchesMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("search.view_missedsearch"))


@hooks.register("register_reports_menu_item")
def missed_searches() -> MenuItem:
    return MissedSearchesMenuItem(
        _("Searches without result"), reverse(REPORT_NAME), name=REPORT_NAME,
        icon_name="search", order=1300,
    )  # fmt: skip


@hooks.register("construct_reports_menu")
def without_search_terms(request: Any, items: list[MenuItem]) -> None:
    """Wagtail's report of all searches: nothing that would fill it is kept here."""
    items[:] = [item for item in items if item.name != "search-terms"]


@hooks.register("construct_homepage_panels")
def search_is_degraded(request: HttpRequest, panels: list[Any]) -> None:
    if notice := notice_for(request.user):
        panels.append(notice)
