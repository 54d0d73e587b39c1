"""Names of things: source keys, dependency keys, and the public ids derived from them."""

import uuid
from functools import lru_cache

from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page

RECORD = "record"


@lru_cache(maxsize=50_000)
def item_id(namespace: uuid.UUID, source: str) -> uuid.UUID:
    """The public id of a source key. Stable as long as the portal keeps its namespace.

    Neither the address nor the title is in it, so both may change; primary keys are never used
    twice, so that no copy, conversion or move can make two things share an id.
    """
    return uuid.uuid5(namespace, source)


def source_key(thing: models.Model) -> str:
    """``page:12``, ``image:5``, ``file:7``; TypeError for anything that is no item."""
    if isinstance(thing, Page):
        return f"page:{thing.pk}"
    if isinstance(thing, AbstractImage):
        return f"image:{thing.pk}"
    if isinstance(thing, AbstractDocument):
        return f"file:{thing.pk}"
    raise TypeError(f"{thing!r} is neither page, picture nor file.")


def dependency_key(thing: models.Model) -> str:
    """What a payload that shows this object depends on; a page stands for all its languages."""
    if isinstance(thing, Page):
        return f"group:{thing.translation_key}"
    if isinstance(thing, AbstractImage | AbstractDocument):
        return source_key(thing)
    return f"{RECORD}:{thing._meta.label_lower}:{thing.pk}"
