"""What an officer adds to a step."""

from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

TEXT_LENGTH = 2000


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"), required=False, max_length=TEXT_LENGTH, widget=AdminAutoHeightTextInput,
        help_text=_("For the office only; it is never public."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    text = forms.CharField(
        label=_("Reason"), max_length=TEXT_LENGTH, widget=AdminAutoHeightTextInput,
        help_text=_("What is to be changed. For the office only; it is never public."),
    )  # fmt: skip


class AddressForm(forms.Form):
    text = forms.CharField(
        label=_("Address there"),
        max_length=500,
        validators=[URLValidator(schemes=["https"])],
        widget=forms.URLInput,
        help_text=_("Begins with https://. It is public."),
    )

    def clean_text(self) -> str:
        address: str = self.cleaned_data["text"]
        if "@" in urlsplit(address).netloc:
            raise forms.ValidationError(_("The address must not hold a name or password."))
        return address
