"""Proposing several pages from their list."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from desk.actions import may_propose
from desk.forms import NoteForm
from desk.proposals import NotPossible, propose, why_not


class ProposeBulkAction(PageBulkAction):
    display_name = gettext_lazy("Propose to Vietnam.vn")
    aria_label = gettext_lazy("Propose the selected pages to Vietnam.vn")
    action_type = "propose_nationally"
    template_name = "desk/bulk_propose.html"
    action_priority = 60
    form_class: type[forms.Form] = NoteForm

    def check_perm(self, page: Page) -> bool:
        return may_propose(self.request.user, page) and not why_not(page)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for entry in context["items_with_no_access"]:
            page = entry["item"]
            allowed = may_propose(self.request.user, page)
            entry["reason"] = why_not(page) if allowed else _("You may not propose this page.")
        return context

    def get_execution_context(self) -> dict[str, Any]:
        note = self.cleaned_form.cleaned_data["text"].strip()
        return {**super().get_execution_context(), "note": note, "request": self.request}

    @classmethod
    def execute_action(
        cls, objects: list[Page], user: Any = None, note: str = "", request: Any = None,
        **kwargs: Any,
    ) -> tuple[int, int]:  # fmt: skip
        proposed = 0
        for page in objects:
            try:
                propose(page, user, note)
                proposed += 1
            except NotPossible as error:  # Somebody else was quicker.
                messages.error(request, f"{page.title}: {error}")
        return proposed, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if not num_parent_objects:
            return None
        return ngettext(
            "%(number)s page is proposed to Vietnam.vn.",
            "%(number)s pages are proposed to Vietnam.vn.",
            num_parent_objects,
        ) % {"number": num_parent_objects}
