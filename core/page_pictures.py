"""Which pictures a page shows, where, and whose alternative text goes with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage
from wagtail.models import Page

#: Whoever mirrors the portal is offered these of every picture.
OFFERED = ("card", "figure")
# Blocks that show pictures in another size than "figure".
_SLOT_OF_BLOCK = {"hero": "hero", "gallery": "card"}


@dataclass(frozen=True)
class PagePicture:
    """A picture on a page. ``slots`` are keys of ``core.images.PICTURE_SPECS``.

    ``has_text_in_block``: the block asks for the alternative text (or for "decorative") itself;
    otherwise the picture is shown with its own.
    """

    image: Any
    slots: tuple[str, ...]
    has_text_in_block: bool


def pictures_of(page: Page) -> Iterator[PagePicture]:
    """The cover and every picture in the stream fields of a specific page."""
    cover = getattr(page, "cover", None)
    if cover:
        yield PagePicture(cover, OFFERED, has_text_in_block=False)
    for field in page._meta.get_fields():
        if hasattr(field, "stream_block"):
            yield from _in_block(field.stream_block, getattr(page, field.name), "figure")


def _in_block(block: Any, value: Any, slot: str) -> Iterator[PagePicture]:
    if not value:
        return
    if isinstance(value, AbstractImage):
        slots = tuple(dict.fromkeys([slot, *OFFERED]))
        yield PagePicture(value, slots, isinstance(block, ImageBlock))
    elif isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _in_block(
                child.block, child.value, _SLOT_OF_BLOCK.get(child.block_type, slot)
            )
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _in_block(child, value.get(name), _SLOT_OF_BLOCK.get(name, slot))
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _in_block(block.child_block, item, slot)
