"""The form field that every picture of the admin comes through."""

from typing import Any

from django import forms
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.pictures.gate import replace_content, verdict_on
from core.public_files import PublicFileForm
from core.secrecy import mark_in_name
from core.uploads import refuse_mark


class PictureField(WagtailImageField):
    """Takes what is a picture by its content, whatever its name says, and holds what is kept."""

    def to_python(self, data: Any) -> Any:
        uploaded = forms.FileField.to_python(self, data)
        if uploaded is None:
            return None
        refuse_mark(mark_in_name(str(uploaded.name).rsplit(".", 1)[0]))
        verdict = verdict_on(uploaded)
        if verdict.error:
            raise verdict.error
        replace_content(uploaded, verdict)
        return super().to_python(uploaded)


def guard_avatars() -> None:
    """An officer's own picture in the admin comes through the same gate."""
    stock = AvatarPreferencesForm.base_fields["avatar"]
    AvatarPreferencesForm.base_fields["avatar"] = PictureField(
        label=stock.label, required=stock.required
    )


class PortalImageForm(PublicFileForm, BaseImageForm):
    """Makes a picture ready before anything is stored, also what waits for its licence or title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, widget=field.widget
            )

    def clean_file(self) -> Any:
        if self.cleaned_data.get("file") and "file" in self.changed_data:
            self.refuse_unless_replaceable()
        return self.cleaned_data.get("file")
