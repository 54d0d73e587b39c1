"""One run of the loader: the package, what is known so far, and where to report."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale

from home.content.context import Reading
from home.content.errors import Place, Problems
from home.content.package import JSON_SUFFIXES, Package
from home.content.references import References
from home.content.report import Report
from home.content.source import Row

# Whom blocks belong to that are in no page's stream.
NOBODY = uuid.UUID(int=0)


@dataclass
class Session:
    package: Package
    references: References
    problems: Problems
    report: Report
    is_dry_run: bool = False
    overwrites: bool = False
    edited: set[tuple[int, str]] = field(default_factory=set)
    # Rows made in this run, and languages by code.
    new: set[tuple[Any, Any]] = field(default_factory=set)
    locales: dict[str, Locale] = field(default_factory=dict)
    # Undoes what a rolled back transaction cannot undo: files written to the storage.
    undo: list[Callable[[], None]] = field(default_factory=list)

    @property
    def source_locale(self) -> Locale:
        return self.locales[self.package.source_language]

    @property
    def other_languages(self) -> list[str]:
        return [code for code in self.package.languages if code != self.package.source_language]

    def reading(
        self, place: Place, language: str | None = None, owner: uuid.UUID = NOBODY, zone: Any = None
    ) -> Reading:
        return Reading(
            references=self.references,
            place=place,
            language=language or self.package.source_language,
            source_language=self.package.source_language,
            languages=self.package.languages,
            owner=owner,
            problems=self.problems,
            zone=zone or timezone.get_default_timezone(),
        )

    def is_edited(self, content_type: int, pk: Any) -> bool:
        """Whether a person changed it in the portal, so that a load must leave it alone."""
        return not self.overwrites and (content_type, str(pk)) in self.edited

    def is_page_edited(self, pk: int) -> bool:
        page_type = ContentType.objects.get_by_natural_key("wagtailcore", "page").pk
        return self.is_edited(page_type, pk)

    def with_files(self, row: Row) -> dict[str, str]:
        """The cells of a row; the name of a JSON file in ``files/`` becomes its content."""
        cells = dict(row.cells)
        for name, cell in cells.items():
            path = self.package.root / "files" / cell
            if cell.endswith(JSON_SUFFIXES) and "/" not in cell and path.is_file():
                cells[name] = path.read_text(encoding="utf-8")
        return cells
