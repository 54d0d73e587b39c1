"""Blocks about where and who: map, contact, people, call to action."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    DecimalBlock,
    EmailBlock,
    IntegerBlock,
    ListBlock,
    PageChooserBlock,
    StructBlock,
    TextBlock,
)
from wagtail.models import Page

from core.blocks.choosers import RecordChooserBlock
from core.blocks.links import LinkBlock, LinkValue, OptionalURLBlock
from core.images import pictures
from core.kinds import kind_of
from core.links import addresses_of
from core.maps import Marker, map_data
from core.sitewide import remembered_each


class MarkerBlock(StructBlock):
    title = CharBlock(label=_("Title"))
    latitude = DecimalBlock(min_value=-90, max_value=90, label=_("Latitude"))
    longitude = DecimalBlock(min_value=-180, max_value=180, label=_("Longitude"))
    text = CharBlock(required=False, label=pgettext_lazy("block field", "Text"))
    page = PageChooserBlock(required=False, label=_("Page"))

    class Meta:
        icon = "site"
        label = _("Point")
        value_class = LinkValue


class MapBlock(StructBlock):
    title = CharBlock(label=_("Title"))
    latitude = DecimalBlock(min_value=-90, max_value=90, label=_("Centre: latitude"))
    longitude = DecimalBlock(min_value=-180, max_value=180, label=_("Centre: longitude"))
    zoom = IntegerBlock(default=13, min_value=1, max_value=18, label=_("Zoom"))
    markers = ListBlock(MarkerBlock(), label=_("Points"), default=[])
    show_boundary = BooleanBlock(required=False, label=_("Draw the locality's boundary"))

    class Meta:
        icon = "site"
        label = _("Map")
        template = "blocks/map.html"
        description = _("Points on a map, with the same points as a list.")
        preview_template = "blocks/preview_icon.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        markers = _markers(value["markers"])
        centre = (value["latitude"], value["longitude"], value["zoom"])
        data = map_data(markers, centre, with_boundary=value["show_boundary"])
        return {**context, "markers": markers, "map_data": data}


def _markers(points: Any) -> list[Marker]:
    """With kind and picture of the page that a point names, if visitors may open it."""
    addresses = addresses_of([point["page"].pk for point in points if point["page"]])
    faces = remembered_each(
        f"face|{get_language()}", [pk for pk, address in addresses.items() if address], _faces
    )
    shown = pictures({cover for _kind, cover in faces.values() if cover})
    found = []
    for point in points:
        kind, cover = faces.get(point["page"].pk, ("", None)) if point["page"] else ("", None)
        place = (str(point["title"]), point["latitude"], point["longitude"])
        text = str(point["text"] or "")
        found.append(Marker(*place, text, point.href, kind, shown.get(cover) if cover else None))
    return found


def _faces(ids: list[int]) -> dict[int, tuple[str, int | None]]:
    """What pages are, in the active language, and the key of their cover."""
    return {
        page.pk: (str(kind.label) if (kind := kind_of(page)) else "", page.cover_id)
        for page in Page.objects.filter(pk__in=ids).specific()
        if hasattr(page, "cover_id")
    }


class ContactBlock(StructBlock):
    title = CharBlock(required=False, label=_("Title"))
    agency = RecordChooserBlock("core.Agency", required=False, label=_("Agency"))
    name = CharBlock(required=False, label=_("Name"))
    role = CharBlock(required=False, label=_("Role"))
    address = CharBlock(required=False, label=_("Address"))
    phone = CharBlock(required=False, label=_("Office telephone"))
    email = EmailBlock(required=False, label=_("Office e-mail"))
    hours = CharBlock(required=False, label=_("Hours"))

    class Meta:
        icon = "mail"
        label = _("Contact")
        template = "blocks/contact.html"
        description = _("Office contact of an agency; no private numbers.")
        preview_value = {"title": "…", "address": "…", "phone": "…"}


class CallToActionBlock(StructBlock):
    title = CharBlock(label=_("Title"))
    text = TextBlock(required=False, label=pgettext_lazy("block field", "Text"))
    label = CharBlock(label=_("Label of the button"))
    page = PageChooserBlock(required=False, label=_("Page"))
    url = OptionalURLBlock(label=_("Address outside the portal"))

    class Meta:
        icon = "pick"
        label = _("Call to action")
        template = "blocks/call_to_action.html"
        description = _("One clear next step.")
        value_class = LinkValue
        preview_value = {"title": "…", "label": "…"}


class PeopleBlock(StructBlock):
    """The officers of an agency today; the records say who holds which post until when."""

    title = CharBlock(required=False, label=_("Title"))
    agency = RecordChooserBlock("core.Agency", label=_("Agency"))

    class Meta:
        icon = "group"
        label = _("Officers of an agency")
        template = "blocks/people.html"
        description = _("Names, duties and short biographies from the records.")
        preview_template = "blocks/preview_icon.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from core.selectors import officers_of

        context = super().get_context(value, parent_context=parent_context)
        return {**context, "officers": officers_of(value["agency"], timezone.localdate())}


__all__ = [
    "CallToActionBlock",
    "ContactBlock",
    "LinkBlock",
    "MapBlock",
    "PeopleBlock",
]
