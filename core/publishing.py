"""What must hold before a page may become public."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.models import Page, PageLogEntry

#: Log action: somebody confirmed that a revision holds no secret (the plan, I.2).
CONFIRMED = "portal.confirm_publishable"


def reasons_not_to_publish(page: Page) -> list[str]:
    """Sentences for the editor, each naming what to do; empty when the page may be published."""
    language = page.locale.language_code
    return [
        _(
            "The picture “%(title)s” has no alternative text in the language of this page. "
            "Open the picture and write one sentence on what it shows."
        )
        % {"title": image.title}
        for image in _own_alt_pictures(page)
        if not image.alt.in_language(language)
    ]


def is_confirmed(page: Page) -> bool:
    """Whether somebody confirmed the page's latest revision."""
    entries = PageLogEntry.objects.filter(page=page.pk, action=CONFIRMED)
    return entries.filter(revision=page.latest_revision_id).exists()


def _own_alt_pictures(page: Page) -> Iterator[Any]:
    """The pictures that are shown with the alternative text of the picture itself."""
    cover = getattr(page, "cover", None)
    if cover:
        yield cover
    for field in page._meta.get_fields():
        if hasattr(field, "stream_block"):
            yield from _in_block(field.stream_block, getattr(page, field.name))


def _in_block(block: Any, value: Any) -> Iterator[Any]:
    if not value:
        return
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _in_block(child.block, child.value)
    elif isinstance(block, blocks.StructBlock) and isinstance(value, blocks.StructValue):
        # Wagtail's ImageBlock is a StructBlock too, but its value is the picture: it asks for an
        # alternative text, or for "decorative", in the block itself.
        for name, child in block.child_blocks.items():
            yield from _in_block(child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _in_block(block.child_block, item)
    elif isinstance(block, blocks.ChooserBlock) and hasattr(value, "alt"):
        yield value
