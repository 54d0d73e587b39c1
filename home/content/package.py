"""A content package as read from its folder: settings, records, pictures, files and pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from home.content.errors import ContentError, Place, Problems
from home.content.source import Mapping, Row, parse_yaml, read_csv, read_text

_PAGE_FILE = re.compile(r"(?P<name>.+)\.(?P<language>[a-z]{2})\.md$")
JSON_SUFFIXES = (".geojson", ".json")
_KEYS = {"code", "name", "requires", "source_language", "languages", "settings", "menus"}


@dataclass
class PageFile:
    """One language of one page."""

    place: Place
    language: str
    data: Mapping
    body: str
    body_line: int

    def at(self, name: str) -> Place:
        return self.place.at(self.data.line_of(name))


@dataclass
class PageEntry:
    """A page of the package; ``path`` is its address in the package, ``/`` the home page."""

    path: str
    files: dict[str, PageFile] = field(default_factory=dict)

    @property
    def parent_path(self) -> str | None:
        return None if self.path == "/" else self.path.rpartition("/")[0] or "/"

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass
class Package:
    """Everything an author wrote, in the order in which it is to be loaded."""

    root: Path
    code: str
    source_language: str
    languages: list[str]
    requires: list[str]
    settings: Mapping | None
    menus: Mapping | None
    records: dict[str, list[Row]] = field(default_factory=dict)
    pictures: list[Row] = field(default_factory=list)
    files_table: list[Row] = field(default_factory=list)
    pages: list[PageEntry] = field(default_factory=list)

    @cached_property
    def files(self) -> list[Path]:
        """What is offered for download; a JSON file is data of a record instead."""
        found = (p for p in (self.root / "files").glob("*") if p.is_file())
        return sorted(p for p in found if p.suffix not in JSON_SUFFIXES)

    def source(self, page: PageEntry) -> PageFile:
        return page.files[self.source_language]


def read_package(root: Path, problems: Problems) -> Package | None:
    """Read one package; mistakes go to ``problems``. None when package.yaml cannot be used."""
    package = None
    with problems.collecting():
        package = _read_manifest(root, Place("package.yaml"))
    if package is None:
        return None
    for path in sorted((root / "records").glob("*.csv")):
        with problems.collecting():
            package.records[path.stem] = read_csv(path, Place(f"records/{path.name}"))
    for name, rows in (("pictures.csv", package.pictures), ("files.csv", package.files_table)):
        if (root / name).exists():
            with problems.collecting():
                rows += read_csv(root / name, Place(name))
    package.pages = _read_pages(package, problems)
    return package


def with_requirements(root: Path, problems: Problems) -> list[Package]:
    """The package and what it requires, in the order of loading. Required ones are its siblings."""
    ordered: dict[str, Package] = {}

    def visit(folder: Path, asked_by: Place | None, above: tuple[str, ...]) -> None:
        if folder.name in ordered:
            return
        if not (folder / "package.yaml").exists():
            place = asked_by or Place("package.yaml")
            problems.add(place, f'there is no package "{folder.name}" beside this one')
            return
        if folder.name in above:
            problems.add(
                asked_by or Place("package.yaml"), "packages require each other in a circle"
            )
            return
        package = read_package(folder, problems)
        if package is None:
            return
        for name in package.requires:
            line = getattr(name, "line", 0)
            place = Place("package.yaml", line)
            visit(folder.parent / str(name), place, (*above, folder.name))
        ordered[folder.name] = package

    visit(root.resolve(), None, ())
    return list(ordered.values())


def _read_manifest(root: Path, place: Place) -> Package:
    data = parse_yaml(read_text(root / place.file, place), place)
    if not isinstance(data, Mapping):
        raise ContentError(place.at(1), "a mapping of keys is expected")
    for key in data:
        if key not in _KEYS:
            raise ContentError(place.at(key.line), f'unknown key "{key}"')
    if not isinstance(data.get("code"), str):
        raise ContentError(place.at(1), 'the key "code" is missing')
    languages = [str(code) for code in data.get("languages") or ["vi"]]
    source_language = str(data.get("source_language") or languages[0])
    return Package(
        root=root,
        code=str(data["code"]),
        source_language=source_language,
        languages=languages,
        requires=list(data.get("requires") or []),
        settings=data.get("settings"),
        menus=data.get("menus"),
    )


def _read_pages(package: Package, problems: Problems) -> list[PageEntry]:
    entries: dict[str, PageEntry] = {}
    folder = package.root / "pages"
    for path in sorted(folder.rglob("*.md")):
        place = Place(path.relative_to(package.root).as_posix())
        match = _PAGE_FILE.match(path.name)
        if not match or match["language"] not in package.languages:
            wanted = ", ".join(f"x.{code}.md" for code in package.languages)
            problems.add(place, f"the name of a page file ends in its language: {wanted}")
            continue
        above = path.parent.relative_to(folder).as_posix()
        parts = [] if above == "." else above.split("/")
        address = "/" + "/".join([*parts, *([] if match["name"] == "_index" else [match["name"]])])
        entry = entries.setdefault(address, PageEntry(address))
        with problems.collecting():
            if match["language"] in entry.files:
                raise ContentError(place, f"{address} has two files in this language")
            entry.files[match["language"]] = read_page_file(path, place, match["language"])
    return list(_ordered(package, entries, problems))


def read_page_file(path: Path, place: Place, language: str) -> PageFile:
    """Split a page file into its front matter and its body."""
    lines = read_text(path, place).split("\n")
    if lines[0].strip() != "---":
        raise ContentError(place.at(1), "a page file begins with a line ---")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        raise ContentError(place.at(1), "the front matter is not closed by a line ---")
    data = parse_yaml("\n".join(lines[1:end]), place, offset=1)
    if not isinstance(data, Mapping):
        raise ContentError(place.at(2), "the front matter must be a mapping of keys")
    return PageFile(place, language, data, "\n".join(lines[end + 1 :]), end + 2)


def _ordered(
    package: Package, entries: dict[str, PageEntry], problems: Problems
) -> Iterator[PageEntry]:
    """Depth first, siblings by ``order`` and then by name; what hangs in the air is refused."""
    children: dict[str | None, list[PageEntry]] = {}
    for entry in entries.values():
        source = entry.files.get(package.source_language)
        if source is None:
            for file in entry.files.values():
                problems.add(file.place, f"there is no .{package.source_language}.md beside it")
        elif entry.parent_path is not None and entry.parent_path not in entries:
            problems.add(source.place, f"the page above it, {entry.parent_path}, does not exist")
        else:
            children.setdefault(entry.parent_path, []).append(entry)

    def position(entry: PageEntry) -> tuple[int, str]:
        value = str(package.source(entry).data.get("order") or "")
        if value and not value.isdigit():
            problems.add(package.source(entry).at("order"), "order is a whole number")
        return (int(value) if value.isdigit() else 10**9), entry.name

    def walk(above: str | None) -> Iterator[PageEntry]:
        for entry in sorted(children.get(above, []), key=position):
            yield entry
            yield from walk(entry.path)

    yield from walk(None)
