"""The families of blocks an editor composes a page from. There is no raw HTML block."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock

from core.blocks.links import LinkBlock, LinkValue, OptionalURLBlock
from core.blocks.media import DocumentsBlock, FigureBlock, GalleryBlock, MediaBlock
from core.blocks.places import CallToActionBlock, ContactBlock, MapBlock, PeopleBlock
from core.blocks.text import (
    BODY_FEATURES,
    INLINE_FEATURES,
    BodyTextBlock,
    FactsBlock,
    QuoteBlock,
    TableBlock,
    TimelineBlock,
)


class StoryBlock(StreamBlock):
    """The body of every page."""

    text = BodyTextBlock(group=_("Text"))
    quote = QuoteBlock(group=_("Text"))
    table = TableBlock(group=_("Text"))
    timeline = TimelineBlock(group=_("Text"))
    facts = FactsBlock(group=_("Text"))
    image = FigureBlock(group=_("Pictures and sound"))
    gallery = GalleryBlock(group=_("Pictures and sound"))
    media = MediaBlock(group=_("Pictures and sound"))
    documents = DocumentsBlock(group=_("Files and links"))
    call_to_action = CallToActionBlock(group=_("Files and links"))
    contact = ContactBlock(group=_("People and places"))
    people = PeopleBlock(group=_("People and places"))
    map = MapBlock(group=_("People and places"))


__all__ = [
    "BODY_FEATURES",
    "INLINE_FEATURES",
    "BodyTextBlock",
    "CallToActionBlock",
    "ContactBlock",
    "DocumentsBlock",
    "FactsBlock",
    "FigureBlock",
    "GalleryBlock",
    "LinkBlock",
    "LinkValue",
    "MapBlock",
    "MediaBlock",
    "OptionalURLBlock",
    "PeopleBlock",
    "QuoteBlock",
    "StoryBlock",
    "TableBlock",
    "TimelineBlock",
]
