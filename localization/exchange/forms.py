"""Forms of jobs for translators outside."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from core.language_names import LanguageField
from localization.exchange.models import ExchangeJob
from localization.exchange.selection import PROGRESS, sections


class SelectionForm(forms.Form):
    """Filters of the list of pages; ``clean`` never fails on an empty form."""

    locale = LanguageField(
        Locale.objects.none(), label=_("Into"), to_field_name="language_code", empty_label=None
    )
    section = forms.ChoiceField(label=_("Section"), required=False)
    words = forms.CharField(label=_("Title contains"), required=False, max_length=100)
    progress = forms.ChoiceField(label=_("Translation"), choices=PROGRESS, required=False)

    def __init__(self, user: Any, data: Any) -> None:
        self.targets = Locale.objects.exclude(language_code=settings.LANGUAGE_CODE)
        first = self.targets.first()
        code = data.get("locale") or (first.language_code if first else "")
        super().__init__({**data.dict(), "locale": code})
        self.fields["locale"].queryset = self.targets  # type: ignore[attr-defined]
        self.pages: dict[str, Page] = {}
        locale = self.targets.filter(language_code=code).first()
        if locale is not None:
            self.pages = {str(page.pk): page for page in sections(user, locale)}
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            ("", _("the whole portal")),
            *((pk, "— " * (page.depth - 2) + page.title) for pk, page in self.pages.items()),
        ]

    @property
    def chosen_section(self) -> Page | None:
        return self.pages.get(self.cleaned_data.get("section", ""))


class JobForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ExchangeJob
        fields = ["title", "file_format", "scope", "is_split", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File that came back"),
        help_text=_("XLIFF, PO or a ZIP of them. Nothing is changed before you have seen it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlf,.xliff,.po,.zip"}),
    )
