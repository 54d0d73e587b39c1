"""`manage.py check` says so when the chosen service cannot be used at all."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from wagtail_localize.machine_translators import get_machine_translator


@register()
def machine_translation_can_be_used(**kwargs: Any) -> list[CheckMessage]:
    """The library of the service is installed (portal.E020)."""
    try:
        get_machine_translator()
    except ImportError as missing:
        hint = "Google needs the package google-cloud-translate; the other services need none."
        return [Error(f"Machine translation: {missing}", hint=hint, id="portal.E020")]
    return []
