"""The editor's form of every page: what an officer confirms before a page goes on its way."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from core.publishing import reasons_not_to_publish

GOING_PUBLIC = ("action-publish", "action-submit", "action-restart-workflow")
APPROVE = "approve"  # Wagtail's name of the workflow action.


class PortalPageForm(WagtailAdminPageForm):
    # The plan, I.2: "bảo đảm bí mật nhà nước". Asked each time, stored in the page's log only.
    confirms_publishable = forms.BooleanField(
        required=False,
        label=_(
            "I confirm that this page contains no state secret, no official secret "
            "and no personal data without consent"
        ),
        help_text=_("Required when the page is submitted for approval or published."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Django asks for a hidden copy of a default that is computed, Wagtail's panels print
            # none: the field would count as changed each time, also when an approver reads only.
            field.show_hidden_initial = False

    @property
    def is_going_public(self) -> bool:
        return any(self.data.get(name) for name in GOING_PUBLIC)

    @property
    def is_being_approved(self) -> bool:
        """Approved in the editor, perhaps with changes: who submitted it has confirmed."""
        action = self.data.get("workflow-action-name")
        return bool(self.data.get("action-workflow-action")) and action == APPROVE

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.is_going_public and not cleaned.get("confirms_publishable"):
            self.add_error(
                "confirms_publishable",
                _("Tick this box after checking the page; then submit or publish again."),
            )
        return cleaned

    def _post_clean(self) -> None:
        # After Wagtail has put the posted values into the page.
        super()._post_clean()
        if (self.is_going_public or self.is_being_approved) and not self.errors:
            for reason in reasons_not_to_publish(self.instance):
                self.add_error(None, reason)

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=commit)
        if self.is_going_public:
            # Logged together with the revision that it is about: BasePage.save_revision.
            page.confirmed_by = self.for_user
        return page
