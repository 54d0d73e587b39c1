"""The report on the whole site: which pages could be better, and in what."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Locale, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from core.language_names import LanguageField, language_name
from core.quality.findings import Finding, Topic, findings_of
from core.reports import sees_reports

PER_PAGE = 50


@dataclass(frozen=True)
class Row:
    page: Any
    findings: list[Finding]

    @property
    def title(self) -> str:
        return str(self.page.title)

    @property
    def language(self) -> str:
        return language_name(self.page.locale.language_code)

    @property
    def kind(self) -> str:
        return str(self.page.page_type_display_name)

    @property
    def address(self) -> str:
        return self.page.full_url or ""

    @property
    def advice(self) -> str:
        return "; ".join(f"{f.topic.label}: {f.text}" for f in self.findings)


class FilterForm(forms.Form):
    topic = forms.ChoiceField(
        label=_("About"), choices=[("", _("everything")), *Topic.choices], required=False
    )
    language = LanguageField(
        Locale.objects.all(), label=_("Language"), required=False, empty_label=_("all languages"),
        to_field_name="language_code",
    )  # fmt: skip
    section = forms.ModelChoiceField(
        Page.objects.none(), label=_("Section"), required=False, empty_label=_("the whole portal")
    )

    def __init__(self, *args: Any, pages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = pages.filter(depth=3, numchild__gt=0).order_by("path")
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]


class QualityReport(SpreadsheetExportMixin, WagtailAdminTemplateMixin, TemplateView):
    """Published pages that the officer may edit, or all for whoever sees the reports.

    Those without advice are left out.
    """

    template_name = "core/quality/report.html"
    page_title = _("Quality of content")
    header_icon = "clipboard-list"
    list_export = ["title", "language", "kind", "address", "advice"]
    export_headings = {
        "title": _("Title"), "language": _("Language"), "kind": _("Kind"),
        "address": _("Address"), "advice": _("Advice"),
    }  # fmt: skip
    export_filename = "content-quality"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_export:
            rows = self.rows(self.form())
            response: HttpResponse = self.as_spreadsheet(rows, request.GET.get("export"))
            return response
        return super().get(request, *args, **kwargs)

    def form(self) -> FilterForm:
        policy = PagePermissionPolicy()
        user = self.request.user
        self.pages = policy.instances_user_has_permission_for(user, "change")
        if sees_reports(user):
            self.pages = Page.objects.all()
        return FilterForm(self.request.GET, pages=self.pages)

    def rows(self, form: FilterForm) -> list[Row]:
        """All pages at once: one query for each type of page, and a constant number besides."""
        chosen = form.cleaned_data if form.is_valid() else {}
        pages = self.pages.filter(live=True, alias_of=None, depth__gt=1)
        if language := chosen.get("language"):
            pages = pages.filter(locale=language)
        if section := chosen.get("section"):
            pages = pages.descendant_of(section, inclusive=True)
        specific = list(pages.order_by("path").specific())
        locales = Locale.objects.in_bulk()
        topic = chosen.get("topic")
        found = findings_of(specific)
        rows = []
        for page in specific:
            own = [f for f in found.get(page.pk, []) if not topic or f.topic == topic]
            if own:
                page.locale = locales[page.locale_id]
                rows.append(Row(page, own))
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.form()
        rows = self.rows(form)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(
            form=form, rows=page, number=len(rows), query=query.urlencode(), **kwargs
        )
