"""Menus: one for each language and place, of two levels at most."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.blocks import CharBlock, ListBlock, PageChooserBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Locale

from core.blocks.links import OptionalURLBlock
from core.language_names import language_name


class MenuLinkBlock(StructBlock):
    """A page, or an address outside the portal. A page that is not public is left out."""

    label = CharBlock(
        required=False, label=_("Label"), help_text=_("Leave empty to use the title of the page.")
    )
    page = PageChooserBlock(required=False, label=_("Page"))
    url = OptionalURLBlock(label=_("Address"))

    class Meta:
        icon = "link"
        label = _("Link")


class MenuGroupBlock(MenuLinkBlock):
    children = ListBlock(MenuLinkBlock(), label=_("Links below"))

    class Meta:
        icon = "list-ul"
        label = _("Group of links")


class Menu(models.Model):
    class Place(models.TextChoices):
        MAIN = "main", _("Main menu")
        FOOTER = "footer", _("Footer")

    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+", verbose_name=_("language"))
    place = models.CharField(pgettext_lazy("menu", "place"), max_length=10, choices=Place.choices)
    items = StreamField(
        [("link", MenuLinkBlock()), ("group", MenuGroupBlock())],
        blank=True,
        verbose_name=_("items"),
    )

    panels = [FieldRowPanel([FieldPanel("place"), FieldPanel("locale")]), FieldPanel("items")]

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        constraints = [
            models.UniqueConstraint(
                fields=["locale", "place"], name="one_menu_a_place_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()} ({language_name(self.locale.language_code)})"
