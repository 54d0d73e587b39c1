"""Files of a package that are offered for download, into the collection that bears its code."""

import hashlib
import re
from pathlib import Path, PurePath
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from home.content.errors import Place, did_you_mean
from home.content.pictures import collection_of
from home.content.session import Session
from home.content.source import Row
from home.content.state import apply, changes, snapshot
from home.content.values import cells_as_mapping, read_fields

# What a storage appends to a name that is taken.
_TAKEN = re.compile(r"_[A-Za-z0-9]{7}(?=\.[^.]*$|$)")


class FileLoader:
    """Loads ``files/``. ``files.csv`` may give titles; without it a file is titled by its name."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.model = get_document_model()
        self.collection = collection_of(session.package.code)
        self.content_type = ContentType.objects.get_for_model(self.model).pk

    def load(self) -> None:
        rows = self._rows()
        present = list(self.model.objects.filter(collection=self.collection))
        by_name = {own_name(document.file.name): document for document in present}
        by_title = {document.title: document for document in present}
        by_hash = {document.file_hash: document for document in present}
        for path in self.session.package.files:
            content = path.read_bytes()
            digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
            storage = self.model._meta.get_field("file").storage
            found = by_name.get(storage.get_valid_name(path.name)) or by_title.get(path.name)
            row = rows.get(path.name)
            self._load_one(path, content, digest, found or by_hash.get(digest), row)

    def _rows(self) -> dict[str, Row]:
        known = {path.name for path in self.session.package.files}
        rows: dict[str, Row] = {}
        for row in self.session.package.files_table:
            name = row.cells.get("file", "")
            if name not in known:
                hint = did_you_mean(name, known)
                self.session.problems.add(row.place, f"there is no file files/{name}{hint}")
            rows[name] = row
        return rows

    def _load_one(
        self, path: Path, content: bytes, digest: str, document: Any, row: Row | None
    ) -> None:
        session, is_new = self.session, document is None
        what = f"file {path.name}"
        if document is not None and session.is_edited(self.content_type, document.pk):
            session.references.documents[path.name] = document.pk
            session.report.kept(what)
            return
        place = row.place if row else Place(f"files/{path.name}")
        cells = {k: v for k, v in (row.cells if row else {}).items() if k != "file"}
        reading = session.reading(place)
        values = read_fields(self.model, cells_as_mapping(self.model, cells, place), reading)
        values.setdefault("title", path.name)
        old = {} if is_new else snapshot(document)
        document = document or self.model(collection=self.collection)
        apply(document, values)
        found = changes(old, snapshot(document))
        if document.file_hash != digest:
            found["file"] = (document.file_hash[:8], digest[:8])
            self._store(document, path, content, digest)
        elif found:
            document.save()
        session.references.documents[path.name] = document.pk
        if is_new:
            session.report.created(what, snapshot(document))
        elif found:
            session.report.changed(what, found)
        else:
            session.report.unchanged()

    def _store(self, document: Any, path: Path, content: bytes, digest: str) -> None:
        document.file_hash, document.file_size = digest, len(content)
        if self.session.is_dry_run:
            # The row says what it would say, and is rolled back; no file is written.
            document.file = document.file or path.name
            document.save()
            return
        document.file = ContentFile(content, name=path.name)
        document.save()
        storage, stored = document.file.storage, document.file.name
        self.session.undo.append(lambda: storage.delete(stored))


def own_name(stored: str) -> str:
    """The name a file was stored under, without what the storage appended."""
    return _TAKEN.sub("", PurePath(stored).name)
