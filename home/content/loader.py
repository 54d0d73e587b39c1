"""Writes a content package into the database: all of it, or nothing.

Loading again is safe. What has not changed in the package is not written again, and what a person
has edited in the portal is kept. Nothing is ever deleted.
"""

from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from core.gate import Ground, published_on
from home.content.errors import ContentError, PackageRefusedError, Place, Problems
from home.content.files import FileLoader
from home.content.package import Package, with_requirements
from home.content.pages import LoadedPage, PageLoader
from home.content.pictures import PictureLoader
from home.content.portal import PortalLoader, ensure_locales
from home.content.quiet import quiet
from home.content.records import RecordLoader
from home.content.references import References
from home.content.report import Report
from home.content.session import Session
from home.content.state import edited_by_people
from home.content.translations import TranslationLoader


def load_package(
    folder: Path,
    write: Callable[[str], None],
    *,
    is_dry_run: bool = False,
    overwrites: bool = False,
) -> Report:
    """Load a package and those it requires. PackageRefusedError names everything that is wrong."""
    problems = Problems()
    packages = with_requirements(folder, problems)
    problems.refuse_if_any()
    report = Report(write, is_detailed=is_dry_run)
    undo: list[Callable[[], None]] = []
    try:
        with quiet() as touched, published_on(Ground.PACKAGE), transaction.atomic():
            _load_all(packages, report, undo, is_dry_run, overwrites)
            if is_dry_run:
                transaction.set_rollback(True)
            else:
                touched.update_references()
                report.phase("references")
    except BaseException:
        for step in undo:
            step()
        raise
    if not is_dry_run:
        touched.update_search()
        report.phase("search index")
    return report


def _load_all(
    packages: list[Package],
    report: Report,
    undo: list[Callable[[], None]],
    is_dry_run: bool,
    overwrites: bool,
) -> None:
    references = References()
    edited = edited_by_people()
    refused: list[ContentError] = []
    for package in packages:
        report.write(f"{package.code}:")
        session = Session(
            package, references, Problems(), report, is_dry_run, overwrites, edited, undo=undo
        )
        _load(session)
        prefix = "" if package is packages[-1] else f"{package.code}/"
        refused += [
            ContentError(Place(prefix + e.place.file, e.place.line), e.message)
            for e in session.problems.errors
        ]
    if refused:
        raise PackageRefusedError(refused)


def _load(session: Session) -> None:
    report = session.report
    ensure_locales(session)
    if session.problems.errors:
        return
    records = RecordLoader(session)
    records.load()
    FileLoader(session).load()
    report.phase("files")
    PictureLoader(session).load()
    report.phase("pictures")
    records.fill()
    report.phase("records")
    if session.package.pages:
        _load_pages(session)


def _load_pages(session: Session) -> None:
    pages, portal = PageLoader(session), PortalLoader(session)
    pages.make_missing()
    home = pages.by_path.get("/")
    if home is None:
        place = Place(f"pages/_index.{session.package.source_language}.md")
        session.problems.add(place, "a package with pages needs a home page")
        return
    portal.make_site(home)
    filled = [pages.fill(entry) for entry in session.package.pages]
    loaded = [page for page in filled if page is not None]
    session.report.phase(f"pages ({session.package.source_language})")
    portal.load_settings()
    portal.load_menus()
    session.report.phase("settings and menus")
    for language in session.other_languages:
        _load_language(session, language, loaded)


def _load_language(session: Session, language: str, loaded: list[LoadedPage]) -> None:
    translations = TranslationLoader(session, language)
    translations.look([page.page.translation_key for page in loaded])
    for page in loaded:
        translations.load(page)
    session.report.phase(f"pages ({language})")
