"""What belongs to a portal as a whole: its languages, its site, its settings and its menus."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from wagtail.models import Locale, Page, Site

from core.models import Menu, PortalSettings
from home.content.context import Reading
from home.content.errors import ContentError, Place
from home.content.identity import page_key
from home.content.session import Session
from home.content.source import Mapping
from home.content.state import apply, changes, note_validation, snapshot
from home.content.streams import StreamReader
from home.content.values import as_stream, read_fields

_MANIFEST = Place("package.yaml")


def ensure_locales(session: Session) -> None:
    """The languages of the package as Wagtail knows them."""
    allowed = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    for code in session.package.languages:
        if code not in allowed:
            session.problems.add(_MANIFEST, f'the portal is not set up for the language "{code}"')
            continue
        session.locales[code], _ = Locale.objects.get_or_create(language_code=code)


class PortalLoader:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.site: Site | None = None

    def make_site(self, home: Page) -> None:
        """Let the default site begin at the package's home page."""
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None:
            Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        elif site.root_page_id != home.pk:
            root = site.root_page
            if not _is_placeholder(root):
                message = (
                    f'the site {site.hostname} already shows another portal, "{root.title}"; '
                    "load this package into a database of its own"
                )
                self.session.problems.add(_MANIFEST, message)
                return
            site.root_page = home
            site.save()
            root.delete()
        self.site = Site.objects.get(is_default_site=True)

    def load_settings(self) -> None:
        data = self.session.package.settings
        if not data or self.site is None:
            return
        instance = PortalSettings.for_site(self.site)
        what = "settings of the portal"
        if self._is_edited(instance):
            self.session.report.kept(what)
            return
        reading = self.session.reading(_MANIFEST)
        count = len(self.session.problems.errors)
        values = read_fields(PortalSettings, data, reading)
        if len(self.session.problems.errors) > count:
            return
        old = snapshot(instance)
        apply(instance, values)
        found = changes(old, snapshot(instance))
        try:
            instance.full_clean()
        except ValidationError as error:
            note_validation(error, reading, what)
            return
        if found:
            instance.save()
            self.session.report.changed(what, found)
        else:
            self.session.report.unchanged()

    def load_menus(self) -> None:
        """Menus are written once, with labels in all languages, and stored for each language."""
        for place, items in (self.session.package.menus or {}).items():
            with self.session.problems.collecting():
                if place not in Menu.Place.values:
                    wanted = ", ".join(Menu.Place.values)
                    here = _MANIFEST.at(place.line)
                    raise ContentError(here, f'there is no menu "{place}" (known: {wanted})')
                for language in self.session.package.languages:
                    # Menus that differ between languages are written for each of them.
                    own = items.get(language) if isinstance(items, Mapping) else items
                    self._load_menu(place, language, own or [])

    def _load_menu(self, place: Any, language: str, items: list[Any]) -> None:
        locale = self.session.locales[language]
        what = f"menu {place} ({language})"
        menu = Menu.objects.filter(locale=locale, place=place).first()
        if menu is not None and self._is_edited(menu):
            self.session.report.kept(what)
            return
        owner = page_key(self.session.package.code, f"menu:{place}:{language}")
        reading = self.session.reading(_MANIFEST.at(place.line), owner=owner)
        written = [_menu_item(item, language, reading) for item in items]
        field: Any = Menu._meta.get_field("items")
        raw = StreamReader(reading).read_list(field, written, reading.place)
        is_new = menu is None
        menu = menu or Menu(locale=locale, place=place)
        old = {} if is_new else snapshot(menu)
        menu.items = as_stream(field, raw)
        found = changes(old, snapshot(menu))
        if is_new or found:
            menu.save()
        if is_new:
            self.session.report.created(what)
        elif found:
            self.session.report.changed(what, found)
        else:
            self.session.report.unchanged()

    def _is_edited(self, instance: Any) -> bool:
        content_type = ContentType.objects.get_for_model(instance).pk
        return instance.pk is not None and self.session.is_edited(content_type, instance.pk)


def _menu_item(item: Any, language: str, reading: Reading) -> Mapping:
    """``/path`` or a mapping of label, page or url, and children, as a block of the menu."""
    entry = _menu_link(item, language, reading)
    kind = "group" if entry.get("children") else "link"
    return _mapping({"type": kind, **entry}, getattr(item, "line", 0))


def _menu_link(item: Any, language: str, reading: Reading) -> Mapping:
    line = getattr(item, "line", 0)
    if isinstance(item, str):
        return _mapping({"page": item}, line)
    if not isinstance(item, Mapping):
        raise ContentError(reading.place, "an item of a menu is a path or a mapping")
    entry = _mapping(item, line)
    label = item.get("label")
    if isinstance(label, Mapping):
        entry["label"] = label.get(language)
    if item.get("children"):
        entry["children"] = [_menu_link(child, language, reading) for child in item["children"]]
    return entry


def _mapping(values: dict[Any, Any], line: int) -> Mapping:
    mapping = Mapping(values)
    mapping.line = line
    return mapping


def _is_placeholder(page: Page) -> bool:
    """The page that a fresh Wagtail shows: of no type of its own, with nothing below it."""
    return page.specific_class is Page and page.numchild == 0
