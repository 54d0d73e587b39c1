"""What officers do with a proposal: each step asks first and is done by POST."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.models import Page

from core.language_names import language_name
from desk.forms import AddressForm, NoteForm, ReasonForm
from desk.models import NationalProposal, ProposalState
from desk.proposals import NotPossible, advance, languages_of, latest_proposal, propose, why_not


def may_propose(user: Any, page: Page) -> bool:
    """Whoever proposes can also mend what comes back."""
    may = user.has_perm("desk.add_nationalproposal")
    return bool(may and page.permissions_for_user(user).can_edit())


class DeskView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """GET asks, POST does."""

    model = NationalProposal
    template_name = "desk/confirm.html"
    header_icon = "globe"
    question: str | Promise = ""
    form_class: type[forms.Form] = NoteForm
    is_serious = False
    page: Page

    def back_url(self) -> str:
        raise NotImplementedError

    def why_not(self) -> str:
        """Why the question is not even asked."""
        return ""

    def do(self, text: str) -> str:
        """Take the step; returns what to tell the officer. NotPossible when it cannot be."""
        raise NotImplementedError

    def get_page_subtitle(self) -> str:
        return self.page.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("national_proposals:index"), "label": "Vietnam.vn"},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reason := self.why_not():
            return self._refused(reason)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            done = self.do(form.cleaned_data["text"].strip())
        except NotPossible as error:
            return self._refused(str(error))
        messages.success(request, done)
        return redirect(self.back_url())

    def _refused(self, reason: str) -> HttpResponse:
        messages.error(self.request, reason)
        return redirect(self.back_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form_class())
        return super().get_context_data(
            page=self.page,
            languages=[language_name(code) for code in languages_of([self.page])[self.page.pk]],
            question=self.question,
            is_serious=self.is_serious,
            back_url=self.back_url(),
            **kwargs,
        )


class ProposeView(DeskView):
    """The officer's tick; ``pk`` is the page's."""

    permission_required = "add"
    page_title = gettext_lazy("Propose to Vietnam.vn")
    question = gettext_lazy("The office checks the proposal before anything is sent.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page = get_object_or_404(Page.objects.filter(depth__gt=1), pk=kwargs["pk"])
        if not may_propose(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def back_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def why_not(self) -> str:
        return why_not(self.page)

    def do(self, text: str) -> str:
        propose(self.page, self.request.user, text)
        return _("“%(title)s” is proposed to Vietnam.vn.") % {"title": self.page.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = latest_proposal(self.page)
        return super().get_context_data(returned=latest.reason if latest else "", **kwargs)


class StepView(DeskView):
    """A step of a proposal that is in the queue; ``pk`` is the proposal's."""

    permission_required = "change"
    url_name = ""
    state: ProposalState
    done: str | Promise = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        proposals = NationalProposal.objects.select_related("page__locale")
        self.proposal = get_object_or_404(proposals, pk=kwargs["pk"])
        self.page = self.proposal.page

    def back_url(self) -> str:
        return self.proposal.get_absolute_url()

    def why_not(self) -> str:
        if self.state in self.proposal.next_states:
            return ""
        return _("“%(title)s” is %(state)s: this step is not possible.") % {
            "title": self.page.title, "state": self.proposal.get_state_display(),
        }  # fmt: skip

    def do(self, text: str) -> str:
        advance(self.proposal, self.state, self.request.user, text)
        return str(self.done) % {"title": self.page.title}


class ApproveView(StepView):
    url_name = "approve"
    state = ProposalState.APPROVED
    page_title = gettext_lazy("Approve the proposal")
    question = gettext_lazy(
        "The page then stands in the public list of what is offered to Vietnam.vn."
    )
    done = gettext_lazy("“%(title)s” is approved.")
    header_icon = "check"


class SendView(StepView):
    url_name = "send"
    state = ProposalState.SENT
    page_title = gettext_lazy("Mark as sent")
    question = gettext_lazy("The page has been handed over. Note to whom and how.")
    done = gettext_lazy("“%(title)s” is marked as sent.")
    header_icon = "upload"


class PublishView(StepView):
    url_name = "publish"
    state = ProposalState.PUBLISHED
    page_title = gettext_lazy("Mark as published there")
    question = gettext_lazy("The page is published on Vietnam.vn. Give its address there.")
    done = gettext_lazy("“%(title)s” is marked as published on Vietnam.vn.")
    form_class = AddressForm
    header_icon = "link-external"


class ReturnView(StepView):
    url_name = "return"
    state = ProposalState.RETURNED
    page_title = gettext_lazy("Return the proposal")
    question = gettext_lazy("Whoever proposed the page can mend it and propose it again.")
    done = gettext_lazy("“%(title)s” is returned.")
    form_class = ReasonForm
    header_icon = "undo"
    is_serious = True


STEPS: dict[str, type[StepView]] = {
    view.state: view for view in (ApproveView, SendView, PublishView, ReturnView)
}
