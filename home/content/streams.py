"""Blocks of a package into the form in which a StreamField is stored, by introspection.

Ids of blocks come from their position, so that loading twice gives the same rows. A translation is
read against the stored form of its source: it has the same blocks with the same ids, gives the
texts, and takes everything else from the source.
"""

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

from home.content.context import Reading
from home.content.errors import ContentError, Place, did_you_mean
from home.content.identity import block_id
from home.content.markdown import Chunk, to_rich_text
from home.content.source import Mapping, Text

Raw = list[dict[str, Any]]
TEXTS = (blocks.CharBlock, blocks.TextBlock, blocks.BlockQuoteBlock, blocks.RichTextBlock)
_ALT_KEYS = ("alt_text", "decorative")


@dataclass(frozen=True)
class Spot:
    """A position in a stream: the trail from the field down, and where it is written."""

    trail: str
    place: Place

    def below(self, step: str | int, place: Place | None = None) -> "Spot":
        return Spot(f"{self.trail}/{step}", place or self.place)


class StreamReader:
    """Reads the streams of one file; ``source`` is the stored form in the source language."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def read_list(
        self, field: StreamField, items: list[Any], place: Place, source: Any = None
    ) -> Raw:
        """A stream written as a YAML list of ``{type: ..., key: value}``."""
        names = list(field.stream_block.child_blocks)
        pairs: list[tuple[str, Any, int]] = []
        for item in items:
            here = self.reading.at(item, place.line)
            if not isinstance(item, dict):
                raise ContentError(here, "a mapping with the key type is expected for each block")
            name = item.get("type") or (names[0] if len(names) == 1 else None)
            if not name:
                raise ContentError(here, "the key type is missing")
            value = Mapping((k, v) for k, v in item.items() if k != "type")
            value.line = here.line
            block = field.stream_block.child_blocks.get(name)
            is_struct = isinstance(block, blocks.StructBlock)
            pairs.append((str(name), value if is_struct else _only(value), here.line))
        return self.stream(field.stream_block, pairs, Spot(field.name, place), source)

    def read_chunks(
        self, field: StreamField, chunks: list[Chunk], place: Place, source: Any
    ) -> Raw:
        """A stream written as a Markdown body."""
        known = field.stream_block.child_blocks
        pairs = [(c.name, _chunk_value(c, known.get(c.name)), c.line) for c in chunks]
        return self.stream(field.stream_block, pairs, Spot(field.name, place), source)

    def stream(self, block: Any, pairs: list[Any], spot: Spot, source: Raw | None) -> Raw:
        raw: Raw = []
        self._same_length(len(pairs), source, spot, "blocks")
        for index, (name, node, line) in enumerate(pairs):
            here = spot.below(index, self.reading.place.at(line))
            original = source[index] if source is not None else None
            with self.reading.problems.collecting():
                raw.append(self._entry(block, name, node, here, original))
        return raw

    def _entry(self, block: Any, name: str, node: Any, spot: Spot, source: Any) -> dict[str, Any]:
        child = block.child_blocks.get(name)
        if child is None:
            hint = did_you_mean(name, block.child_blocks)
            raise ContentError(spot.place, f'unknown block "{name}"{hint}')
        if source is not None and source["type"] != name:
            message = f"here is a block {name}, but {source['type']} in the source language"
            raise ContentError(spot.place, message)
        value = self.value(child, node, spot, source["value"] if source else None)
        return {"type": name, "value": value, "id": self._id(spot)}

    def value(self, block: Any, node: Any, spot: Spot, source: Any = None) -> Any:
        """The stored value of any block."""
        if isinstance(block, ImageBlock):
            return self._image(block, node, spot, source)
        if isinstance(block, blocks.StructBlock):
            return self._struct(block, node, spot, source)
        if isinstance(block, blocks.ListBlock):
            return self._items(block, node, spot, source)
        if isinstance(block, blocks.StreamBlock):
            pairs = [(i.get("type"), i.get("value"), getattr(i, "line", 0)) for i in node or []]
            return self.stream(block, pairs, spot, source)
        if self.reading.is_translation and (node is None or not may_differ(block)):
            return _unspoken(source) if isinstance(block, TEXTS) else source
        return self._leaf(block, node, spot)

    def _struct(self, block: Any, node: Any, spot: Spot, source: Any) -> dict[str, Any]:
        if node is None:
            node = {}
        if not isinstance(node, dict):
            raise ContentError(spot.place, "a mapping of keys is expected here")
        given = self._fold_alt_texts(block, node)
        for key in given:
            if key not in block.child_blocks:
                hint = did_you_mean(key, block.child_blocks)
                raise ContentError(
                    self.reading.at(key, spot.place.line), f'unknown key "{key}"{hint}'
                )
        raw: dict[str, Any] = {}
        for name, child in block.child_blocks.items():
            key = next((k for k in given if k == name), None)
            here = spot.below(name, self.reading.at(given.get(name), getattr(key, "line", 0)))
            here = here if here.place.line else spot.below(name)
            original = source.get(name) if source is not None else None
            is_silent = given.get(name) is None and not self.reading.is_translation
            if is_silent and getattr(child, "required", False) and not _has_default(child):
                raise ContentError(spot.place, f'the key "{name}" is missing')
            raw[name] = self.value(child, given.get(name), here, original)
        return raw

    def _fold_alt_texts(self, block: Any, node: dict[Any, Any]) -> dict[Any, Any]:
        """Beside a picture its alternative text may be written flat: it belongs to the picture."""
        pictures = [n for n, c in block.child_blocks.items() if isinstance(c, ImageBlock)]
        loose = [k for k in node if k in _ALT_KEYS and k not in block.child_blocks]
        if len(pictures) != 1 or isinstance(node.get(pictures[0]), dict):
            return node
        rest = {k: v for k, v in node.items() if k not in loose}
        inner = {"image": node.get(pictures[0]), **{k: node[k] for k in loose}}
        return {**rest, pictures[0]: inner} if any(inner.values()) else rest

    def _image(self, block: ImageBlock, node: Any, spot: Spot, source: Any) -> Any:
        given = node if isinstance(node, dict) else {"image": node}
        raw = self._struct(block, given, spot, source)
        if raw["image"] is None:
            return raw
        if source is not None:
            raw["decorative"] = source["decorative"]
        elif not raw["alt_text"]:
            raw["decorative"] = raw["decorative"] or not self._alt_text(raw["image"])
        if not raw["alt_text"] and not raw["decorative"]:
            raw["alt_text"] = self._alt_text(raw["image"])
        return raw

    def _alt_text(self, pk: int) -> str:
        references = self.reading.references
        name = next((n for n, known in references.images.items() if known == pk), "")
        return references.alt_texts.get(name, {}).get(self.reading.language, "")

    def _items(self, block: Any, node: Any, spot: Spot, source: Any) -> Raw:
        if node is None and source is not None:
            node = [None] * len(source)
        if node is None:
            node = []
        if not isinstance(node, list):
            raise ContentError(spot.place, "a list is expected here")
        self._same_length(len(node), source, spot, "items")
        raw: Raw = []
        for index, item in enumerate(node):
            here = spot.below(index, self.reading.at(item, spot.place.line))
            original = source[index]["value"] if source is not None else None
            value = self.value(block.child_block, item, here, original)
            raw.append({"type": "item", "value": value, "id": self._id(here)})
        return raw

    def _leaf(self, block: Any, node: Any, spot: Spot) -> Any:
        if isinstance(node, dict) or (
            isinstance(node, list) and not isinstance(block, blocks.MultipleChoiceBlock)
        ):
            raise ContentError(spot.place, "a single value is expected here")
        if node is None:
            return empty(block)
        if isinstance(block, blocks.RichTextBlock):
            return to_rich_text(str(node), self.reading.references.link, spot.place)
        if isinstance(block, blocks.ChooserBlock):
            return self.reading.references.find(block.model_class, str(node).strip(), spot.place)
        if isinstance(block, blocks.BooleanBlock):
            return str(node).lower() in {"yes", "true", "1"}
        text = [str(i) for i in node] if isinstance(node, list) else str(node).strip()
        try:
            return _stored(block, block.value_from_form(block.field.clean(text)))
        except ValidationError as error:
            name = spot.trail.rpartition("/")[2]
            message = " ".join(error.messages)
            raise ContentError(spot.place, f'{name}: "{text}": {message}') from None

    def _id(self, spot: Spot) -> str:
        made = block_id(self.reading.owner, spot.trail)
        self.reading.lines[made] = spot.place.line
        return made

    def _same_length(self, count: int, source: Raw | None, spot: Spot, what: str) -> None:
        if source is not None and count != len(source):
            message = f"{count} {what} here, but {len(source)} in the source language"
            raise ContentError(spot.place, message)


def _chunk_value(chunk: Chunk, block: Any) -> Any:
    if chunk.value is None:
        return Text.at(chunk.text, chunk.line)
    is_single = isinstance(chunk.value, dict) and not isinstance(block, blocks.StructBlock)
    return _only(chunk.value) if is_single else chunk.value


def _only(value: dict[Any, Any]) -> Any:
    """A block of one value, such as text, is written ``{type: text, value: ...}``."""
    return next(iter(value.values()), None)


def may_differ(block: Any) -> bool:
    """Texts, and what a translation may replace: an address, a picture, a page."""
    others = (blocks.URLBlock, blocks.EmailBlock, blocks.ChooserBlock)
    return isinstance(block, TEXTS + others)


def _has_default(block: Any) -> bool:
    return not isinstance(block, blocks.ListBlock) and block.get_default() not in (None, "", [])


def _unspoken(source: Any) -> Any:
    """A telephone number or a year reads the same in every language and may be left out."""
    is_wordless = isinstance(source, str) and not any(letter.isalpha() for letter in source)
    return source if is_wordless else ""


def empty(block: Any) -> Any:
    """What the editor would store for a value left out: its default, or an empty text."""
    value = _stored(block, block.get_default())
    if isinstance(block, blocks.BooleanBlock):
        return bool(value)
    is_text = isinstance(getattr(block, "field", None), forms.CharField | forms.ChoiceField)
    is_reference = isinstance(block, blocks.ChooserBlock)
    return "" if value is None and is_text and not is_reference else value


def _stored(block: Any, value: Any) -> Any:
    return json.loads(json.dumps(block.get_prep_value(value), cls=DjangoJSONEncoder))
