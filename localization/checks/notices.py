"""Telling an officer the remarks on a translation that is being published."""

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation

from localization.checks.pages import remarks_of

_SHOWN = 5


def show_remarks(request: HttpRequest, page: Page) -> None:
    """A warning with the first remarks. It stops nothing: the officer knows better."""
    translation = (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
        )
        .select_related("target_locale")
        .first()
    )
    remarks = remarks_of(translation) if translation else []
    if not remarks:
        return
    title = ngettext(
        "%(number)s remark on this translation; please look at it:",
        "%(number)s remarks on this translation; please look at them:",
        len(remarks),
    ) % {"number": len(remarks)}
    lines = format_html_join("", "<li>{}</li>", ((remark.text,) for remark in remarks[:_SHOWN]))
    messages.warning(request, format_html("{}<ul>{}</ul>", title, lines))
