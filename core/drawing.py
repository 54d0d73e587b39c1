"""Draws a picture in the sizes that templates show: decoded once, shrunk once, then cut and saved.

No size is drawn in a format that cannot hold it. Nothing of it happens inside a transaction: rows
are written when the files lie in their storage.
"""

import copy
import logging
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import groupby
from typing import Any

from django.db import DatabaseError, transaction
from django.dispatch import Signal
from PIL import Image
from wagtail.images.models import Filter
from willow.plugins.pillow import PillowImage

from core.images import PICTURE_SPECS

logger = logging.getLogger(__name__)
#: Sent when a picture was drawn, or could not be: ``image``. Pages that show it are made anew.
picture_drawn = Signal()
# In pixels of a side. What the gate lets through, JPEG and AVIF hold.
_LONGEST = {"webp": 16_383}
# The quick ones first: what they make is shown while the rest is being drawn.
_SLOW = ("webp", "avif")


def filters_of(image: Any, slots: Iterable[str]) -> list[Filter]:
    """The renditions of this picture in these slots, in every format that can hold them."""
    specs = [spec for slot in slots for spec in Filter.expand_spec(PICTURE_SPECS[slot][0])]
    return [each for each in map(Filter, dict.fromkeys(specs)) if _fits(each, image)]


def _format_of(each: Filter) -> str:
    return str(each.spec).partition("|format-")[2]


def _fits(each: Filter, image: Any) -> bool:
    longest = _LONGEST.get(_format_of(each))
    return longest is None or max(each.get_transform(image).size) <= longest


def lacking(image: Any, filters: Iterable[Filter]) -> list[Filter]:
    """Those that are not drawn; one query."""
    there = set(image.renditions.values_list("filter_spec", "focal_point_key"))
    return [f for f in filters if (f.spec, f.get_cache_key(image)) not in there]


def draw(image: Any, slots: Iterable[str]) -> int:
    """Draw what is missing; the number of renditions made.

    Never raises: what went wrong is logged, and kept with the picture for the dashboard.
    """
    made, error = 0, ""
    try:
        for drawn in drawn_in_stages(image, lacking(image, filters_of(image, slots))):
            made += keep(image, drawn)
            picture_drawn.send(sender=type(image), image=image)
    except DatabaseError:  # Nothing that the picture is to blame for: it is asked for again.
        logger.exception("Renditions of picture %s cannot be kept", image.pk)
        return made
    except Exception as failed:
        logger.exception("Picture %s (%s) cannot be drawn", image.pk, image.title)
        error = _named(failed)
    note_error(image, error)
    return made


def _named(failed: Exception) -> str:
    return f"{type(failed).__name__}: {failed}"[:200]


def note_error(image: Any, error: str) -> None:
    """Why the picture cannot be drawn; empty when it could."""
    if error != image.drawing_error:
        image.drawing_error = error
        type(image).objects.filter(pk=image.pk).update(drawing_error=error)
        picture_drawn.send(sender=type(image), image=image)


def drawn_in_stages(image: Any, filters: list[Filter]) -> Iterator[list[Any]]:
    """Unsaved renditions, the quickly drawn formats first. Touches no database.

    Raises whatever the picture's damage breaks, OSError where its file is missing.
    """
    if not filters:
        return
    ordered = sorted(filters, key=_is_slow)
    with _decoded(image, filters) as (willow, seen):
        for _slow, stage in groupby(ordered, key=_is_slow):
            yield [
                image.generate_rendition_instance(_OfDecoded(each.spec, willow, seen), BytesIO())
                for each in stage
            ]


def _is_slow(each: Filter) -> bool:
    return _format_of(each) in _SLOW


class _OfDecoded(Filter):
    """Wagtail's filter for a picture that is decoded already, and ``seen`` at its present size."""

    def __init__(self, spec: str, willow: PillowImage, seen: Any) -> None:
        super().__init__(spec)
        self.willow = willow
        self.seen = seen

    @contextmanager
    def get_willow_image(self, image: Any, source: Any = None) -> Iterator[PillowImage]:
        yield self.willow

    def get_transform(self, image: Any, size: Any = None) -> Any:
        return super().get_transform(self.seen, size)


@contextmanager
def _decoded(image: Any, filters: list[Filter]) -> Iterator[tuple[PillowImage, Any]]:
    """The picture no larger than any of these needs it, and its row as if the file were so."""
    transforms = [each.get_transform(image) for each in filters]
    factor = min(1.0, max(max(transform.scale) for transform in transforms))
    with image.open_file() as file, Image.open(file) as picture:
        small = _shrunk(picture, factor) if factor < 1 else picture
        small.load()
        willow = PillowImage(small)
        # Wagtail asks for it where no format is demanded.
        willow.format_name = str(picture.format).lower().replace("mpo", "jpeg")
        yield willow, _scaled(image, small.width / picture.width, small.size)


def _shrunk(picture: Any, factor: float) -> Any:
    width, height = picture.size
    size = (math.ceil(width * factor), math.ceil(height * factor))
    picture.draft(None, size)  # A JPEG is decoded at a half, a quarter or an eighth.
    if picture.mode in {"1", "P"}:  # Not as they are: their colours cannot be mixed.
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _scaled(image: Any, factor: float, size: tuple[int, int]) -> Any:
    seen = copy.copy(image)
    seen.width, seen.height = size
    if image.has_focal_point():
        for name in ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"):
            setattr(seen, name, max(1, round(getattr(image, name) * factor)))
    return seen


def keep(image: Any, drawn: list[Any]) -> int:
    """Store these renditions; the number of those that were new.

    None of a picture that got another file meanwhile, or is gone.
    """
    for rendition in drawn:
        rendition.file.save(rendition.file.name, rendition.file.file, save=False)
    with transaction.atomic():
        rows = type(image).objects.select_for_update().filter(pk=image.pk)
        is_same = rows.values_list("file", flat=True).first() == image.file.name
        there = set(image.renditions.values_list("filter_spec", "focal_point_key"))
        new = [r for r in drawn if is_same and (r.filter_spec, r.focal_point_key) not in there]
        image.get_rendition_model().objects.bulk_create(new, ignore_conflicts=True)
    for rendition in drawn:
        if rendition not in new:
            rendition.file.storage.delete(rendition.file.name)
    return len(new)
