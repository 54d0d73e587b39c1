"""Forms of the admin: an endpoint, and from when on failed messages are sent again."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from api.webhooks.models import WebhookEndpoint
from catalog.models import FILE, IMAGE
from core.kinds import all_kinds


class EndpointForm(WagtailAdminModelForm):
    kinds = forms.MultipleChoiceField(
        required=False,
        label=_("Kinds of content"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all."),
    )
    locales = forms.MultipleChoiceField(
        required=False,
        label=_("Languages"),
        choices=settings.WAGTAIL_CONTENT_LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all."),
    )

    class Meta:
        model = WebhookEndpoint
        fields = ["name", "url", "kinds", "locales", "contact_email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [  # type: ignore[attr-defined]
            *((kind.code, capfirst(str(kind.label_plural))) for kind in all_kinds()),
            (IMAGE, _("Pictures")),
            (FILE, _("Files")),
        ]


class SinceForm(forms.Form):
    since = forms.DateTimeField(
        label=_("Since"),
        widget=AdminDateTimeInput,
        help_text=_("Everything that failed or was cancelled from then on is sent again."),
    )
