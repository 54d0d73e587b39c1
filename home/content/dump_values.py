"""Values of model fields and blocks into the form in which a package writes them."""

import datetime
import json
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichText

from core.translated import TranslatedTextField
from home.content.context import write_moment, zone_named
from home.content.errors import Place
from home.content.fields import content_fields
from home.content.output import Plain, clean
from home.content.references import Names
from home.content.richtext import to_markdown
from home.content.state import stored_stream
from home.content.streams import TEXTS, empty, may_differ

_NUMBERS = (blocks.IntegerBlock, blocks.FloatBlock, blocks.DecimalBlock)


class ValueWriter:
    """Writes one object; ``alt_texts`` are those of the pictures in the language written."""

    def __init__(self, names: Names, alt_texts: dict[int, str]) -> None:
        self.names = names
        self.alt_texts = alt_texts

    def fields(self, instance: models.Model, skip: frozenset[str] = frozenset()) -> dict[str, Any]:
        """Every content field that is not what the loader would set by itself."""
        zone = zone_named(getattr(instance, "time_zone", None), Place(""))
        written: dict[str, Any] = {}
        for name, field in content_fields(type(instance)).items():
            if name in skip:
                continue
            value = self.field(field, name, instance, zone)
            if value != self._absent(field):
                written[name] = value
        return written

    def _absent(self, field: Any) -> Any:
        if isinstance(field, models.ManyToOneRel | models.ManyToManyField | StreamField):
            return []
        if isinstance(field, TranslatedTextField):
            return {}
        return field.get_default()

    def field(self, field: Any, name: str, instance: Any, zone: datetime.tzinfo) -> Any:
        if isinstance(field, models.ManyToOneRel):
            return [self.fields(row) for row in getattr(instance, name).all()]
        if isinstance(field, models.ManyToManyField):
            found = (
                self.names.find(field.related_model, o.pk) for o in getattr(instance, name).all()
            )
            return sorted(code for code in found if code)
        if isinstance(field, models.ForeignKey):
            return self.names.find(field.related_model, getattr(instance, field.attname))
        if isinstance(field, StreamField):
            return self.stream_list(field, stored_stream(instance, name))
        value = field.value_from_object(instance)
        if isinstance(field, RichTextField):
            return to_markdown(value, self.names.link)
        if isinstance(value, datetime.datetime):
            return write_moment(value, zone)
        if isinstance(value, datetime.date | bool | int | float | dict | list) or value is None:
            return json.loads(json.dumps(value)) if isinstance(value, dict | list) else value
        if isinstance(field, models.DecimalField):
            return Plain(value)
        return clean(str(value)).strip()

    def stream_list(self, field: StreamField, raw: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A stream as a YAML list of blocks."""
        known = field.stream_block.child_blocks
        items = []
        for entry in raw:
            value = self.block(known[entry["type"]], entry["value"], None)
            is_struct = isinstance(known[entry["type"]], blocks.StructBlock)
            items.append({"type": entry["type"], **(value if is_struct else {"value": value})})
        return items

    def block(self, block: Any, raw: Any, source: Any) -> Any:
        """A stored block value; with ``source`` only what a translation writes."""
        if isinstance(block, blocks.StructBlock):
            return self._struct(block, raw, source)
        if isinstance(block, blocks.ListBlock):
            originals = source if isinstance(source, list) and len(source) == len(raw) else None
            return [
                self.block(
                    block.child_block, item["value"], originals[i]["value"] if originals else None
                )
                for i, item in enumerate(raw)
            ]
        if isinstance(block, blocks.RichTextBlock):
            return to_markdown(raw.source if isinstance(raw, RichText) else raw, self.names.link)
        if isinstance(block, blocks.ChooserBlock):
            return self.names.find(block.model_class, raw)
        if isinstance(block, _NUMBERS):
            return Plain(raw) if raw is not None else None
        return clean(raw).strip() if isinstance(raw, str) else raw

    def _struct(self, block: Any, raw: dict[str, Any], source: Any) -> dict[str, Any]:
        written: dict[str, Any] = {}
        pictures = [n for n, child in block.child_blocks.items() if isinstance(child, ImageBlock)]
        for name, child in block.child_blocks.items():
            value = raw.get(name)
            original = source.get(name) if isinstance(source, dict) else None
            if source is not None and not _is_translated(child, value, original):
                continue
            if isinstance(child, ImageBlock):
                inner = self._image(child, value, original)
                written |= inner if len(pictures) == 1 else {name: inner}
            elif value != empty(child):
                out = self.block(child, value, original)
                if out not in (None, {}):
                    written[name] = out
        return written

    def _image(self, block: ImageBlock, raw: Any, source: Any) -> dict[str, Any]:
        raw = raw or {}
        pk = raw.get("image")
        usual = self.alt_texts.get(pk, "") if pk else ""
        written: dict[str, Any] = {}
        if source is None or source.get("image") != pk:
            written["image"] = self.names.find(block.child_blocks["image"].model_class, pk)
        alt_text = clean(raw.get("alt_text") or "").strip()
        if alt_text and alt_text != usual:
            written["alt_text"] = alt_text
        if source is None and pk and (raw.get("decorative") or not (alt_text or usual)):
            written["decorative"] = True
        return written


def _is_translated(block: Any, raw: Any, source: Any) -> bool:
    """Whether a translation writes this block: texts, and what it replaces."""
    if isinstance(block, (*TEXTS, blocks.StructBlock)):
        return True
    if isinstance(block, blocks.ListBlock | blocks.StreamBlock):
        return bool(raw)
    return may_differ(block) and raw != source
