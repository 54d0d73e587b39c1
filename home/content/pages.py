"""The page tree in the source language: first every page, then what is on it."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import override
from wagtail.blocks import StreamBlockValidationError
from wagtail.fields import StreamField
from wagtail.models import Page

from home.content.context import Reading, read_moment, zone_named
from home.content.errors import ContentError, did_you_mean
from home.content.fields import body_field, content_fields, label
from home.content.identity import page_key
from home.content.markdown import split_body
from home.content.package import PageEntry, PageFile
from home.content.session import Session
from home.content.source import Mapping
from home.content.state import apply, changes, note_validation, snapshot
from home.content.streams import StreamReader
from home.content.values import read_fields

RESERVED = frozenset({"type", "order", "first_published", "id", "body"})


@dataclass
class LoadedPage:
    """A page of the package in the database. ``is_changed``: this run has published it."""

    entry: PageEntry
    page: Any
    reading: Reading
    is_new: bool
    is_changed: bool


class PageLoader:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.package = session.package
        self.models: dict[str, type[Page]] = {}
        self.by_path: dict[str, Any] = {}
        self.made: set[str] = set()

    def make_missing(self) -> None:
        """Create the pages that are not there yet, as drafts with a title and a place only."""
        keys = {e.path: page_key(self.package.code, e.path) for e in self.package.pages}
        for entry in self.package.pages:
            with self.session.problems.collecting():
                self.models[entry.path] = self._model(entry)
                keys[entry.path] = self._given_key(entry) or keys[entry.path]
        present = Page.objects.filter(
            translation_key__in=keys.values(), locale=self.session.source_locale
        )
        existing = {page.translation_key: page for page in present.specific()}
        for entry in self.package.pages:
            page = existing.get(keys[entry.path])
            if page is not None:
                self.by_path[entry.path] = page
        for index, entry in enumerate(self.package.pages):
            if entry.path in self.models and entry.path not in self.by_path:
                with self.session.problems.collecting():
                    self._make(entry, keys[entry.path], index)
        self.session.references.pages |= {path: p.pk for path, p in self.by_path.items()}

    def _model(self, entry: PageEntry) -> type[Page]:
        source = self.package.source(entry)
        name = str(source.data.get("type") or "")
        known = {label(m): m for m in apps.get_models() if issubclass(m, Page) and m is not Page}
        if name not in known:
            hint = did_you_mean(name, known)
            raise ContentError(source.at("type"), f'there is no page type "{name}"{hint}')
        if not str(source.data.get("title") or "").strip():
            raise ContentError(source.at("title"), "the title is missing")
        return known[name]

    def _given_key(self, entry: PageEntry) -> Any:
        source = self.package.source(entry)
        if "id" not in source.data:
            return None
        try:
            return Page._meta.get_field("translation_key").to_python(str(source.data["id"]))
        except ValidationError:
            raise ContentError(source.at("id"), "id is not a UUID") from None

    def _make(self, entry: PageEntry, key: Any, index: int) -> None:
        source = self.package.source(entry)
        parent = self._parent(entry)
        if parent is None:
            return
        model = self.models[entry.path]
        if model not in parent.specific_class.allowed_subpage_models():
            message = f"a {label(model)} cannot stand below a {label(parent.specific_class)}"
            raise ContentError(source.at("type"), message)
        page = model(
            **self._indispensable(entry, key),
            title=str(source.data["title"]).strip(),
            slug=self.slug(entry),
            locale=self.session.source_locale,
            translation_key=key,
            live=False,
            first_published_at=self._first_published(source),
        )
        next_one = self._next_sibling(entry, index)
        try:
            if next_one is None:
                parent.add_child(instance=page)
            else:
                next_one.add_sibling(pos="left", instance=page)
        except ValidationError as error:
            note_validation(error, self.session.reading(source.place), entry.path)
            return
        self.by_path[entry.path] = page
        self.made.add(entry.path)

    def _indispensable(self, entry: PageEntry, key: Any) -> dict[str, Any]:
        """Values without which the database takes no row, such as the start of an event."""
        model, source = self.models[entry.path], self.package.source(entry)
        fields = content_fields(model)
        needed = [
            name for name, field in fields.items()
            if isinstance(field, models.Field) and not field.many_to_many
            and not field.null and field.get_default() is None
        ]  # fmt: skip
        reading = self._reading(key, source)
        given = Mapping((k, v) for k, v in source.data.items() if k in needed)
        values = read_fields(model, given, reading)
        for name in needed:
            if values.get(name) is None:
                raise ContentError(source.at(name), f'the field "{name}" is missing or wrong')
        return {fields[name].attname: value for name, value in values.items()}

    def _parent(self, entry: PageEntry) -> Any:
        if entry.parent_path is None:
            return Page.get_first_root_node()
        return self.by_path.get(entry.parent_path)

    def _next_sibling(self, entry: PageEntry, index: int) -> Any:
        """The page before which a new one belongs; None appends it."""
        for later in self.package.pages[index + 1 :]:
            if later.parent_path == entry.parent_path and later.path in self.by_path:
                return type(self.by_path[later.path]).objects.get(pk=self.by_path[later.path].pk)
        return None

    def slug(self, entry: PageEntry) -> str:
        given = self.package.source(entry).data.get("slug")
        return str(given or entry.name or self.package.code).strip()

    def _first_published(self, source: PageFile) -> Any:
        value = source.data.get("first_published")
        if value is None:
            return None
        zone = zone_named(None, source.place)
        return read_moment(value, zone, source.at("first_published"))

    def fill(self, entry: PageEntry) -> LoadedPage | None:
        """Give a page its content and publish it; None when its file is wrong."""
        page = self.by_path.get(entry.path)
        source = self.package.source(entry)
        if page is None:
            return None
        count = len(self.session.problems.errors)
        reading = self._reading(page.translation_key, source)
        values = self._values(entry, page, source, reading)
        first = None
        with self.session.problems.collecting():
            first = self._first_published(source)
        if len(self.session.problems.errors) > count:
            return None
        is_new = entry.path in self.made
        if not is_new and self.session.is_page_edited(page.pk):
            self.session.report.kept(f"{entry.path} ({source.language})")
            return LoadedPage(entry, page, reading, False, False)
        old = snapshot(page)
        apply(page, values)
        found = changes(old, snapshot(page))
        if first is not None and page.first_published_at != first:
            found["first_published"] = (page.first_published_at, first)
            Page.objects.filter(pk=page.pk).update(first_published_at=first)
            page.first_published_at = first
        if not (is_new or found or not page.live):
            self.session.report.unchanged()
            return LoadedPage(entry, page, reading, False, False)
        if not self._publish(entry, page, reading, is_new):
            return None
        self._tell(entry, page, is_new, found)
        fresh = type(page).objects.get(pk=page.pk)
        self.by_path[entry.path] = fresh
        return LoadedPage(entry, fresh, reading, is_new, True)

    def _reading(self, key: Any, source: PageFile) -> Reading:
        zone = None
        with self.session.problems.collecting():
            zone = zone_named(source.data.get("time_zone"), source.at("time_zone"))
        reading = self.session.reading(source.place, owner=key, zone=zone)
        reading.lines[""] = source.data.line  # For what is missing altogether.
        return reading

    def _values(
        self, entry: PageEntry, page: Page, source: PageFile, reading: Reading
    ) -> dict[str, Any]:
        model = type(page)
        if model is not self.models[entry.path]:
            message = f"this page is a {label(model)} already; its type cannot be changed"
            self.session.problems.add(source.at("type"), message)
            return {}
        values = read_fields(model, source.data, reading, skip=RESERVED)
        values["slug"] = self.slug(entry)
        with self.session.problems.collecting():
            body = read_body(model, source, reading, None)
            if body is not None:
                values["body"] = body
        self._check_streams(model, values, reading)
        return values

    def _check_streams(self, model: type[Page], values: dict[str, Any], reading: Reading) -> None:
        """What the editor would refuse to save: a missing text, a video without captions."""
        for name, field in content_fields(model).items():
            if not isinstance(field, StreamField) or not values.get(name):
                continue
            # Messages are lazy: they must be read in the language of the report, too.
            with override("en"):
                try:
                    field.stream_block.clean(field.stream_block.to_python(values[name]))
                except ValidationError as error:
                    for line, message in _block_errors(error, values[name], reading):
                        self.session.problems.add(reading.place.at(line), str(message))

    def _publish(self, entry: PageEntry, page: Any, reading: Reading, is_new: bool) -> bool:
        try:
            page.live = page.live and not is_new
            page.save_revision().publish()
        except ValidationError as error:
            note_validation(error, reading, label(type(page)))
            return False
        if is_new and page.first_published_at:
            # A portal that has just been set up was not changed today.
            Page.objects.filter(pk=page.pk).update(last_published_at=page.first_published_at)
        return True

    def _tell(self, entry: PageEntry, page: Any, is_new: bool, found: dict[str, Any]) -> None:
        what = f"{label(type(page))} {entry.path} ({self.package.source_language})"
        if is_new:
            self.session.report.created(what, snapshot(page))
        else:
            self.session.report.changed(what, found)


def read_body(model: type[Page], file: PageFile, reading: Reading, source: Any) -> Any:
    """The Markdown of a page as its body stream; None when there is neither text nor stream."""
    chunks = split_body(file.body, file.body_line, file.place)
    name = body_field(model)
    if name is None:
        if chunks:
            raise ContentError(file.place.at(chunks[0].line), f"{label(model)} has no body")
        return None
    reading.lines[name] = file.body_line
    place = file.place.at(file.body_line)
    field = content_fields(model)[name]
    return StreamReader(reading).read_chunks(field, chunks, place, source)


def _block_errors(error: Any, raw: Any, reading: Reading, line: int = 0) -> list[tuple[int, str]]:
    """Errors of nested blocks with the lines of the innermost blocks that have ids."""
    found: list[tuple[int, str]] = []
    nested = getattr(error, "block_errors", None)
    for key, inner in dict(enumerate(nested) if isinstance(nested, list) else nested or {}).items():
        if inner is None:
            continue
        child: Any = raw[key] if isinstance(raw, list | dict) else None
        here = reading.lines.get(child["id"], line) if _has_id(child) else line
        value = child["value"] if _has_id(child) else child
        prefix = f"{key}: " if isinstance(key, str) else ""
        for at, message in _block_errors(inner, value, reading, here):
            found.append((at, prefix + message))
    if not found:
        is_group = isinstance(error, StreamBlockValidationError)
        messages = [str(m) for m in getattr(error, "messages", [])]
        own = getattr(error, "non_block_errors", None) if is_group or nested is not None else None
        texts = [str(m) for e in own or [] for m in getattr(e, "messages", [e])] or messages
        found += [(line, text) for text in texts]
    return found


def _has_id(value: Any) -> bool:
    return isinstance(value, dict) and "id" in value and "value" in value
