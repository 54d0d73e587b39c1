"""What a page holds, read from its stored values: no query, however many pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page


@dataclass
class Facts:
    """``headings`` are levels with words; ``links`` words with address; ids of what is named."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    # Pictures that are shown with the text stored at the picture.
    pictures: set[int] = field(default_factory=set)
    without_text: int = 0


def facts_of(page: Page) -> Facts:
    """Facts of a specific page."""
    facts = Facts()
    if cover := getattr(page, "cover_id", None):
        facts.pictures.add(cover)
    for model_field in page._meta.get_fields():
        if isinstance(model_field, StreamField):
            raw = getattr(page, model_field.name).raw_data
            _read(model_field.stream_block, list(raw), facts)
        elif isinstance(model_field, RichTextField):
            _read_html(getattr(page, model_field.name) or "", facts)
    return facts


def _read(block: Any, value: Any, facts: Facts) -> None:
    if value in (None, ""):
        return
    if isinstance(block, ImageBlock):
        if isinstance(value, dict) and not (value.get("alt_text") or value.get("decorative")):
            facts.without_text += 1
    elif isinstance(block, ImageChooserBlock):
        facts.pictures.add(int(value))
    elif isinstance(block, DocumentChooserBlock):
        facts.documents.add(int(value))
    elif isinstance(block, blocks.PageChooserBlock):
        facts.pages.add(int(value))
    elif isinstance(block, blocks.RichTextBlock):
        _read_html(str(value), facts)
    else:
        for child, inner in _children(block, value):
            _read(child, inner, facts)


def _children(block: Any, value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(block, blocks.StreamBlock):
        for item in value:
            if child := block.child_blocks.get(item["type"]):
                yield child, item["value"]
    elif isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        for name, child in block.child_blocks.items():
            yield child, value.get(name)
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            is_item = isinstance(item, dict) and {"type", "value"} <= item.keys()
            yield block.child_block, item["value"] if is_item else item


def _read_html(html: str, facts: Facts) -> None:
    soup = BeautifulSoup(html, "html.parser")
    for heading in soup.find_all(["h2", "h3", "h4", "h5", "h6"]):
        facts.headings.append((int(heading.name[1]), heading.get_text(" ", strip=True)))
    for link in soup.find_all("a"):
        facts.links.append((link.get_text(" ", strip=True), str(link.get("href") or "")))
        number = str(link.get("id") or "")
        if number.isdigit() and link.get("linktype") == "page":
            facts.pages.add(int(number))
        elif number.isdigit() and link.get("linktype") == "document":
            facts.documents.add(int(number))
