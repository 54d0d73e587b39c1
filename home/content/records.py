"""Records of a package into the database: first the rows, then what they refer to."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models

from home.content.context import Reading
from home.content.errors import Place, did_you_mean
from home.content.fields import content_fields, label, record_models
from home.content.session import Session
from home.content.source import Mapping, Row
from home.content.state import apply, changes, note_validation, snapshot
from home.content.values import cells_as_mapping, read_fields


class RecordLoader:
    """Loads every CSV file of ``records/``.

    Records refer to each other in any order, so all rows are made first (without optional
    references), in the order of what they require; then every row gets everything.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.models: list[tuple[type[models.Model], list[Row]]] = []

    def load(self) -> None:
        known = record_models()
        for stem, rows in self.session.package.records.items():
            if stem not in known:
                place = Place(f"records/{stem}.csv")
                hint = did_you_mean(stem, known)
                self.session.problems.add(place, f'there is no kind of records "{stem}"{hint}')
            else:
                self.models.append((known[stem], rows))
        self.models = _by_requirement(self.models)
        for model, rows in self.models:
            self._make_missing(model, rows)
            self.session.references.forget_records()

    def fill(self) -> None:
        """The second pass; pictures may be referred to by now."""
        for model, rows in self.models:
            self._fill(model, rows)

    def _make_missing(self, model: type[models.Model], rows: list[Row]) -> None:
        existing = set(model._default_manager.values_list("code", flat=True))
        seen: set[str] = set()
        for row in rows:
            code = row.cells.get("code", "")
            if not code or code in seen:
                message = f'the code "{code}" is given twice' if code else "the code is missing"
                self.session.problems.add(row.place, message)
                continue
            seen.add(code)
            if code not in existing:
                self._make(model, row, code)

    def _make(self, model: type[models.Model], row: Row, code: str) -> None:
        required = {n for n, f in content_fields(model).items() if _is_required(f)}
        data = cells_as_mapping(model, row.cells, row.place)
        wanted = Mapping((k, v) for k, v in data.items() if k in required)
        reading = self._reading(row)
        count = len(self.session.problems.errors)
        values = read_fields(model, wanted, reading)
        if len(self.session.problems.errors) > count:
            return
        missing = [n for n in required if values.get(n) is None]
        if missing:
            self.session.problems.add(row.place, f"{missing[0]} is missing")
            return
        instance = model()
        apply(instance, {**values, "code": code})
        instance.save()
        self.session.new.add((model, instance.pk))

    def _fill(self, model: type[models.Model], rows: list[Row]) -> None:
        codes = [row.cells.get("code", "") for row in rows]
        many = [
            n for n, f in content_fields(model).items() if isinstance(f, models.ManyToManyField)
        ]
        found = model._default_manager.filter(code__in=codes).prefetch_related(*many)
        by_code = {getattr(instance, "code", ""): instance for instance in found}
        for row in rows:
            instance = by_code.pop(row.cells.get("code", ""), None)
            if instance is not None:
                self._fill_one(instance, row)

    def _fill_one(self, instance: Any, row: Row) -> None:
        model = type(instance)
        what = f"{label(model)} {instance.code}"
        if self._is_edited(instance):
            self.session.report.kept(what)
            return
        reading = self._reading(row)
        count = len(self.session.problems.errors)
        data = cells_as_mapping(model, self.session.with_files(row), row.place)
        values = read_fields(model, data, reading)
        if len(self.session.problems.errors) > count:
            return
        old = snapshot(instance)
        later = apply(instance, values)
        new = {**snapshot(instance), **{name: sorted(pks) for name, pks in later.items()}}
        found = changes(old, new)
        try:
            if found:
                instance.full_clean()
                instance.save()
                for name, pks in later.items():
                    getattr(instance, name).set(pks)
        except ValidationError as error:
            note_validation(error, reading, what)
            return
        if (model, instance.pk) in self.session.new:
            self.session.report.created(what, new)
        elif found:
            self.session.report.changed(what, found)
        else:
            self.session.report.unchanged()

    def _is_edited(self, instance: models.Model) -> bool:
        content_type = ContentType.objects.get_for_model(instance).pk
        return self.session.is_edited(content_type, instance.pk)

    def _reading(self, row: Row) -> Reading:
        return self.session.reading(row.place)


def _is_required(field: Any) -> bool:
    """What the row cannot be made without: a reference that may not be empty, a name."""
    if isinstance(field, models.ManyToManyField | models.ManyToOneRel):
        return False
    return not field.null and not field.has_default() and not field.blank


def _by_requirement(
    models_: list[tuple[type[models.Model], list[Row]]],
) -> list[tuple[type[models.Model], list[Row]]]:
    """Models after the models that their required references point to."""
    ordered: list[tuple[type[models.Model], list[Row]]] = []
    waiting = list(models_)
    while waiting:
        left = {model for model, _ in waiting}
        ready = [
            pair for pair in waiting
            if not any(
                isinstance(f, models.ForeignKey) and not f.null and f.related_model in left
                and f.related_model is not pair[0]
                for f in content_fields(pair[0]).values()
            )
        ] or waiting[:1]  # fmt: skip
        ordered += ready
        waiting = [pair for pair in waiting if pair not in ready]
    return ordered
