"""Where a link may lead."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, PageChooserBlock, StructBlock, StructValue, URLBlock

from core.links import addresses_of


class OptionalURLBlock(URLBlock):
    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)


class LinkValue(StructValue):
    @property
    def href(self) -> str:
        """Address of the page if a visitor may open it, else the one outside; empty if neither."""
        page = self.get("page")
        return (addresses_of([page.pk])[page.pk] if page else "") or str(self.get("url") or "")


class LinkBlock(StructBlock):
    label = CharBlock(label=_("Label"), max_length=80)
    page = PageChooserBlock(required=False, label=_("Page"))
    url = OptionalURLBlock(label=_("Address outside the portal"))

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = LinkValue
