"""Values of a package into values of model fields, by introspection of the field."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField, StreamField

from core.translated import TranslatedText, TranslatedTextField
from home.content.context import Reading, read_moment
from home.content.errors import ContentError, Place, did_you_mean
from home.content.fields import content_fields, label
from home.content.markdown import to_rich_text
from home.content.source import Mapping, Sequence, Text, natural
from home.content.streams import StreamReader

TRUE, FALSE = {"yes", "true", "1", "x", "có"}, {"", "no", "false", "0", "không"}


def read_fields(
    model: type[models.Model], data: Mapping, reading: Reading, skip: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Values of the given fields by name: primary keys for relations, lists of them for many.

    Child rows come as lists of dicts. A mistake goes to the problems, and its field is left out.
    """
    known = content_fields(model)
    values: dict[str, Any] = {}
    for name, node in data.items():
        if name in skip:
            continue
        place = reading.at(name)
        if name not in known:
            hint = did_you_mean(name, known)
            reading.problems.add(place, f'unknown field "{name}" of {label(model)}{hint}')
            continue
        reading.lines[str(name)] = place.line
        with reading.problems.collecting():
            values[str(name)] = read_value(known[name], node, reading, place)
    return values


def read_value(field: Any, node: Any, reading: Reading, place: Place) -> Any:
    """The value of one field. ``place`` is where its key stands."""
    here = reading.at(node, place.line)
    if isinstance(field, models.ManyToOneRel):
        return _children(field, node, reading, here)
    if isinstance(field, models.ManyToManyField):
        items = _list(node, here)
        find = reading.references.find
        return [find(field.related_model, str(i), reading.at(i, here.line)) for i in items]
    if isinstance(field, models.ForeignKey):
        name = _scalar(node, here)
        return reading.references.find(field.related_model, name, here) if name else None
    if isinstance(field, TranslatedTextField):
        return _translated(node, reading, here)
    if isinstance(field, StreamField):
        return StreamReader(reading).read_list(field, _list(node, here), here)
    if isinstance(field, RichTextField):
        return to_rich_text(_scalar(node, here), reading.references.link, here)
    if isinstance(field, models.JSONField):
        return _json(field, node, here)
    return _plain(field, node, reading, here)


def _plain(field: Any, node: Any, reading: Reading, place: Place) -> Any:
    text = _scalar(node, place)
    if isinstance(field, models.BooleanField):
        return read_boolean(text, place)
    if not text:
        return "" if field.empty_strings_allowed and not field.null else None
    if isinstance(field, models.DateTimeField):
        return read_moment(text, reading.zone, place)
    try:
        value = field.to_python(text)
        field.run_validators(value)
        if field.choices:
            field.validate(value, None)
    except ValidationError as error:
        known = [str(code) for code, _ in field.flatchoices] if field.choices else []
        listed = f" (known: {', '.join(filter(None, known))})" if known else ""
        raise ContentError(place, f"{field.name}: {' '.join(error.messages)}{listed}") from None
    return value


def read_boolean(text: str, place: Place) -> bool:
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    raise ContentError(place, f'"{text}" is not yes or no')


def _scalar(node: Any, place: Place) -> str:
    if isinstance(node, dict | list):
        raise ContentError(place, "a single value is expected here")
    return str(node).strip() if node is not None else ""


def _list(node: Any, place: Place) -> list[Any]:
    if node is None:
        return []
    if not isinstance(node, list):
        raise ContentError(place, "a list is expected here")
    return node


def _translated(node: Any, reading: Reading, place: Place) -> TranslatedText:
    if node is None:
        return TranslatedText()
    if not isinstance(node, dict):
        return TranslatedText.of({reading.source_language: _scalar(node, place)})
    for language in node:
        if language not in reading.languages:
            wanted = ", ".join(reading.languages)
            here = reading.at(language, place.line)
            raise ContentError(here, f'"{language}" is not a language of the package ({wanted})')
    texts = {str(key): _scalar(value, place) for key, value in node.items()}
    return TranslatedText.of(texts)


def _json(field: Any, node: Any, place: Place) -> Any:
    if node is None:
        return field.get_default()
    try:
        # A cell of a table holds JSON as text; YAML gives it as a structure.
        is_text = isinstance(node, Text) and node.lstrip()[:1] in {"{", "["}
        value = json.loads(node) if is_text else natural(node)
        # A field may bring its values into an order of its own.
        return field.clean(value, None)
    except json.JSONDecodeError as error:
        raise ContentError(place, f"JSON: {error}") from None
    except ValidationError as error:
        raise ContentError(place, f"{field.name}: {' '.join(error.messages)}") from None


def _children(
    relation: models.ManyToOneRel, node: Any, reading: Reading, place: Place
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for item in _list(node, place):
        here = reading.at(item, place.line)
        if not isinstance(item, Mapping):
            raise ContentError(here, "a mapping of fields is expected for each row")
        rows.append(read_fields(relation.related_model, item, reading))
    return rows


def as_stream(field: StreamField, raw: list[dict[str, Any]]) -> StreamValue:
    """The value of a stream in the form in which the database holds it."""
    value = StreamValue(field.stream_block, raw, is_lazy=True)
    # What StreamField.to_python sets, so that revisions and pickles find the definition.
    value._stream_field = field
    return value


def cells_as_mapping(model: type[models.Model], cells: dict[str, str], place: Place) -> Mapping:
    """A CSV row as the mapping that YAML would give: ``name.vi`` nested, many split at ``;``."""
    known = content_fields(model)
    mapping = Mapping()
    mapping.line = place.line
    for column, cell in cells.items():
        name, _, language = column.partition(".")
        key, text = Text.at(name, place.line), Text.at(cell, place.line)
        if language:
            mapping.setdefault(key, Mapping())[Text.at(language, place.line)] = text
        elif isinstance(known.get(name), models.ManyToManyField):
            parts = [Text.at(part.strip(), place.line) for part in cell.split(";")]
            mapping[key] = Sequence(part for part in parts if part)
        else:
            mapping[key] = text
    return mapping
