"""wagtail-localize's translation editor, where its script leaves no words to catalogues."""

import json
from typing import Any

from django import template
from django.utils.timezone import localtime

from core.language_names import language_in_sentence
from localization.local_dates import DATE_FORMAT

register = template.Library()


@register.simple_tag(takes_context=True)
def editor_props(context: dict[str, Any]) -> str:
    """What its script is given: languages as inside its sentences, days, steps one may take."""
    values: dict[str, Any] = json.loads(context["props"])
    for key in ("sourceLocale", "locale"):
        values[key]["displayName"] = language_in_sentence(values[key]["code"])
    page, permissions = context["instance"], context["page_perms"]
    if context["is_page"] and page.last_published_at:
        day = localtime(page.last_published_at).strftime(DATE_FORMAT)
        values["object"]["lastPublishedDate"] = day
    if context["is_page"] and page.live and not permissions.can_publish():
        values["links"]["convertToAliasUrl"] = None
    return json.dumps(values)
