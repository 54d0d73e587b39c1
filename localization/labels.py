"""What a segment is called on the screens of officers: the labels of the field and its blocks."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import StreamField


def labels_of(model: Any, field_path: str) -> list[str]:
    """``["Body", "Timeline", "Entries", "Title"]`` of ``body.timeline.entries.item.title``.

    The path as it is where a field has gone since.
    """
    name, *rest = field_path.split(".")
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return [field_path]
    if isinstance(field, models.ManyToOneRel):
        own = [capfirst(str(field.related_model._meta.verbose_name))]
        return own + (labels_of(field.related_model, ".".join(rest)) if rest else [])
    own = [capfirst(str(field.verbose_name))]
    return own + _in_block(field.stream_block, rest) if isinstance(field, StreamField) else own


def _in_block(block: Any, path: list[str]) -> list[str]:
    labels = []
    for name in path:
        if isinstance(block, blocks.ListBlock):
            block = block.child_block
            continue
        block = getattr(block, "child_blocks", {}).get(name)
        if block is None:
            break
        labels.append(str(capfirst(str(block.label))))
    return labels
