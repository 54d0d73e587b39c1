"""Every size of every picture that templates show, made ahead: a visitor's GET draws none."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.models import ReferenceIndex

from core.drawing import drawn_in_stages, filters_of, keep, note_error
from core.images import PICTURE_SPECS

WORKERS = 2
_BATCH = 8
# Slots that bear the name of the one field or block that shows them. All other slots may show any
# picture: a cover today is a figure tomorrow.
_OWN_PLACE = frozenset({"hero", "portrait", "emblem"})


@dataclass
class Job:
    """A picture and the sizes it lacks."""

    image: Any
    filters: list[Filter]

    def draw(self) -> list[Any]:
        """The missing renditions, unsaved. Works in a thread: touches no database."""
        return [one for stage in drawn_in_stages(self.image, self.filters) for one in stage]


def make_renditions(write: Callable[[str], None]) -> tuple[int, int]:
    """Make what is missing. Returns the number of renditions made and of pictures that failed."""
    jobs = list(missing())
    total = sum(len(job.filters) for job in jobs)
    made = failed = 0
    waiting = iter(jobs)
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        while batch := list(islice(waiting, _BATCH)):
            # Rows are written here, by the one thread that holds the connection.
            for job, drawn in zip(batch, pool.map(_draw_or_explain, batch), strict=True):
                error = drawn if isinstance(drawn, str) else ""
                note_error(job.image, error)
                if isinstance(drawn, str):
                    failed += 1
                    write(f"  {job.image.title}: {drawn}")
                    continue
                made += keep(job.image, drawn)
            write(f"  {made} of {total} renditions")
    return made, failed


def forget_lost_files() -> int:
    """Remove rows of renditions without a file, so that they are drawn again, and note pictures
    without theirs. Asks the storage for each file; the number of those that are missing."""
    model = get_image_model()
    lost = 0
    for rendition in model.get_rendition_model().objects.order_by("pk").iterator():
        if not rendition.file.storage.exists(rendition.file.name):
            rendition.delete()
            lost += 1
    for image in model.objects.order_by("pk").iterator():
        if not image.file.storage.exists(image.file.name):
            note_error(image, "FileNotFoundError")
            lost += 1
    return lost


def _draw_or_explain(job: Job) -> list[Any] | str:
    try:
        return job.draw()
    except Exception as error:  # A broken file must not keep the others from being drawn.
        return f"{type(error).__name__}: {error}"


def missing() -> Iterator[Job]:
    """Pictures without some of the sizes their slots ask for."""
    shown_in = _own_places()
    for image in get_image_model().objects.prefetch_related("renditions").order_by("pk"):
        have = {(r.filter_spec, r.focal_point_key) for r in image.renditions.all()}
        slots = [s for s in PICTURE_SPECS if s not in _OWN_PLACE or image.pk in shown_in[s]]
        lacking = [
            f for f in filters_of(image, slots) if (f.spec, f.get_cache_key(image)) not in have
        ]
        if lacking:
            yield Job(image, lacking)


def _own_places() -> dict[str, set[int]]:
    """For each slot with a place of its own: the pictures shown there."""
    model = get_image_model()
    found: dict[str, set[int]] = {slot: set() for slot in _OWN_PLACE}
    rows = ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(model))
    for path, pk in rows.values_list("model_path", "to_object_id"):
        for slot in _OWN_PLACE.intersection(path.split(".")):
            found[slot].add(int(pk))
    # Wagtail keeps no references of settings: ask the columns themselves.
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.field.name in _OWN_PLACE:
            used = relation.related_model._default_manager.values_list(relation.field.attname)
            found[relation.field.name] |= {pk for (pk,) in used if pk}
    return found
