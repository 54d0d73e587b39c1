"""wagtail-localize's translation editor, where its script leaves no words to catalogues."""

import json
from typing import Any

from django import template
from wagtail.models import Locale

from localization.screens.names import language_in_sentence

register = template.Library()


@register.filter
def in_sentence(locale: Locale) -> str:
    """The language's name in the reader's language, as it stands inside a sentence."""
    return language_in_sentence(locale.language_code)


@register.filter
def naming_languages(props: str) -> str:
    """What its script is given, with languages named as they stand inside its sentences."""
    values: dict[str, Any] = json.loads(props)
    for key in ("sourceLocale", "locale"):
        values[key]["displayName"] = language_in_sentence(values[key]["code"])
    return json.dumps(values)
