"""The editor's form of an official document."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import PortalPageForm


class DocumentPageForm(PortalPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        # Here, because a row of a form does not know yet to which page it belongs.
        for row in self.formsets["relations"].forms if "relations" in self.formsets else ():
            target = row.cleaned_data.get("target") if row.is_valid() else None
            if target and target.translation_key == self.instance.translation_key:
                row.add_error("target", _("A document has no relation to itself."))
        return cleaned
