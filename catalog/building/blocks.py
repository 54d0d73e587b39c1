"""The stream fields of a page as JSON: the editor's structure, with its references resolved."""

import datetime
import decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from wagtail import blocks
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.rich_text import RichText

from catalog.schemas import moment_text
from core.blocks import PeopleBlock
from core.models import Officer

if TYPE_CHECKING:
    from catalog.building.build import Build


def resolve(block: Any, value: Any, build: "Build") -> Any:
    """The value of a block as JSON: null for what is empty or not public."""
    if isinstance(block, blocks.StreamBlock):
        return [stream_child(child, build) for child in value or ()]
    if isinstance(block, blocks.ListBlock):
        return [resolve(block.child_block, item, build) for item in value or ()]
    if isinstance(block, blocks.StructBlock) and hasattr(value, "get"):
        found = {n: resolve(b, value.get(n), build) for n, b in block.child_blocks.items()}
        if isinstance(block, PeopleBlock):
            found["officers"] = build.officers(value.get("agency"))
        return found
    return _single(value, build)


def stream_child(child: Any, build: "Build") -> dict[str, Any]:
    """``{id, type, value}``."""
    value = resolve(child.block, child.value, build)
    return {"id": str(child.id or ""), "type": child.block_type, "value": value}


def _single(value: Any, build: "Build") -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, RichText):
        return build.html(value.source)
    if isinstance(value, models.Model):
        return _reference(value, build)
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.datetime):
        return moment_text(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_single(item, build) for item in value]
    return str(value)


def _reference(thing: models.Model, build: "Build") -> Any:
    """A chosen object. Of one without a public shape nothing is shown."""
    if isinstance(thing, Page):
        return build.link(thing)
    if isinstance(thing, AbstractImage):
        return _picture(thing, build)
    if isinstance(thing, AbstractDocument):
        return build.file(thing)
    if isinstance(thing, Officer):
        return build.person(thing)
    return build.named(thing) if hasattr(thing, "code") and hasattr(thing, "name") else None


def _picture(image: Any, build: "Build") -> dict[str, Any] | None:
    """A block may have its own alternative text, or call the picture decorative."""
    found = build.image(image)
    if found is None:
        return None
    own = getattr(image, "contextual_alt_text", None)
    if getattr(image, "decorative", False):
        found |= {"alt": "", "alt_lang": build.language}
    elif own:
        found |= {"alt": own, "alt_lang": build.language}
    return found
