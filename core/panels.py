"""The editor of every page: Wagtail's tabs, and the confirmation below the content."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface

from core.quality.panel import QualityPanel


class ConfirmationPanel(FieldPanel):
    """A field of the form that is no field of the model: nothing to compare between revisions."""

    def get_comparison_class(self) -> None:
        return None


def page_edit_handler(model: Any) -> Any:
    """The tabs of a page type, bound to it. The confirmation (F08) is last, whatever is added."""
    confirmation = MultiFieldPanel(
        [ConfirmationPanel("is_minor_change"), ConfirmationPanel("confirms_publishable")],
        heading=_("Before submitting"),
    )
    quality = MultiFieldPanel([QualityPanel()], heading=_("What could be better"))
    tabs = [
        ObjectList([*model.content_panels, quality, confirmation], heading=_("Content")),
        ObjectList(model.promote_panels, heading=_("In the plan and on the web")),
        ObjectList(model.settings_panels, heading=_("Settings")),
    ]
    return TabbedInterface(tabs, base_form_class=model.base_form_class).bind_to_model(model)
