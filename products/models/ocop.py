"""The list of OCOP groups, sub-groups and product sets, as data: it changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from core.models import Record
from products.choices import OcopLevel


class OcopCategory(Record):
    level = models.CharField(_("level"), max_length=10, choices=OcopLevel.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("part of"),
        help_text=_("The group of a sub-group; the sub-group of a product set."),
    )  # fmt: skip
    scheme = models.CharField(
        pgettext_lazy("OCOP list", "scheme"),
        max_length=80,
        blank=True,
        help_text=_("The decision this list comes from, such as 148/QĐ-TTg (2023)."),
    )

    panels = [
        *Record.name_panels,
        FieldRowPanel([FieldPanel("level"), FieldPanel("parent")]),
        FieldPanel("scheme"),
    ]

    class Meta(Record.Meta):
        verbose_name = _("OCOP category")
        verbose_name_plural = _("OCOP categories")

    def make_sort_key(self) -> str:
        # Read in the order of the decision: its codes are numbers such as 1, 1.2, 03.
        return self.code

    @property
    def group(self) -> "OcopCategory":
        """The top of its branch; the list has three levels, so two steps at most."""
        top: OcopCategory = self
        while top.parent is not None:
            top = top.parent
        return top
