"""The state of an object's content as plain data: to see what a load changes, and to change it."""

import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import override
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import ModelLogEntry, PageLogEntry

from home.content.context import Reading
from home.content.fields import content_fields
from home.content.values import as_stream


def snapshot(instance: models.Model) -> dict[str, Any]:
    """Every content field as plain data, in the model's order."""
    fields = content_fields(type(instance))
    return {name: _plain(field, name, instance) for name, field in fields.items()}


def _plain(field: Any, name: str, instance: models.Model) -> Any:
    if isinstance(field, models.ManyToOneRel):
        return [snapshot(row) for row in getattr(instance, name).all()]
    if isinstance(field, models.ManyToManyField):
        if instance.pk is None and not isinstance(field, ParentalManyToManyField):
            return []
        return sorted(row.pk for row in getattr(instance, name).all())
    if isinstance(field, StreamField):
        return stored_stream(instance, name)
    value = field.value_from_object(instance)
    return dict(value) if isinstance(value, dict) else value


def apply(instance: Any, values: dict[str, Any]) -> dict[str, list[int]]:
    """Set content fields; what is not given returns to its default. The instance is not saved.

    Returns the many-to-many values that can be set only after saving.
    """
    later: dict[str, list[int]] = {}
    for name, field in content_fields(type(instance)).items():
        if isinstance(field, models.ManyToOneRel):
            _apply_children(instance, name, field, values.get(name, []))
        elif isinstance(field, ParentalManyToManyField):
            found = field.related_model._default_manager.in_bulk(values.get(name, []))
            setattr(instance, name, list(found.values()))
        elif isinstance(field, models.ManyToManyField):
            later[name] = values.get(name, [])
        elif isinstance(field, StreamField):
            setattr(instance, name, as_stream(field, values.get(name, [])))
        else:
            value = values[name] if name in values else field.get_default()
            setattr(instance, field.attname, value)
    return later


def _apply_children(instance: Any, name: str, relation: Any, rows: list[dict[str, Any]]) -> None:
    """Rows keep their keys by position, so that an unchanged list stays the same rows."""
    manager = getattr(instance, name)
    model = relation.related_model
    existing = [row.pk for row in manager.all()]
    order = getattr(model, "sort_order_field", None)
    children = []
    for index, row in enumerate(rows):
        child = model(pk=existing[index] if index < len(existing) else None)
        apply(child, row)
        if order:
            setattr(child, order, index)
        children.append(child)
    manager.set(children)


def changes(old: dict[str, Any], new: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (old.get(name), new[name]) for name in new if old.get(name) != new[name]}


def edited_by_people() -> set[tuple[int, str]]:
    """``(content type, primary key)`` of everything that a person has changed in the portal.

    A load writes as nobody; whatever the log shows under a user is an editor's work.
    """
    touched = {
        (content_type, str(pk))
        for content_type, pk in ModelLogEntry.objects.filter(user__isnull=False)
        .values_list("content_type_id", "object_id")
        .distinct()
    }
    page_type = ContentType.objects.get(app_label="wagtailcore", model="page").pk
    pages = PageLogEntry.objects.filter(user__isnull=False).values_list("page_id").distinct()
    return touched | {(page_type, str(pk)) for (pk,) in pages}


def note_validation(error: ValidationError, reading: Reading, what: str) -> None:
    """Turn Django's validation errors into problems at the lines of their fields."""
    with override("en"):
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, messages in by_field.items():
        field = "" if name == NON_FIELD_ERRORS else name
        place = reading.place.at(reading.lines.get(field) or reading.lines.get("", 0))
        text = " ".join(map(str, messages))
        reading.problems.add(place, f"{what}: {field}: {text}" if field else f"{what}: {text}")


def stored_stream(instance: models.Model, name: str) -> list[dict[str, Any]]:
    """A stream in the form in which the database holds it."""
    field: Any = instance._meta.get_field(name)
    value = field.stream_block.get_prep_value(getattr(instance, name))
    stored: list[dict[str, Any]] = json.loads(json.dumps(value, cls=DjangoJSONEncoder))
    return stored
