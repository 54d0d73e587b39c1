"""The screen on which a draft and its translations are prepared and published together."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import Page

from core.approval import show_reasons
from core.publishing import CONFIRMED, is_confirmed, reasons_not_to_publish
from localization import joint, translating
from localization.models import PreparedDraft
from localization.screens.access import Access
from localization.screens.grid import cells_of
from localization.screens.steps import is_locked_for
from localization.states.refresh import refresh
from localization.states.source import is_source, target_locales


class ConfirmationForm(forms.Form):
    confirms_publishable = forms.BooleanField(
        required=True,
        label=gettext_lazy(
            "I confirm that these pages contain no state secret, no official secret "
            "and no personal data without consent"
        ),
    )


class TogetherView(WagtailAdminTemplateMixin, TemplateView):
    """GET shows how far each language is; POST prepares, gives up, or publishes everything."""

    template_name = "localization/admin/together.html"
    page_title = gettext_lazy("Publish together with the translations")
    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        pages = Page.objects.select_related("locale").filter(depth__gt=1)
        self.page = get_object_or_404(pages, pk=kwargs["pk"]).specific
        self.access = Access(request.user)
        if not is_source(self.page) or not self.access.may("change_page", self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
             "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.get_page_title()},
        ]  # fmt: skip

    @cached_property
    def prepared(self) -> PreparedDraft | None:
        return PreparedDraft.objects.filter(source=self.page.pk).first()

    @property
    def is_stale(self) -> bool:
        """Whether somebody went on writing after the draft was given to the translators."""
        return bool(self.prepared and self.prepared.revision_id != self.page.latest_revision_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refresh()
        draft = self.page.get_latest_revision_as_object()
        kwargs.setdefault("form", ConfirmationForm())
        return super().get_context_data(
            page=self.page, prepared=self.prepared, is_stale=self.is_stale,
            cells=list(cells_of([self.page], self.access)[self.page.pk].values()),
            has_draft=self.page.has_unpublished_changes or not self.page.live,
            may_publish=self.access.may("publish_page", self.page),
            go_live_at=_future(draft.go_live_at),
            workflow_state=self.page.current_workflow_state,
            **kwargs,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_locked_for(request.user, self.page):
            messages.error(request, _("The page is locked."))
            return redirect(request.path)
        if "give_up" in request.POST:
            joint.give_up(self.page)
            messages.success(request, _("Translators work on the published page again."))
        elif "publish" in request.POST:
            return self._publish()
        else:
            joint.prepare(self.page, target_locales(), request.user, is_joint=True)
            messages.success(
                request,
                _("Translators can work on this draft now. Finished translations are published "
                  "with it, whoever publishes it and when."),
            )  # fmt: skip
        return redirect(request.path)

    def _publish(self) -> HttpResponse:
        """Now, or at the time that the draft names."""
        request = self.request
        if not self.access.may("publish_page", self.page):
            raise PermissionDenied
        form = ConfirmationForm(request.POST)
        if not form.is_valid() and not self._is_confirmed:
            return self.render_to_response(self.get_context_data(form=form))
        if reasons := self._reasons():
            for page, sentences in reasons:
                show_reasons(request, page, sentences)
            return redirect(request.path)
        with transaction.atomic():
            joint.prepare(self.page, target_locales(), request.user, is_joint=True)
            revision = self.page.get_latest_revision()
            log(self.page, CONFIRMED, user=request.user, revision=revision)
            revision.publish(user=request.user)
        when = _future(self.page.get_latest_revision_as_object().go_live_at)
        messages.success(request, _done(self.page, when))
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    @property
    def _is_confirmed(self) -> bool:
        revision = self.page.get_latest_revision()
        return revision is not None and is_confirmed(revision)

    def _reasons(self) -> list[tuple[Page, list[str]]]:
        draft = self.page.get_latest_revision_as_object()
        found = [(self.page, reasons_not_to_publish(draft))]
        if self.prepared is None or self.is_stale:
            sentence = _("The latest draft has not been given to the translators yet.")
            found.append((self.page, [sentence]))
        for locale in target_locales():
            translation = translating.translation_into(self.page, locale)
            page = translating.target_of(translation) if translation else None
            if translation and page:
                if not self.access.may("publish_page", page):
                    raise PermissionDenied
                found.append((page, translating.why_not_publish(translation, with_source=True)))
        return [(page, reasons) for page, reasons in found if reasons]


def _future(moment: Any) -> Any:
    return moment if moment and moment > now() else None


def _done(page: Page, when: Any) -> str:
    if when is None:
        return _("“%(title)s” is published with its translations.") % {"title": page.title}
    return _("“%(title)s” and its translations will be published on %(when)s.") % {
        "title": page.title, "when": date_format(localtime(when), "SHORT_DATETIME_FORMAT"),
    }  # fmt: skip
