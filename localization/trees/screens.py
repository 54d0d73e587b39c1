"""The report on the trees of all languages, its button, and the panel on the start page."""

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale, Page, PageLogEntry

from core.language_names import language_name
from localization.trees import background, mending
from localization.trees.drift import Kind
from localization.trees.marks import mark
from localization.trees.models import TreeState
from localization.trees.withdrawal import WITHDRAWN

_SHOWN = 200
_DAYS = 30


def may_see(user: Any) -> bool:
    """Administrators: whoever may move every page."""
    return bool(user.is_superuser or user.has_perm("localization.change_treestate"))


class TreesView(WagtailAdminTemplateMixin, TemplateView):
    """What is out of step, by kind, with a button that mends it."""

    template_name = "localization/trees/report.html"
    page_title = gettext_lazy("Page trees of all languages")
    header_icon = "site"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = mending.differences()
        ids = {drift.page_id or drift.source_id for drift in found[:_SHOWN]}
        pages = Page.objects.in_bulk([pk for pk in ids if pk])
        locales = {pk: language_name(code) for pk, code in _locales()}
        rows = [
            (pages.get(drift.page_id or drift.source_id or 0), locales[drift.locale_id],
             Kind(drift.kind).label)
            for drift in found[:_SHOWN]
        ]  # fmt: skip
        since = timezone.now() - datetime.timedelta(days=_DAYS)
        entries = PageLogEntry.objects.filter(action=WITHDRAWN, timestamp__gte=since)
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "count": len(found),
            "pending": background.pending(),
            "state": TreeState.objects.filter(pk=1).first(),
            "withdrawn": entries.select_related("page", "user").order_by("-timestamp")[:_SHOWN],
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Few at once; many in the background, and the report tells how many are left."""
        found = mending.differences()
        if len(found) > background.SOON and settings.TREES_IN_BACKGROUND:
            mark({drift.key for drift in found})
            messages.info(request, _pending_text(len({drift.key for drift in found})))
            return redirect("localization_trees")
        mended, left = mending.mend_all()
        text = ngettext(
            "%(count)s difference was mended.", "%(count)s differences were mended.", len(mended)
        ) % {"count": len(mended)}
        messages.success(request, text)
        if left:
            messages.error(request, _("Some could not be mended; the server's log says why."))
        return redirect("localization_trees")


def _locales() -> list[tuple[int, str]]:
    return list(Locale.objects.values_list("pk", "language_code"))


def _pending_text(count: int) -> str:
    return ngettext(
        "%(count)s page is being brought into step in the background.",
        "%(count)s pages are being brought into step in the background.",
        count,
    ) % {"count": count}


class TreesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


class BrokenTreesPanel(Component):
    """On the start page of administrators, only when something is out of step or on its way."""

    order = 250
    template_name = "localization/trees/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        counts = mending.count_by_kind()
        pending = background.pending()
        return {
            "counts": [(kind.label, count) for kind, count in counts.items()],
            "pending": _pending_text(pending) if pending else "",
            "url": reverse("localization_trees"),
        }

    def render_html(self, parent_context: Any = None) -> Any:
        context = self.get_context_data(parent_context)
        if not (context["counts"] or context["pending"]):
            return ""
        return super().render_html(parent_context)
