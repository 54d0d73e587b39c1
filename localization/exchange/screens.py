"""Jobs for translators outside, in the admin: choose pages, download, upload, look, apply."""

import csv
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from core.language_names import language_name
from core.spreadsheets import inert
from localization.exchange import applying, incoming
from localization.exchange.forms import JobForm, SelectionForm, UploadForm
from localization.exchange.models import ExchangeJob, ExchangeReturn, JobState
from localization.exchange.outgoing import file_of
from localization.exchange.parcels import ordered_translations
from localization.exchange.report import SILENT, Kind
from localization.exchange.selection import MAX_PAGES, Candidate, candidates, translations_of

_SHOWN_OF_A_KIND = 100


class JobsView(IndexView):
    def get_base_queryset(self) -> Any:
        jobs = ExchangeJob.objects.select_related("locale", "created_by")
        return jobs.prefetch_related("translations")

    def get_edit_url(self, instance: ExchangeJob) -> None:
        """A job is not changed once it is out."""

    @property
    def no_results_message(self) -> Any:
        if self.is_searching or self.is_filtering:
            return _("No job is like this.")
        return _(
            "Nothing is out for translation. “Send pages to translators” makes a file of as many "
            "pages as you like."
        )


class JobScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = ExchangeJob
    permission_required = "change"
    header_icon = "download"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        jobs = {"url": reverse("translation_jobs:index"), "label": _("Translators outside")}
        return [*self.breadcrumbs_items, jobs, {"url": "", "label": self.get_page_title()}]


class NewJobView(JobScreen):
    """GET filters the pages, POST makes a job of the chosen ones."""

    permission_required = "add"
    template_name = "localization/exchange/new.html"
    page_title = gettext_lazy("Send pages to translators")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", JobForm())
        selection = SelectionForm(self.request.user, self.request.GET)
        found: list[Candidate] = []
        if selection.is_valid():
            found = candidates(
                self.request.user, selection.cleaned_data["locale"], selection.chosen_section,
                selection.cleaned_data["progress"], words=selection.cleaned_data["words"],
            )  # fmt: skip
        chosen = set(self.request.POST.getlist("pages") or self.request.GET.getlist("pages"))
        return super().get_context_data(
            selection=selection, candidates=found, chosen=chosen, is_cut=len(found) == MAX_PAGES,
            locale=selection.cleaned_data.get("locale"), **kwargs,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = JobForm(request.POST)
        selection = SelectionForm(request.user, request.GET)
        pks = [int(pk) for pk in request.POST.getlist("pages") if pk.isdigit()]
        if not pks:
            form.add_error(None, _("Tick at least one page."))
        if not (selection.is_valid() and form.is_valid()):
            return self.render_to_response(self.get_context_data(form=form))
        locale = selection.cleaned_data["locale"]
        pages = [c.page for c in candidates(request.user, locale, pks=pks)]
        if not pages:
            raise PermissionDenied
        job = form.save(commit=False)
        job.locale, job.created_by = locale, request.user
        translations = translations_of(pages, locale, request.user)
        job.save()
        job.translations.set(translations)
        messages.success(request, _("The job is ready. Download the file and send it."))
        return redirect(job.get_absolute_url())


class JobView(InspectView):
    """A job: its pages, its file, and what came back."""

    def get_page_title(self) -> str:
        return str(self.object)

    def get_page_subtitle(self) -> str:
        return ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission("change"):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                if file.size > incoming.MAX_UPLOAD:
                    content = b"\0" * (incoming.MAX_UPLOAD + 1)  # Not read into memory.
                else:
                    content = file.read()
                entries = incoming.read(file.name, content)
            except incoming.UnreadableError as error:
                form.add_error("file", str(error))
            else:
                returned = ExchangeReturn.objects.create(
                    job=self.object, file_name=file.name[:255], uploaded_by=request.user,  # type: ignore[misc]
                    entries=[entry.as_dict() for entry in entries],
                )  # fmt: skip
                return redirect(returned.get_absolute_url())
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", UploadForm())
        job = self.object
        returns = job.returns.select_related("uploaded_by", "applied_by").defer("entries")
        labels = {str(kind): kind.label for kind in Kind}
        return super().get_context_data(
            job=job, translations=ordered_translations(job),
            may_change=self.user_has_permission("change"),
            returns=[
                (returned, [(labels[k], n) for k, n in returned.counts.items() if k in labels])
                for returned in returns
            ],
            **kwargs,
        )  # fmt: skip


class DownloadView(JobScreen):
    permission_required = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name, media_type, content = file_of(get_object_or_404(ExchangeJob, pk=kwargs["pk"]))
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=media_type, headers=headers)


class CloseView(JobScreen):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job = get_object_or_404(ExchangeJob, pk=kwargs["pk"])
        job.state = JobState.OUT if job.state == JobState.CLOSED else JobState.CLOSED
        job.save(update_fields=["state"])
        return redirect(job.get_absolute_url())


class ReturnView(JobScreen):
    """A file that came back: what it would change, and the button that does it."""

    template_name = "localization/exchange/returned.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        returns = ExchangeReturn.objects.select_related("job__locale", "applied_by")
        self.returned = get_object_or_404(returns, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.returned.file_name

    def get_page_subtitle(self) -> str:
        return self.returned.job.title

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "csv":
            return self._as_csv()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = applying.report_of(self.returned, self.request.user)
        groups = [
            {
                "kind": kind, "lines": report.of(kind)[:_SHOWN_OF_A_KIND], "number": number,
                "is_open": kind not in SILENT, "is_cut": number > _SHOWN_OF_A_KIND,
            }
            for kind, number in report.counts.items()
        ]  # fmt: skip
        counts = report.counts
        return super().get_context_data(
            returned=self.returned, job=self.returned.job, groups=groups,
            fitting=counts.get(Kind.NEW, 0) + counts.get(Kind.CHANGED, 0),
            newer=counts.get(Kind.NEWER, 0), remarks=sum(bool(x.remarks) for x in report.lines),
            **kwargs,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        overwrites = bool(request.POST.get("overwrites"))
        try:
            written = applying.apply(self.returned, request.user, overwrites=overwrites)
        except applying.NotPossibleError as error:
            messages.error(request, str(error))
        else:
            text = ngettext(
                "%(number)s text is taken in. Look at the page, then publish it.",
                "%(number)s texts are taken in. Look at the pages, then publish them.",
                written,
            )
            messages.success(request, text % {"number": written})
        return redirect(self.returned.job.get_absolute_url())

    def _as_csv(self) -> HttpResponse:
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="report.csv"'
        response.write("\ufeff")  # Excel takes the file for something else without it.
        writer = csv.writer(response)
        writer.writerow([_("State"), _("Page"), _("Text"), _("Source"), _("Translation"),
                         _("Present translation"), _("Remarks")])  # fmt: skip
        for line in applying.report_of(self.returned, self.request.user).lines:
            said = "; ".join(filter(None, [line.reason, *(r.text for r in line.remarks)]))
            row = [line.kind.label, line.page, line.label, line.source, line.target,
                   line.present, said]  # fmt: skip
            writer.writerow([inert(str(cell)) for cell in row])
        return response


def _number_of_pages(job: ExchangeJob) -> int:
    return len(job.translations.all())


def _language(job: ExchangeJob) -> str:
    return language_name(job.locale.language_code)


class JobViewSet(ModelViewSet):
    model = ExchangeJob
    name = "translation_jobs"
    url_prefix = "translation/jobs"
    icon = "download"
    menu_label = gettext_lazy("Translators outside")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["state"]
    inspect_template_name = "localization/exchange/job.html"
    inspect_view_class = JobView
    index_view_class = JobsView
    add_view_class = NewJobView
    form_fields = ["title"]
    list_filter = ["state", "file_format"]
    search_fields = ["title"]
    list_display = [
        "__str__",
        Column("locale", label=gettext_lazy("Language"), accessor=_language),
        Column("pages", label=gettext_lazy("Pages"), accessor=_number_of_pages),
        Column("file_format", label=gettext_lazy("Format"), accessor="get_file_format_display"),
        Column(
            "state", label=gettext_lazy("State"), accessor="get_state_display", sort_key="state"
        ),
        Column("created_by", label=gettext_lazy("Made by")),
        DateColumn("created_at", label=gettext_lazy("Made on"), sort_key="created_at"),
    ]  # fmt: skip

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        none = dict.fromkeys(("edit_url_name", "delete_url_name"))
        return {**super().get_common_view_kwargs(**kwargs), **none}

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [p for p in super().get_urlpatterns() if p.name in _READING]
        own: list[tuple[str, type[View], str]] = [
            ("new/", NewJobView, "add"),
            ("file/<int:pk>/", DownloadView, "download"),
            ("close/<int:pk>/", CloseView, "close"),
            ("returned/<int:pk>/", ReturnView, "returned"),
        ]
        return [*kept, *(path(route, view.as_view(), name=name) for route, view, name in own)]

    def register_admin_url_finder(self) -> None:
        """There is no screen to edit one."""


_READING = ("index", "index_results", "inspect")
