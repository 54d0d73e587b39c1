"""Pictures, files and records that pages showed may be gone: their translations go on without them.

wagtail-localize keeps what an original says apart, with the keys of what it shows. Whoever opened
or published the translation after one of them was deleted got an error, or an editor without a
word (wagtail-localize #769, open in 1.14.5).
"""

import json
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models.signals import post_delete
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import OverridableSegment, SegmentOverride, TranslationSource
from wagtail_localize.segments import ingest

logger = logging.getLogger(__name__)
_related_object = ingest.handle_related_object
_image_block = ingest.StreamFieldSegmentsWriter.handle_image_block


def _related_or_none(*args: Any) -> Any:
    try:
        return _related_object(*args)
    except ObjectDoesNotExist:
        return None


def _image_or_none(self: Any, block: Any, image: Any, segments: list[Any]) -> Any:
    """A block without its picture has no alternative text either."""
    chosen = [inner for name, inner in (each.unwrap() for each in segments) if name == "image"]
    picture = self.handle_related_object_block(image, chosen) if chosen else image
    return _image_block(self, block, image, segments) if picture is not None else None


def on_deleted(sender: Any, instance: models.Model, **kwargs: Any) -> None:
    """What translations keep of it goes too: their editor would ask for it in vain."""
    is_media = issubclass(sender, AbstractImage | AbstractDocument)
    if is_media or sender in get_snippet_models():
        key = instance.pk
        transaction.on_commit(lambda: forget(sender, key))


def forget(model: type[models.Model], key: Any) -> None:
    """Cut anew the originals that may have shown it; drop what translations put in its place."""
    said = json.dumps(key, cls=DjangoJSONEncoder)
    segments = OverridableSegment.objects.filter(data_json=said)
    for source in TranslationSource.objects.filter(pk__in=segments.values("source")):
        _unless_it_fails(source, source.refresh_segments)
    overrides = SegmentOverride.objects.filter(data_json=said, context__isnull=False)
    for override in overrides.select_related("context"):
        _unless_it_fails(override, partial(_drop, override, model))


def _unless_it_fails(thing: models.Model, act: Callable[[], Any]) -> None:
    """One page that cannot be read must not keep the others from it."""
    try:
        act()
    except Exception:
        logger.exception("%s still names what was deleted", thing)


def _drop(override: SegmentOverride, model: type[models.Model]) -> None:
    """Keys say nothing of the model that they are of: the field or block does."""
    from wagtail_localize.views.edit_translation import TabHelper, get_segment_location_info

    context = override.context
    for source in TranslationSource.objects.filter(object_id=context.object_id):
        original = source.get_source_instance()
        path = context.get_field_path(original)
        where = get_segment_location_info(
            original, TabHelper(original), context.path, path, widget=True
        )
        if _chooses(where["widget"], model):
            override.delete()
            return


def _chooses(widget: dict[str, Any], model: type[models.Model]) -> bool:
    if widget["type"] == "image_chooser":
        return issubclass(model, AbstractImage)
    if widget["type"] == "document_chooser":
        return issubclass(model, AbstractDocument)
    record = widget.get("snippet_model", {})
    names = (record.get("app_label"), record.get("model_name"))
    return names == (model._meta.app_label, model._meta.model_name)


def install() -> None:
    ingest.handle_related_object = _related_or_none
    ingest.StreamFieldSegmentsWriter.handle_image_block = _image_or_none
    post_delete.connect(on_deleted, dispatch_uid="localization.gone_objects")
