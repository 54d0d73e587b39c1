"""Pictures of a package into the collection that bears its code."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.images import get_image_model
from wagtail.models import Collection

from home.content.errors import did_you_mean
from home.content.identity import split_stored, stored_name
from home.content.raster import WIDTH, rasterised_all
from home.content.session import Session
from home.content.source import Row
from home.content.state import apply, changes, note_validation, snapshot
from home.content.values import cells_as_mapping, read_fields

RASTERS = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"}


def collection_of(code: str) -> Collection:
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=code).first()
    return found or root.add_child(name=code)


class PictureLoader:
    """Loads pictures.csv; a picture is the same one as long as its file keeps its name."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.model = get_image_model()
        self.collection = collection_of(session.package.code)
        self.content_type = ContentType.objects.get_for_model(self.model).pk

    def load(self) -> None:
        rows = self._usable_rows()
        by_stem: dict[str, Any] = {}
        by_title: dict[str, Any] = {}
        for image in self.model.objects.filter(collection=self.collection):
            by_stem[split_stored(image.file.name)[0]] = image
            by_title[image.title] = image
        found: list[tuple[Row, Path, Any]] = []
        for row in rows:
            path = self.session.package.root / "pictures" / row.cells["file"]
            stem = f"{self.session.package.code}-{path.stem}"
            found.append((row, path, by_stem.get(stem) or by_title.get(row.cells.get("title", ""))))
        drawn = self._draw([path for _, path, image in found if not _is_current(image, path)])
        for row, path, image in found:
            self._load_one(row, path, image, drawn.get(path))

    def _usable_rows(self) -> Iterable[Row]:
        seen: set[str] = set()
        known = {path.name for path in (self.session.package.root / "pictures").glob("*")}
        for row in self.session.package.pictures:
            name = row.cells.get("file", "")
            if name not in known:
                hint = did_you_mean(name, known)
                message = f"there is no file pictures/{name}{hint}" if name else "file is missing"
                self.session.problems.add(row.place, message)
            elif Path(name).stem in seen:
                self.session.problems.add(row.place, f"a picture {Path(name).stem} is listed above")
            elif Path(name).suffix.lower() not in RASTERS | {".svg"}:
                self.session.problems.add(row.place, f"{name} is no picture of a known kind")
            else:
                seen.add(Path(name).stem)
                yield row

    def _draw(self, paths: list[Path]) -> dict[Path, tuple[bytes, str]]:
        if self.session.is_dry_run:
            return dict.fromkeys(paths, (b"", ".png"))
        return rasterised_all(paths)

    def _load_one(self, row: Row, path: Path, image: Any, drawn: tuple[bytes, str] | None) -> None:
        session, is_new = self.session, image is None
        cells = {name: cell for name, cell in row.cells.items() if name != "file"}
        reading = session.reading(row.place)
        count = len(session.problems.errors)
        values = read_fields(self.model, cells_as_mapping(self.model, cells, row.place), reading)
        if len(session.problems.errors) > count:
            return
        values.setdefault("title", path.stem)
        session.references.alt_texts[path.name] = dict(values.get("alt", {}))
        if image is not None and session.is_edited(self.content_type, image.pk):
            session.references.images[path.name] = image.pk
            session.report.kept(f"picture {path.name}")
            return
        old = {} if is_new else snapshot(image)
        image = image or self._new_image(path)
        apply(image, values)
        found = changes(old, snapshot(image))
        if drawn is not None:
            found["file"] = (None if is_new else image.file.name, path.name)
        if found and not self._save(image, path, drawn, reading):
            return
        session.references.images[path.name] = image.pk
        self._tell(f"picture {path.name}", is_new, found, image)

    def _new_image(self, path: Path) -> Any:
        if not self.session.is_dry_run:
            return self.model(collection=self.collection)
        # A dry run writes no files: the row says what it would say, and is rolled back.
        return self.model(
            collection=self.collection, file=f"{path.stem}.png", width=WIDTH, height=800
        )

    def _save(self, image: Any, path: Path, drawn: tuple[bytes, str] | None, reading: Any) -> bool:
        if drawn is not None and not self.session.is_dry_run:
            content, suffix = drawn
            name = stored_name(self.session.package.code, path.name, path.read_bytes(), suffix)
            image.file = ContentFile(content, name=name)
            image.file_size, image.file_hash = None, ""
        try:
            image.full_clean(exclude=["file"] if self.session.is_dry_run else None)
        except ValidationError as error:
            note_validation(error, reading, path.name)
            return False
        image.save()
        if drawn is not None and not self.session.is_dry_run:
            storage, stored = image.file.storage, image.file.name
            self.session.undo.append(lambda: storage.delete(stored))
            image.get_file_hash()
            image.get_file_size()
        return True

    def _tell(self, what: str, is_new: bool, found: dict[str, Any], image: Any) -> None:
        if is_new:
            self.session.report.created(what, snapshot(image))
        elif found:
            self.session.report.changed(what, found)
        else:
            self.session.report.unchanged()


def _is_current(image: Any, path: Path) -> bool:
    """Whether the stored picture was made from the file as it is now."""
    if image is None:
        return False
    digest = split_stored(image.file.name)[1]
    expected = split_stored(stored_name("", path.name, path.read_bytes(), ""))[1]
    return digest == expected
