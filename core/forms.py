"""The editor's form of every page: what is asked before it goes on its way, what mends itself."""

import datetime
import itertools
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, WorkflowState

from core.admin_request import admin_request, expects_json
from core.orientation import missing_orientation, topics_of
from core.publishing import is_minor_change, reasons_not_to_publish
from core.typed_slugs import fitting, make_clean
from core.vietnamese.slugs import vn_slugify

GOING_PUBLIC = ("action-publish", "action-submit", "action-restart-workflow")
APPROVE = "approve"  # Wagtail's name of the workflow action.
SLUG_ROOT = 245  # of the 255 letters of Wagtail's column: the rest is for a number


class PortalPageForm(WagtailAdminPageForm):
    data: Any  # Declared by Django, whose types do not let it be replaced.

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
        self.mended: dict[str, str] = {}
        self._take_a_free_slug()
        self._clear_passed_expiry()
        cleaned: dict[str, Any] = super().clean()
        if self.is_going_public and not cleaned.get("confirms_publishable"):
            self.add_error(
                "confirms_publishable",
                _("Tick this box after checking the page; then submit or publish again."),
            )
        return cleaned

    def _take_a_free_slug(self) -> None:
        """A taken one would stop every save, on a tab that the officer does not have open."""
        slug = self.cleaned_data.get("slug")
        free = slug and free_slug(slug, self.parent_page, self.instance)
        if free and free != slug:
            self.cleaned_data["slug"] = free
            said = gettext(
                "Another page of this section has the address “%(taken)s”; "
                "this page was given “%(free)s”."
            )
            self._mend("slug", free, said % {"taken": slug, "free": free})

    def _clear_passed_expiry(self) -> None:
        """What has passed cannot be typed again (wagtail#13896); what is typed anew is checked."""
        expires, was = self.cleaned_data.get("expire_at"), self.initial.get("expire_at")
        # The form shows no seconds.
        is_old = expires and was and abs(expires - was) < datetime.timedelta(minutes=1)
        if is_old and expires < timezone.now():
            self.cleaned_data["expire_at"] = None
            said = gettext("The date on which this page was to expire has passed; it was removed.")
            self._mend("expire_at", "", said)

    def _mend(self, name: str, value: str, said: str) -> None:
        self.data = self.data.copy()  # Shown again with what is wrong elsewhere.
        self.data[self.add_prefix(name)] = value
        self.mended[name] = said

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        return updates + [(name, self.data[self.add_prefix(name)]) for name in self.mended]

    def _post_clean(self) -> None:
        # After Wagtail has put the posted values into the page.
        super()._post_clean()
        if (self.is_going_public or self.is_being_approved) and not self.errors:
            reasons = reasons_not_to_publish(self.instance)
            for reason in [*reasons, *self._missing_orientation()]:
                self.add_error(None, reason)

    def _missing_orientation(self) -> list[str]:
        """As the gate will ask, but here nothing that was typed is lost."""
        run = self.instance.current_workflow_state if self.instance.pk else None
        is_last_approval = self.is_being_approved and run is not None and run.is_at_final_task
        if not (self.data.get("action-publish") or is_last_approval):
            return []
        runs = WorkflowState.objects.filter(pk=run.pk if run else None)
        topics = self.cleaned_data.get("topics", topics_of(self.instance))
        return missing_orientation(topics, runs)

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=commit)
        request = admin_request()
        if request and not expects_json(request):  # An autosave says it in the page itself.
            for said in self.mended.values():
                messages.info(request, said)
        if self.is_going_public:
            # Logged together with the revision that it is about: BasePage.save_revision.
            page.confirmed_by = self.for_user
        if self.cleaned_data.get("is_minor_change"):
            page.called_minor_by = self.for_user
        return page


def free_slug(slug: str, parent: Page | None, page: Page) -> str:
    """The slug itself, or the first free of slug-2, slug-3, ... below the parent; one query or two.

    Fits Wagtail's column whatever is added.
    """
    if parent is None or Page._slug_is_available(slug, parent, page):
        return slug
    siblings = parent.get_children().not_page(page) if page.pk else parent.get_children()
    root = slug[:SLUG_ROOT].rstrip("-")
    taken = set(siblings.filter(slug__startswith=root).values_list("slug", flat=True))
    candidates = (f"{root}-{number}" for number in itertools.count(2))
    return next(candidate for candidate in candidates if candidate not in taken)


def _is_translated(page: Any) -> bool:
    """Whether there is a public page of its own in another language that was made from this one."""
    if not page.pk or not page.live or page.locale.language_code != settings.LANGUAGE_CODE:
        return False
    others = page.get_translations().filter(alias_of__isnull=True, live=True)
    return bool(others.exists())
