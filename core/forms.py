"""The editor's form of every page: what an officer confirms before a page goes on its way."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from core.publishing import is_minor_change, reasons_not_to_publish
from core.typed_slugs import fitting, make_clean
from core.vietnamese.slugs import vn_slugify

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

    # Stored in the page's log only, like the confirmation.
    is_minor_change = forms.BooleanField(
        required=False,
        label=_("Minor change: the translations stay valid"),
        help_text=_(
            "For a slip of the pen or a layout that means the same. Without it the translations "
            "count as out of date where the text has changed."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not _is_translated(self.instance):
            del self.fields["is_minor_change"]
        elif self.instance.has_unpublished_changes and self.instance.latest_revision_id:
            # An approver who corrects a comma does not undo what the author said.
            said = is_minor_change(self.instance.latest_revision)
            self.fields["is_minor_change"].initial = said
        if "slug" in self.fields:
            make_clean(self.fields["slug"])
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

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if self.instance.pk and slug == self.instance.slug:
            return slug
        is_generated = slug == vn_slugify(self.cleaned_data.get("title", ""), len(slug))
        return fitting(slug, self.parent_page, self.instance, may_be_cut=is_generated)

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
        if self.cleaned_data.get("is_minor_change"):
            page.called_minor_by = self.for_user
        return page


def _is_translated(page: Any) -> bool:
    """Whether there is a public page of its own in another language that was made from this one."""
    if not page.pk or not page.live or page.locale.language_code != settings.LANGUAGE_CODE:
        return False
    others = page.get_translations().filter(alias_of__isnull=True, live=True)
    return bool(others.exists())
