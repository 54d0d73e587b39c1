"""Links to administrative procedures: the national portal keeps the only true copy."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import CharBlock, StreamBlock, StructBlock, URLBlock


class ProcedureBlock(StructBlock):
    title = CharBlock(label=_("Name of the procedure"), max_length=255)
    url = URLBlock(label=_("Address"), help_text=_("Page of the procedure on the national portal."))
    agency = CharBlock(
        required=False,
        label=pgettext_lazy("administrative procedure", "Agency in charge"),
        max_length=255,
    )

    class Meta:
        icon = "link-external"
        label = _("Administrative procedure")
        description = _("A link to one procedure on the national public service portal.")
        preview_template = "blocks/preview_icon.html"


class ProceduresBlock(StreamBlock):
    procedure = ProcedureBlock()
