"""The screen on which a page is translated beside its source."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from core.publishing import reasons_not_to_publish
from localization.machine.service import service_for
from localization.parallel.models import TranslationReview
from localization.parallel.rows import Row, RowState, Sheet, mark_checked, save

FILTERS = [
    ("", gettext_lazy("all")),
    ("open", gettext_lazy("to be translated")),
    ("machine", gettext_lazy("by machine, unchecked")),
    ("remarks", gettext_lazy("with remarks")),
]


def translation_for(user: Any, pk: int) -> tuple[Translation, Any]:
    """The translation and its page. PermissionDenied unless the user may edit that page."""
    translations = Translation.objects.select_related(
        "target_locale", "source__locale", "source__specific_content_type"
    )
    translation = get_object_or_404(translations, pk=pk, enabled=True)
    page = get_object_or_404(
        Page, translation_key=translation.source.object_id, locale=translation.target_locale
    )
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    return translation, page


class ParallelView(WagtailAdminTemplateMixin, TemplateView):
    """GET shows the texts, POST keeps every one that was changed; nothing typed is lost."""

    template_name = "localization/parallel/editor.html"
    page_title = gettext_lazy("Side by side")
    header_icon = "wagtail-localize-language"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.translation, self.page = translation_for(request.user, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.page.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        url = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        edit = {"url": url, "label": self.page.title}
        return [*self.breadcrumbs_items, edit, {"url": "", "label": self.get_page_title()}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        posted = {int(k[8:]) for k in request.POST if k.startswith("segment-") and k[8:].isdigit()}
        conflicts: dict[int, Row] = {}
        for row in Sheet(self.translation).rows(posted):
            typed, was = request.POST[row.key], request.POST.get(f"was-{row.segment.pk}", "")
            is_changed = typed.replace("\r\n", "\n").strip() != was.replace("\r\n", "\n").strip()
            if is_changed and not save(row, typed, was, request.user, self.translation):
                conflicts[row.segment.pk] = row
            elif not is_changed and request.POST.get(f"checked-{row.segment.pk}"):
                mark_checked(row, request.user)
        if "application/json" in request.headers.get("Accept", ""):
            return self._as_json(posted, conflicts)
        if conflicts:
            return self.render_to_response(self.get_context_data(conflicts=conflicts))
        return redirect(request.get_full_path())

    def _as_json(self, posted: set[int], conflicts: dict[int, Row]) -> JsonResponse:
        sheet = Sheet(self.translation)
        rows = [conflicts.get(row.segment.pk, row) for row in sheet.rows()]
        shown = {
            row.key: render_to_string(
                "localization/parallel/row.html", self._common(row=row), self.request
            )
            for row in rows
            if row.segment.pk in posted or row.is_address  # Made of a title that was posted.
        }
        return JsonResponse({"rows": shown, "progress": progress_text(rows), **_counts(rows)})

    def _common(self, **values: Any) -> dict[str, Any]:
        return {"language": self.translation.target_locale.language_code,
                "source_language": settings.LANGUAGE_CODE, **values}  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        conflicts = kwargs.pop("conflicts", {})
        sheet = Sheet(self.translation)
        rows = [conflicts.get(row.segment.pk, row) for row in sheet.rows()]
        show = self.request.GET.get("show", "")
        permissions = self.page.permissions_for_user(self.request.user)
        return super().get_context_data(
            **self._common(), translation=self.translation, page=self.page,
            rows=[row for row in rows if _is_shown(row, show)], show=show, filters=FILTERS,
            progress=progress_text(rows), counts=_counts(rows), conflicts=conflicts,
            may_publish=permissions.can_publish(), review=self._review(),
            machine=service_for(self.translation),
            obstacles=reasons_not_to_publish(self.page.specific), **kwargs,
        )  # fmt: skip

    def _review(self) -> dict[str, Any] | None:
        """Who last read the whole, and how many texts changed since; two queries."""
        review = self.translation.reviews.select_related("by").first()
        if review is None:
            return None
        changed = StringTranslation.objects.filter(
            context__object_id=self.translation.source.object_id,
            locale=self.translation.target_locale, updated_at__gt=review.at,
        )  # fmt: skip
        return {"by": review.by, "at": review.at, "changed": changed.count()}


def _is_shown(row: Row, show: str) -> bool:
    if show == "open":
        return row.state in (RowState.OPEN, RowState.CHANGED)
    if show == "machine":
        return row.state == RowState.MACHINE
    return bool(row.remarks or row.error) if show == "remarks" else True


def _counts(rows: list[Row]) -> dict[str, int]:
    texts = [row for row in rows if not row.is_address]
    open_rows = [row for row in texts if row.state in (RowState.OPEN, RowState.CHANGED)]
    return {"done": len(texts) - len(open_rows), "total": len(texts)}


def progress_text(rows: list[Row]) -> str:
    counts = _counts(rows)
    return _("%(done)s of %(total)s texts are translated") % counts


class ReviewedView(ParallelView):
    """An officer has read the whole translation."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        TranslationReview.objects.create(translation=self.translation, by=user)
        messages.success(request, _("Noted: you have read this translation as a whole."))
        return redirect("parallel", self.translation.pk)


@xframe_options_sameorigin
def source_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The source as translators see it, rendered like for visitors."""
    translation, _page = translation_for(request.user, pk)
    instance = translation.source.as_instance()
    response: HttpResponse = instance.make_preview_request(request, instance.default_preview_mode)
    return response
