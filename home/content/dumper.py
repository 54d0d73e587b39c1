"""Writes a portal back as a content package: what is live, in all languages.

Loading the package into an empty database gives the same portal. Drafts are left out, because
loading publishes; block ids and row numbers are left out, because loading makes them again.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import get_valid_filename
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from core.models import Menu, PortalSettings
from core.translated import TranslatedTextField
from home.content.dump_pages import PageDump, page_paths
from home.content.dump_values import ValueWriter
from home.content.fields import content_fields, record_models
from home.content.files import own_name
from home.content.identity import split_stored
from home.content.output import write_csv, write_file, write_yaml
from home.content.references import Names, unique_names


class PortalDump:
    def __init__(self, folder: Path, write: Callable[[str], None]) -> None:
        self.folder = folder
        self.write = write
        self.names = Names()
        self.languages = [code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
        self.languages = [c for c in self.languages if Locale.objects.filter(language_code=c)]
        self.site = Site.objects.get(is_default_site=True)
        self.alt_texts: dict[str, dict[int, str]] = {code: {} for code in self.languages}

    def run(self) -> None:
        home = self.site.root_page.specific
        pages = page_paths(home)
        self.names.pages = {page.pk: path for path, page in pages.items()}
        self.dump_pictures()
        self.dump_files()
        self.dump_records()
        self.dump_manifest()
        dump = PageDump(self.folder, self.names, self.alt_texts, home.locale.language_code)
        for path, page in pages.items():
            dump.dump(path, page)
        self.write(f"  pages: {dump.counts}")
        for warning in dump.warnings:
            self.write(f"  {warning}")
        left_out = Page.objects.filter(locale=home.locale, live=False, depth__gt=1).count()
        if left_out:
            self.write(f"  left out: {left_out} pages which are not public")

    def writer(self, language: str) -> ValueWriter:
        return ValueWriter(self.names, self.alt_texts.get(language, {}))

    def dump_pictures(self) -> None:
        images = list(get_image_model().objects.select_related("collection"))
        wanted = {image.pk: _picture_name(image) for image in images}
        images.sort(key=lambda image: (wanted[image.pk], image.file_hash))
        self.names.images = unique_names((image.pk, wanted[image.pk]) for image in images)
        rows = []
        for image in images:
            for language in self.languages:
                self.alt_texts[language][image.pk] = dict(image.alt).get(language, "")
            name = self.names.images[image.pk]
            self._copy(image.file, self.folder / "pictures" / name)
            rows.append({"file": name, **self.cells(image)})
        if rows:
            header = ["file", *self.columns(get_image_model())]
            write_csv(self.folder / "pictures.csv", header, rows)
        self.write(f"  pictures: {len(rows)}")

    def dump_files(self) -> None:
        documents = list(get_document_model().objects.all())
        wanted = {d.pk: own_name(d.file.name) for d in documents}
        documents.sort(key=lambda d: (wanted[d.pk], d.file_hash))
        self.names.documents = unique_names((d.pk, wanted[d.pk]) for d in documents)
        rows = []
        for document in documents:
            name = self.names.documents[document.pk]
            self._copy(document.file, self.folder / "files" / name)
            if document.title != name:
                rows.append({"file": name, **self.cells(document)})
        if rows:
            header = ["file", *self.columns(get_document_model())]
            write_csv(self.folder / "files.csv", header, rows)
        self.write(f"  files: {len(documents)}")

    def _copy(self, file: Any, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        with file.storage.open(file.name) as stored:
            target.write_bytes(stored.read())

    def dump_records(self) -> None:
        count = 0
        for stem, model in sorted(record_models().items()):
            rows = [self.cells(record) for record in model._default_manager.order_by("code")]
            if rows:
                write_csv(self.folder / "records" / f"{stem}.csv", self.columns(model), rows)
            count += len(rows)
        self.write(f"  records: {count}")

    def columns(self, model: Any) -> list[str]:
        columns: list[str] = []
        for name, field in content_fields(model).items():
            is_text = isinstance(field, TranslatedTextField)
            columns += [f"{name}.{code}" for code in self.languages] if is_text else [name]
        return columns

    def cells(self, instance: Any) -> dict[str, str]:
        """An object as a row of CSV."""
        cells: dict[str, str] = {}
        for name, value in self.writer("").fields(instance).items():
            field = content_fields(type(instance))[name]
            if isinstance(field, TranslatedTextField):
                cells |= {f"{name}.{code}": text.strip() for code, text in value.items()}
            else:
                cells[name] = _cell(value)
        return cells

    def dump_manifest(self) -> None:
        code = get_valid_filename(self.folder.resolve().name)
        source = self.site.root_page.locale.language_code
        data: dict[str, Any] = {
            "code": code,
            "name": str(PortalSettings.for_site(self.site).name or code),
            "source_language": source,
            "languages": [source, *(c for c in self.languages if c != source)],
            "settings": self.writer(source).fields(PortalSettings.for_site(self.site)),
            "menus": self.menus(),
        }
        write_file(self.folder / "package.yaml", write_yaml({k: v for k, v in data.items() if v}))

    def menus(self) -> dict[str, Any]:
        field: Any = Menu._meta.get_field("items")
        written: dict[str, dict[str, Any]] = {}
        for menu in Menu.objects.select_related("locale").order_by("place", "locale__pk"):
            code = menu.locale.language_code
            items = self.writer(code).field(field, "items", menu, None)  # type: ignore[arg-type]
            written.setdefault(menu.place, {})[code] = [
                {key: value for key, value in item.items() if key != "type"} for item in items
            ]
        return written


def _picture_name(image: Any) -> str:
    """The name a picture had in its package, else the name of its file."""
    stem, digest = split_stored(image.file.name)
    suffix = Path(image.file.name).suffix.lower()
    prefix = f"{image.collection.name}-"
    return (stem.removeprefix(prefix) if digest else stem) + suffix


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def dump_portal(folder: Path, write: Callable[[str], None]) -> None:
    """Write the default site's portal into a new or empty folder."""
    PortalDump(folder, write).run()
