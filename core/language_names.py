"""Names of languages in the reader's own: the settings hold what a language calls itself."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import pgettext
from wagtail.models import Locale


def language_in_sentence(code: str) -> str:
    """As it stands inside a sentence; what the language calls itself when we have no word."""
    ours = {
        "vi": pgettext("inside a sentence", "Vietnamese"),
        "en": pgettext("inside a sentence", "English"),
    }
    return ours.get(code) or dict(settings.WAGTAIL_CONTENT_LANGUAGES).get(code, code)


def language_name(code: str) -> str:
    return str(capfirst(language_in_sentence(code)))


class LanguageField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the portal's languages, named in the reader's own."""

    def label_from_instance(self, obj: Locale) -> str:
        return language_name(obj.language_code)
