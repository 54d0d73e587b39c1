"""Pages in the other languages, made by wagtail-localize from the segments of the source page.

Nothing is written to a translated page directly: its texts become string translations, and
wagtail-localize puts the page together, exactly as when a translator works in the portal.
"""

import copy
import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue

from core.vietnamese.slugs import slug_for
from home.content.errors import did_you_mean
from home.content.fields import content_fields, label, translated_names
from home.content.package import PageFile
from home.content.pages import LoadedPage, read_body
from home.content.pairing import Pairs, page_segments, pair
from home.content.quiet import was_never_seen
from home.content.session import Session
from home.content.state import note_validation, stored_stream
from home.content.streams import StreamReader
from home.content.values import as_stream, read_value

_KEYS = frozenset({"type", "body", "order"})


@dataclass
class Present:
    """What the database holds of one page in the other language."""

    page_id: int | None = None
    is_alias: bool = False
    is_live: bool = False
    texts: dict[tuple[str, Any], str] = field(default_factory=dict)
    overrides: dict[str, Any] = field(default_factory=dict)


class TranslationLoader:
    """Brings one other language in step with the package."""

    def __init__(self, session: Session, language: str) -> None:
        self.session = session
        self.language = language
        self.locale = session.locales[language]
        self.present: dict[Any, Present] = {}

    def look(self, keys: list[Any]) -> None:
        """Read what there is for all pages at once, so that an unchanged page costs no query."""
        self.present = {key: Present() for key in keys}
        for page in Page.objects.filter(translation_key__in=keys, locale=self.locale):
            found = self.present[page.translation_key]
            found.page_id, found.is_live = page.pk, page.live
            found.is_alias = page.alias_of_id is not None
        texts = StringTranslation.objects.filter(
            locale=self.locale, context__object_id__in=keys
        ).values_list(
            "context__object_id", "context__path", "translation_of__data_hash", "data", "has_error"
        )
        for key, path, source_hash, data, has_error in texts:
            if not has_error:
                self.present[key].texts[path, source_hash] = data
        overrides = SegmentOverride.objects.filter(
            locale=self.locale, context__object_id__in=keys
        ).values_list("context__object_id", "context__path", "data_json")
        for key, path, data_json in overrides:
            self.present[key].overrides[path] = json.loads(data_json)

    def load(self, loaded: LoadedPage) -> None:
        file = loaded.entry.files.get(self.language)
        if file is None:
            self._stand_in(loaded)
        else:
            self._translate(loaded, file)

    def _stand_in(self, loaded: LoadedPage) -> None:
        """An alias, so that the page has an address in this language too."""
        present = self.present[loaded.page.translation_key]
        # Another part of the portal may have made it when the source was published.
        if present.page_id is None and not loaded.page.has_translation(self.locale):
            loaded.page.copy_for_translation(self.locale, copy_parents=True, alias=True)
            self.session.report.created(f"stand-in {loaded.entry.path} ({self.language})")
        else:
            self.session.report.unchanged()

    def _translate(self, loaded: LoadedPage, file: PageFile) -> None:
        present = self.present[loaded.page.translation_key]
        what = f"{label(type(loaded.page))} {loaded.entry.path} ({self.language})"
        if present.page_id and self.session.is_page_edited(present.page_id):
            self.session.report.kept(what)
            return
        count = len(self.session.problems.errors)
        reading = self.session.reading(file.place, self.language, loaded.page.translation_key)
        twin = self._twin(loaded, file, reading)
        if len(self.session.problems.errors) > count:
            return
        pairs = pair(loaded.page, twin, reading)
        if len(self.session.problems.errors) > count:
            return
        is_new = present.page_id is None or present.is_alias
        found = _differences(present, pairs)
        if not (is_new or found or loaded.is_changed or not present.is_live):
            self.session.report.unchanged()
            return
        try:
            self._save(loaded.page, pairs, present)
        except ValidationError as error:
            note_validation(error, reading, what)
            return
        if is_new:
            self.session.report.created(what)
        else:
            self.session.report.changed(what, found or {"shared fields": ("", "as in the source")})

    def _twin(self, loaded: LoadedPage, file: PageFile, reading: Any) -> Any:
        """The page as it will read in the other language; only its texts are of interest."""
        model = type(loaded.page)
        names = translated_names(model)
        twin = copy.copy(loaded.page)
        twin.__dict__.pop("_content_segments", None)
        self._refuse_unknown(model, file, names, reading)
        fields = content_fields(model)
        for name in names:
            with self.session.problems.collecting():
                self._set(twin, name, fields[name], loaded, file, reading)
        return twin

    def _set(
        self, twin: Any, name: str, field: Any, loaded: LoadedPage, file: PageFile, reading: Any
    ) -> None:
        node = file.data.get(name)
        here = reading.at(node, file.at(name).line)
        reading.lines.setdefault(name, here.line)
        if isinstance(field, StreamField):
            source = stored_stream(loaded.page, name)
            if name == "body":
                raw = read_body(type(twin), file, reading, source)
            else:
                raw = StreamReader(reading).read_list(field, node or [], here, source)
            setattr(twin, name, as_stream(field, raw))
            return
        value = read_value(field, node, reading, here) if node is not None else ""
        if name == "slug" and not value:
            value = slug_for(str(file.data.get("title") or ""))
        setattr(twin, field.attname, value)

    def _refuse_unknown(
        self, model: type[Page], file: PageFile, names: tuple[str, ...], reading: Any
    ) -> None:
        for key in file.data:
            if key in names or key in _KEYS:
                continue
            if key in content_fields(model):
                message = f'"{key}" is the same in all languages; it belongs in the source file'
            else:
                hint = did_you_mean(key, names)
                message = f'unknown field "{key}" of {label(model)}{hint}'
            reading.problems.add(reading.at(key), message)

    def _save(self, page: Any, pairs: Pairs, present: Present) -> None:
        is_new = present.page_id is None or present.is_alias
        is_unseen = present.page_id is None
        prepare_segments(page)
        source, _ = TranslationSource.update_or_create_from_instance(page)
        translation, _ = Translation.objects.get_or_create(source=source, target_locale=self.locale)
        save_texts(source, self.locale, pairs)
        save_overrides(source, self.locale, pairs)
        # Published here and not by save_target, which would wait for the end of the transaction:
        # a package is either loaded as a whole or not at all.
        translation.save_target(publish=False)
        target = translation.get_target_instance()
        if is_unseen:
            was_never_seen(target.pk)
        dates = {"first_published_at": page.first_published_at}
        Page.objects.filter(pk=target.pk).update(**dates)
        target.get_latest_revision().publish()
        if is_new:
            dates["last_published_at"] = page.last_published_at
            Page.objects.filter(pk=target.pk).update(**dates)


def prepare_segments(page: Any) -> None:
    """Make the rows that wagtail-localize would look for and insert one by one: twice as fast."""
    parent, _ = TranslatableObject.objects.get_or_create_from_instance(page)
    segments = page_segments(page)
    texts = {s.string.data for s in segments if isinstance(s, StringSegmentValue)}
    String.objects.bulk_create(
        [String(locale=page.locale, data=t, data_hash=String._get_data_hash(t)) for t in texts],
        ignore_conflicts=True,
    )
    contexts = [
        TranslationContext(object=parent, path=p, path_id=TranslationContext._get_path_id(p))
        for p in {segment.path for segment in segments}
    ]
    TranslationContext.objects.bulk_create(contexts, ignore_conflicts=True)


def save_texts(source: TranslationSource, locale: Locale, pairs: Pairs) -> None:
    """Store the translated texts of a page; unchanged ones are not touched."""
    segments = StringSegment.objects.filter(source=source).select_related("string", "context")
    known = {(s.context.path, s.string.data_hash): s for s in segments}
    rows = StringTranslation.objects.filter(locale=locale, context__object_id=source.object_id)
    stored = {(row.translation_of_id, row.context_id): row for row in rows}
    fresh: list[StringTranslation] = []
    for key, text in pairs.texts.items():
        segment = known[key]
        row = stored.get((segment.string_id, segment.context_id))
        if row is None:
            fresh.append(
                StringTranslation(
                    translation_of_id=segment.string_id, context_id=segment.context_id,
                    locale=locale, data=text,
                    translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                )
            )  # fmt: skip
        elif row.data != text or row.has_error:
            row.data, row.has_error, row.field_error = text, False, ""
            row.translation_type = StringTranslation.TRANSLATION_TYPE_MANUAL
            row.save()
    StringTranslation.objects.bulk_create(fresh)


def save_overrides(source: TranslationSource, locale: Locale, pairs: Pairs) -> None:
    """Store what the translation has of its own: addresses, pictures, pages."""
    segments = OverridableSegment.objects.filter(source=source).select_related("context")
    contexts = {segment.context.path: segment.context for segment in segments}
    for path, value in pairs.overrides.items():
        SegmentOverride.objects.update_or_create(
            locale=locale,
            context=contexts[path],
            defaults={"data_json": json.dumps(value), "has_error": False, "field_error": ""},
        )
    own = SegmentOverride.objects.filter(locale=locale, context__object_id=source.object_id)
    own.exclude(context__path__in=pairs.overrides).delete()


def _differences(present: Present, pairs: Pairs) -> dict[str, tuple[Any, Any]]:
    found: dict[str, tuple[Any, Any]] = {}
    for key, text in pairs.texts.items():
        if present.texts.get(key) != text:
            found[key[0]] = (present.texts.get(key), text)
    for path in {*pairs.overrides, *present.overrides}:
        if present.overrides.get(path) != pairs.overrides.get(path):
            found[path] = (present.overrides.get(path), pairs.overrides.get(path))
    return found
