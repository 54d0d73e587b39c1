"""Blocks about where and who: map, contact, people, call to action."""

from typing import Any

from django.utils import timezone
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
from wagtail.snippets.blocks import SnippetChooserBlock

from core.blocks.links import LinkBlock, LinkValue, OptionalURLBlock
from core.maps import Marker, map_data


class MarkerBlock(StructBlock):
    title = CharBlock(label=_("title"))
    latitude = DecimalBlock(min_value=-90, max_value=90, label=_("latitude"))
    longitude = DecimalBlock(min_value=-180, max_value=180, label=_("longitude"))
    text = CharBlock(required=False, label=_("text"))
    page = PageChooserBlock(required=False, label=_("page"))

    class Meta:
        icon = "site"
        label = _("Point")
        value_class = LinkValue


class MapBlock(StructBlock):
    title = CharBlock(label=_("title"))
    latitude = DecimalBlock(min_value=-90, max_value=90, label=_("centre: latitude"))
    longitude = DecimalBlock(min_value=-180, max_value=180, label=_("centre: longitude"))
    zoom = IntegerBlock(default=13, min_value=1, max_value=18, label=_("zoom"))
    markers = ListBlock(MarkerBlock(), label=_("points"), default=[])
    show_boundary = BooleanBlock(required=False, label=_("draw the locality's boundary"))

    class Meta:
        icon = "site"
        label = _("Map")
        template = "blocks/map.html"
        description = _("Points on a map, with the same points as a list.")
        preview_template = "blocks/preview_icon.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        markers = [
            Marker(str(m["title"]), m["latitude"], m["longitude"], str(m["text"] or ""), m.href)
            for m in value["markers"]
        ]
        portal = (parent_context or {}).get("portal")
        boundary = None
        if value["show_boundary"] and portal and portal.locality:
            boundary = portal.locality.boundary
        centre = (value["latitude"], value["longitude"], value["zoom"])
        return {**context, "markers": markers, "map_data": map_data(markers, boundary, centre)}


class ContactBlock(StructBlock):
    title = CharBlock(required=False, label=_("title"))
    agency = SnippetChooserBlock("core.Agency", required=False, label=_("agency"))
    name = CharBlock(required=False, label=_("name"))
    role = CharBlock(required=False, label=_("role"))
    address = CharBlock(required=False, label=_("address"))
    phone = CharBlock(required=False, label=_("office telephone"))
    email = EmailBlock(required=False, label=_("office e-mail"))
    hours = CharBlock(required=False, label=_("hours"))

    class Meta:
        icon = "mail"
        label = _("Contact")
        template = "blocks/contact.html"
        description = _("Office contact of an agency; no private numbers.")
        preview_value = {"title": "…", "address": "…", "phone": "…"}


class CallToActionBlock(StructBlock):
    title = CharBlock(label=_("title"))
    text = TextBlock(required=False, label=_("text"))
    label = CharBlock(label=_("label of the button"))
    page = PageChooserBlock(required=False, label=_("page"))
    url = OptionalURLBlock(label=_("address outside the portal"))

    class Meta:
        icon = "pick"
        label = _("Call to action")
        template = "blocks/call_to_action.html"
        description = _("One clear next step.")
        value_class = LinkValue
        preview_value = {"title": "…", "label": "…"}


class PeopleBlock(StructBlock):
    """The officers of an agency today; the records say who holds which post until when."""

    title = CharBlock(required=False, label=_("title"))
    agency = SnippetChooserBlock("core.Agency", label=_("agency"))

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
