"""The advice in the editor: as last saved, and once more when the page goes on its way."""

from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.panels import Panel
from wagtail.models import Page

from core.forms import GOING_PUBLIC


class QualityPanel(Panel):
    """Shows the advice for the page as it was last saved. Has no field of its own."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/quality/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from core.quality.findings import Topic, findings_of

            context: dict[str, Any] = super().get_context_data(parent_context)
            own = findings_of([self.instance]).get(self.instance.pk, []) if self.instance.pk else []
            troubled = {finding.topic for finding in own}
            fine = [topic.label for topic in Topic if topic not in troubled]
            is_saved = bool(self.instance.pk)
            return {**context, "findings": own, "fine": fine, "is_saved": is_saved}


def advise_once_more(request: HttpRequest, page: Page) -> None:
    """After submitting or publishing: what could still be better. It has stopped nothing."""
    if not any(name in request.POST for name in GOING_PUBLIC):
        return
    from core.quality.findings import findings_of

    latest = page.specific.get_latest_revision_as_object()
    own = findings_of([latest]).get(page.pk, [])
    if own:
        lines = format_html_join("", "<li>{}</li>", ((finding.text,) for finding in own[:6]))
        title = _("This could still be better:")
        messages.warning(request, format_html("{}<ul>{}</ul>", title, lines))
