"""Every size of every picture that templates show, made ahead: a visitor's GET draws none."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.images import get_image_model
from wagtail.images.models import Filter
from wagtail.models import ReferenceIndex

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
        with self.image.open_file() as file:
            content = file.read()
        return [
            self.image.generate_rendition_instance(each, BytesIO(content)) for each in self.filters
        ]


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
                if isinstance(drawn, str):
                    failed += 1
                    write(f"  {job.image.title}: {drawn}")
                    continue
                job.image.get_rendition_model().objects.bulk_create(drawn, ignore_conflicts=True)
                made += len(drawn)
            write(f"  {made} of {total} renditions")
    return made, failed


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
        wanted: list[Filter] = []
        for slot, (spec, _sizes) in PICTURE_SPECS.items():
            if slot in _OWN_PLACE and image.pk not in shown_in[slot]:
                continue
            wanted += [Filter(spec=text) for text in Filter.expand_spec(spec)]
        lacking = [f for f in wanted if (f.spec, f.get_cache_key(image)) not in have]
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
