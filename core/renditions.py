"""When pictures are drawn: as soon as they are uploaded and where something new shows them.

In a thread, after the transaction and beside the request; never in a visitor's GET, which shows
what there is. What a crash leaves undrawn is drawn when somebody looks at it, or by
`make_renditions`.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connections, models, transaction
from django.utils import timezone
from wagtail.images.models import AbstractImage, Filter
from wagtail.models import Page, ReferenceIndex

from core.drawing import draw, filters_of
from core.images import PICTURE_SPECS
from core.page_pictures import OFFERED, pictures_of
from core.sitewide import changes_at

logger = logging.getLogger(__name__)
PICTURE = "core.PortalImage"
# Records and settings that show a picture: the field and its slot.
_OF_RECORDS = {
    "core.officer": ("portrait", "portrait"),
    "core.portalsettings": ("emblem", "emblem"),
}
# What is shown of a picture whose sizes for a slot are not drawn yet.
_MEANWHILE = ("figure", "admin")
_SOON = timedelta(seconds=30)


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


def ready(image: Any, slot: str) -> dict[str, Any]:
    """Renditions of this slot that are drawn, by specification. Draws none, writes nothing.

    What is missing is asked for, and whoever shows the picture is to look again soon.
    """
    wanted = [Filter(spec) for spec in Filter.expand_spec(PICTURE_SPECS[slot][0])]
    found = image.find_existing_renditions(*wanted)
    if len(found) < len(wanted) and not image.drawing_error:
        _ask_if_missing(image, slot, found)
    return {each.spec: found[each] for each in wanted if each in found}


def _ask_if_missing(image: Any, slot: str, found: Any) -> None:
    if all(each in found for each in filters_of(image, [slot])):
        return  # The rest are formats that cannot hold it.
    changes_at(timezone.now() + _SOON)
    if _draws_beside():
        _ask(PICTURE, image.pk, slot)
        _begin()


def ready_or_like(image: Any, slot: str) -> dict[str, Any]:
    """The same; where nothing is drawn yet, what there is of another slot."""
    for each in (slot, *_MEANWHILE):
        if found := ready(image, each):
            return found
    return {}


# The queue. Of pictures first what the admin shows of them: an officer waits for it.

_waiting: dict[tuple[str, int], set[str]] = {}
_lock = threading.Lock()
_running = threading.Lock()
_local = threading.local()


def _ask(label: str, pk: int, *slots: str) -> None:
    with _lock:
        _waiting.setdefault((label, pk), set()).update(slots)


def _next() -> tuple[str, int, set[str]] | None:
    with _lock:
        if not _waiting:
            return None
        for key, slots in _waiting.items():
            if "admin" in slots:
                slots.discard("admin")
                if not slots:
                    del _waiting[key]
                return (*key, {"admin"})
        key = next(iter(_waiting))
        return (*key, _waiting.pop(key))


def _draws_beside() -> bool:
    return getattr(_local, "is_request", False) and settings.RENDITIONS_IN_BACKGROUND


def _begin() -> None:
    """In a thread of its own while a request is answered; in a command at once."""
    if not _draws_beside():
        draw_waiting()
    elif _running.acquire(blocking=False):
        threading.Thread(target=_work_off, name="renditions", daemon=True).start()


def _work_off() -> None:
    try:
        draw_waiting()
    finally:
        _running.release()
        connections.close_all()


def draw_waiting() -> None:
    """Never raises: one thing that cannot be drawn must not keep the others from it."""
    while job := _next():
        try:
            _draw(*job)
        except Exception:
            logger.exception("The pictures of %s %s cannot be drawn", job[0], job[1])


def _draw(label: str, pk: int, slots: set[str]) -> None:
    thing = apps.get_model(label).objects.filter(pk=pk).first()
    if isinstance(thing, AbstractImage):
        draw(thing, slots if slots == {"admin"} else [*slots, *_places_of(thing)])
    elif thing is not None:
        for image, shown in _by_picture(thing).values():
            draw(image, shown)


def _by_picture(thing: models.Model) -> dict[int, tuple[Any, list[str]]]:
    found: dict[int, tuple[Any, list[str]]] = {}
    for image, slot in shown_by(thing):
        found.setdefault(image.pk, (image, []))[1].append(slot)
    return found


def _places_of(image: Any) -> Iterator[str]:
    """Slots in which something shows this picture already: it got another file or focal point."""
    for reference in ReferenceIndex.get_references_to(image).select_related("base_content_type"):
        model = reference.base_content_type.model_class()
        thing = model and model._default_manager.filter(pk=reference.object_id).first()
        if thing is not None:
            yield from (slot for shown, slot in shown_by(thing) if shown.pk == image.pk)


# When something is asked for.

_put_off = ContextVar("drawing is put off", default=False)


@contextmanager
def drawing_put_off() -> Iterator[None]:
    """For a load of many pages, after which ``make_renditions`` draws all pictures side by side."""
    token = _put_off.set(True)
    try:
        yield
    finally:
        _put_off.reset(token)


def _after_commit(label: str, pk: int, *slots: str) -> None:
    if _put_off.get():
        return

    def asked() -> None:
        _ask(label, pk, *slots)
        _begin()

    transaction.on_commit(asked)


def on_page_published(sender: Any, instance: Page, **kwargs: Any) -> None:
    _after_commit("wagtailcore.Page", instance.pk)


def on_record_saved(sender: Any, instance: models.Model, **kwargs: Any) -> None:
    _after_commit(instance._meta.label, instance.pk)


def on_picture_saved(sender: Any, instance: models.Model, **kwargs: Any) -> None:
    _after_commit(PICTURE, instance.pk, "admin", *OFFERED)


def _request_started(sender: Any, **kwargs: Any) -> None:
    _local.is_request = True


def _request_finished(sender: Any, **kwargs: Any) -> None:
    _local.is_request = False


def connect() -> None:
    from django.db.models.signals import post_save
    from wagtail.signals import page_published

    page_published.connect(on_page_published)
    post_save.connect(on_picture_saved, sender=PICTURE)
    for label in ("core.Officer", "core.PortalSettings"):
        post_save.connect(on_record_saved, sender=label)
    request_started.connect(_request_started, dispatch_uid="core.renditions")
    request_finished.connect(_request_finished, dispatch_uid="core.renditions")
