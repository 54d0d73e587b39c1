"""Blocks that choose what many pages show: pictures, files and records.

Each is asked for once while nothing public changes, whichever page shows it. In migrations they
are Wagtail's own.
"""

import copy
from collections.abc import Iterable
from typing import Any

from wagtail import blocks
from wagtail.documents import blocks as document_blocks
from wagtail.images import blocks as image_blocks
from wagtail.snippets import blocks as snippet_blocks

from core.images import pictures
from core.sitewide import by_id


class _KnownChooserBlock(blocks.ChooserBlock):
    def known(self, ids: Iterable[int]) -> dict[int, Any]:
        return by_id(self.model_class, ids)

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        """An object of its own for each value, None for what is no more."""
        wanted = list(values)
        found = self.known(pk for pk in wanted if pk is not None)
        return [None if pk is None else copy.copy(found.get(pk)) for pk in wanted]


class FileChooserBlock(_KnownChooserBlock, document_blocks.DocumentChooserBlock):
    canonical_module_path = "wagtail.documents.blocks.DocumentChooserBlock"


class RecordChooserBlock(_KnownChooserBlock, snippet_blocks.SnippetChooserBlock):
    canonical_module_path = "wagtail.snippets.blocks.SnippetChooserBlock"


class PictureChooserBlock(_KnownChooserBlock, image_blocks.ImageChooserBlock):
    canonical_module_path = "wagtail.images.blocks.ImageChooserBlock"

    def known(self, ids: Iterable[int]) -> dict[int, Any]:
        return pictures(ids)


class PictureBlock(image_blocks.ImageBlock):
    """Asks for an alternative text or for "decorative"; one of the two is obligatory."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        picture = PictureChooserBlock(required=required)
        picture.set_name("image")
        self.child_blocks["image"] = picture
