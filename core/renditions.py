"""Pictures are drawn in all their sizes when a page is published, never in a visitor's GET."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django_tasks import task
from wagtail.images.models import Filter
from wagtail.models import Page, ReferenceIndex

from core.images import PICTURE_SPECS
from core.page_pictures import pictures_of

logger = logging.getLogger(__name__)
# Records and settings that show a picture: the field and its slot.
_OF_RECORDS = {
    "core.officer": ("portrait", "portrait"),
    "core.portalsettings": ("emblem", "emblem"),
}


def shown_by(thing: models.Model) -> Iterator[tuple[Any, str]]:
    """``(picture, slot)`` for each picture that a page, an officer or the portal shows."""
    if isinstance(thing, Page):
        for picture in pictures_of(thing.specific):
            for slot in picture.slots:
                yield picture.image, slot
    elif thing._meta.label_lower in _OF_RECORDS:
        field, slot = _OF_RECORDS[thing._meta.label_lower]
        if image := getattr(thing, field):
            yield image, slot


@task()
def draw_pictures_of(label: str, pk: int) -> None:
    """Draw what is missing. A picture that cannot be drawn must not keep the others from it."""
    thing = apps.get_model(label).objects.filter(pk=pk).first()
    for image, slot in shown_by(thing) if thing else ():
        filters = [Filter(spec=text) for text in Filter.expand_spec(PICTURE_SPECS[slot][0])]
        try:
            image.get_renditions(*filters)
        except Exception:
            logger.exception("Picture %s cannot be drawn for %s", image.pk, slot)


@task()
def redraw_picture(pk: int) -> None:
    """A picture got another file or focal point: draw it wherever it is shown."""
    image = apps.get_model("core.PortalImage").objects.filter(pk=pk).first()
    if image is None:
        return
    for reference in ReferenceIndex.get_references_to(image).select_related("base_content_type"):
        model = reference.base_content_type.model_class()
        if model is not None:
            draw_pictures_of.func(model._meta.label, int(reference.object_id))


_put_off = ContextVar("drawing is put off", default=False)


@contextmanager
def drawing_put_off() -> Iterator[None]:
    """For a load of many pages, after which ``make_renditions`` draws all pictures side by side."""
    token = _put_off.set(True)
    try:
        yield
    finally:
        _put_off.reset(token)


def on_page_published(sender: Any, instance: Page, **kwargs: Any) -> None:
    if _put_off.get():
        return
    transaction.on_commit(lambda: draw_pictures_of.enqueue("wagtailcore.Page", instance.pk))


def on_record_saved(sender: Any, instance: models.Model, **kwargs: Any) -> None:
    if _put_off.get():
        return
    label = instance._meta.label
    transaction.on_commit(lambda: draw_pictures_of.enqueue(label, instance.pk))


def on_picture_saved(sender: Any, instance: models.Model, created: bool, **kwargs: Any) -> None:
    if not created and not _put_off.get():
        transaction.on_commit(lambda: redraw_picture.enqueue(instance.pk))
