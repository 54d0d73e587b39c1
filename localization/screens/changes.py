"""What changed in the original since a translation was made, beside the translation of it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.compare import diff_text
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail_localize.models import StringSegment, StringTranslation

from core.vietnamese.text import nfc
from localization import translating
from localization.models import TranslationBasis
from localization.screens.access import Access
from localization.screens.cells import details
from localization.screens.steps import is_locked_for, refuse, state_or_404
from localization.states.basis import outstanding_changes
from localization.states.pieces import Change
from localization.states.refresh import refresh


@dataclass
class Row:
    """One change. ``text`` is what stands in the field; ``name`` is empty where there is none."""

    change: Change
    where: str
    text: str = ""
    name: str = ""
    is_done: bool = False

    @property
    def difference(self) -> Any:
        return diff_text(
            strip_tags(self.change.old or ""), strip_tags(self.change.new or "")
        ).to_html()


class ChangesView(WagtailAdminTemplateMixin, TemplateView):
    """GET compares, POST saves the texts and, when asked to, publishes the translation."""

    template_name = "localization/admin/changes.html"
    page_title = gettext_lazy("What changed in the original")
    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refresh()
        self.state = state_or_404(kwargs["pk"])
        self.access = Access(request.user)
        if self.state.page is None or not self.access.may("change_page", self.state.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.state.page.title if self.state.page else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("translations:index"), "label": _("Translations")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    @cached_property
    def translation(self) -> Any:
        """None for a page that is translated by hand."""
        return translating.translation_into(self.state.source, self.state.locale)

    @cached_property
    def segments(self) -> dict[tuple[str, str], StringSegment]:
        if self.translation is None:
            return {}
        found = StringSegment.objects.filter(source=self.translation.source)
        found = found.annotate_translation(self.state.locale, include_errors=True)
        return {
            (s.context.path, s.string.data): s for s in found.select_related("context", "string")
        }

    @cached_property
    def rows(self) -> list[Row]:
        basis = TranslationBasis.objects.filter(
            source=self.state.source_id, locale=self.state.locale_id
        ).first()
        return [self._row(change) for change in outstanding_changes(basis)] if basis else []

    def _row(self, change: Change) -> Row:
        row = Row(change, _field_name(self.state.source.specific_class, change.path))
        segment = self.segments.get((change.path, change.new or ""))
        if segment is None:
            return row
        row.name, row.is_done = f"text-{segment.pk}", bool(segment.translation)
        row.text = segment.translation or self._before(change)
        return row

    def _before(self, change: Change) -> str:
        """What the text was translated as before it changed."""
        old = StringTranslation.objects.filter(
            context__object_id=self.state.source.translation_key, context__path=change.path,
            translation_of__data=change.old or "", locale=self.state.locale,
        ).first()  # fmt: skip
        return old.data if old else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.state.page
        return super().get_context_data(
            state=self.state, rows=self.rows, translation=self.translation, page=page,
            details=details(self.state),
            may_publish=self.access.may("publish_page", page),
            is_editable=any(row.name for row in self.rows),
            is_done=all(row.is_done for row in self.rows if row.name),
            language_code=self.state.locale.language_code,
            source_language_code=self.state.source.locale.language_code,
            **kwargs,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.translation is None:
            raise PermissionDenied
        if is_locked_for(request.user, self.state.page):
            messages.error(request, _("The page is locked."))
            return redirect(request.path)
        saved = sum(self._save(row) for row in self.rows if row.name)
        if saved:
            messages.success(
                request,
                ngettext("%(number)s text is saved.", "%(number)s texts are saved.", saved)
                % {"number": saved},
            )
        if "publish" in request.POST:
            return self._publish()
        return redirect(request.path)

    def _save(self, row: Row) -> bool:
        """Only what the translator typed, or ticked as right the way it is."""
        typed = nfc(self.request.POST.get(row.name, "").strip())
        is_right = f"right-{row.name}" in self.request.POST
        if not typed or (typed == row.text and not (is_right and not row.is_done)):
            return False
        segment = self.segments[row.change.path, row.change.new or ""]
        StringTranslation.objects.update_or_create(
            translation_of=segment.string, locale=self.state.locale, context=segment.context,
            defaults={
                "data": typed, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": "", "last_translated_by": self.request.user,
                "has_error": False, "field_error": "",
            },
        )  # fmt: skip
        return True

    def _publish(self) -> HttpResponse:
        page = self.state.page
        if page is None or not self.access.may("publish_page", page):
            raise PermissionDenied
        if refuse(self.request, self.translation, page):
            return redirect(self.request.path)
        translating.publish(self.translation, self.request.user)
        messages.success(self.request, _("“%(title)s” is up to date.") % {"title": page.title})
        return redirect("translations:index")


def _field_name(model: Any, path: str) -> str:
    """Label of the field that a path begins with."""
    name = path.split(".", 1)[0].split("#", 1)[0]
    return str(model._meta.get_field(name).verbose_name).capitalize()
