"""Where a link may lead."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, PageChooserBlock, StructBlock, StructValue, URLBlock
from wagtail.models import Page


class OptionalURLBlock(URLBlock):
    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)


def _is_there(page: Page) -> bool:
    """Without asking for restrictions, which costs queries: a private page asks for its login."""
    return bool(page.live and not (page.expire_at and page.expire_at <= timezone.now()))


class LinkValue(StructValue):
    @property
    def href(self) -> str:
        """Address of the page if it is still there, else the address outside; empty if neither."""
        page = self.get("page")
        if page and _is_there(page):
            version = page.localized
            return str(version.url or "") if _is_there(version) else ""
        return str(self.get("url") or "")


class LinkBlock(StructBlock):
    label = CharBlock(label=_("Label"), max_length=80)
    page = PageChooserBlock(required=False, label=_("Page"))
    url = OptionalURLBlock(label=_("Address outside the portal"))

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = LinkValue
