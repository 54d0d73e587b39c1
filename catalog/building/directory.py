"""What the items of one batch share, looked up once: public pages, restrictions, settings."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar, cast
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import prefetch_related_objects
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

from catalog import contributions
from catalog.building.linked import linked_pages
from catalog.contributions import Additions
from catalog.identity import item_id
from catalog.schemas import schema_of
from catalog.visibility import public_pages, restricted_collections
from core.file_readers import signed
from core.kinds import Kind, kind_of
from core.models import Agency, Officer, PortalSettings, Post
from localization.states.selectors import outdated_since

T = TypeVar("T")
# Of every page that has them; what else a kind shows, its schema names.
_PREFETCHES = ("cover__renditions", "topics__parent", "locality")
_STEP = 4  # Characters of one level in treebeard's path, Page.steplen.


@dataclass(frozen=True)
class Face:
    """A public page in one language, as other items refer to it."""

    pk: int
    key: uuid.UUID
    kind: str
    language: str
    url: str
    title: str


def absolute(url: str) -> str:
    """An address of media or of the API with its host, unless it has one already."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL.rstrip("/") + "/", url)


class Directory:
    """Made for one batch within one transaction and thrown away: it never looks twice.

    ``namespace``: that of `catalog.models.CatalogState`, from which ids are derived.
    ``signs_files``: addresses of pictures and files open for whoever is given them, for an hour.
    """

    def __init__(self, namespace: uuid.UUID, signs_files: bool = False) -> None:
        self.namespace = namespace
        self._signs_files = signs_files
        self._faces: dict[uuid.UUID, dict[str, Face]] = {}
        self._key_of_pk: dict[int, uuid.UUID | None] = {}  # None: there is no such page.
        self._key_of_path: dict[str, uuid.UUID] = {}
        self._made: dict[Hashable, Any] = {}
        self._additions: dict[uuid.UUID, Additions] = {}
        self._validity: set[uuid.UUID] = set()
        self._outdated: dict[tuple[uuid.UUID, str], datetime.datetime] = {}
        #: Ready sizes of pictures by picture and slot; see `catalog.building.media`.
        self.presets: dict[tuple[int, str], list[dict[str, Any]]] = {}

    def id_of(self, source: str) -> str:
        """The public id of a source key such as ``page:12``."""
        return str(item_id(self.namespace, source))

    def prepare(self, pages: list[Any]) -> None:
        """Look up at once what all these specific pages will ask for; a few queries in all."""
        self._learn_paths({path for page in pages for path in paths_above(page)})
        self._key_of_pk |= {page.pk: page.translation_key for page in pages}
        above = {self._key_of_path.get(path) for page in pages for path in paths_above(page)}
        keys = {key for key in above if key} | {page.translation_key for page in pages}
        self.learn(keys | self._referred_keys(pages))
        unknown = {page.translation_key for page in pages} - self._additions.keys()
        self._additions |= contributions.gather(unknown)
        self._learn_validity(unknown)
        by_kind: dict[Kind, list[Any]] = defaultdict(list)
        for page in pages:
            if kind := kind_of(page):
                by_kind[kind].append(page)
        for kind, group in by_kind.items():
            names = [*_PREFETCHES, *schema_of(kind).prefetches]
            there = [name for name in names if hasattr(group[0], name.split("__")[0])]
            prefetch_related_objects(group, *there)

    def _referred_keys(self, pages: list[Any]) -> set[uuid.UUID]:
        """Of the pages that these point to by a foreign key or from their texts."""
        ids = {
            getattr(page, field.attname)
            for page in pages
            for field in page._meta.concrete_fields
            if field.related_model is not None
            and issubclass(field.related_model, Page)
            and not getattr(field.remote_field, "parent_link", False)
        }
        ids |= {
            pk
            for page in pages
            for field in page._meta.concrete_fields
            if isinstance(field, StreamField)
            for pk in linked_pages(getattr(page, field.name).raw_data)
        }
        self._learn_pks(ids - {None})
        return {key for pk in ids if (key := self._key_of_pk.get(pk))}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, made once for the batch: for look-ups that only one kind needs."""
        if key not in self._made:
            self._made[key] = make()
        return cast("T", self._made[key])

    def additions_to(self, page: Page) -> Additions:
        """What other rooms add to this page, which was prepared."""
        return self._additions[page.translation_key]

    def _learn_validity(self, keys: set[uuid.UUID]) -> None:
        if unknown := keys - self._validity:
            self._validity |= unknown
            self._outdated |= outdated_since(unknown)

    def outdated_since(self, key: uuid.UUID, language: str) -> datetime.datetime | None:
        """Since when the translation no longer says what its source says."""
        self._learn_validity({key})
        return self._outdated.get((key, language))

    def file_address(self, path: str) -> str:
        """Of a picture or file, with its host."""
        return absolute(signed(path) if self._signs_files else path)

    # Pages

    def learn(self, keys: Iterable[uuid.UUID]) -> None:
        """Find the public pages of these translation keys, in all languages."""
        unknown = {key for key in keys if key not in self._faces}
        if not unknown:
            return
        self._faces |= {key: {} for key in unknown}
        for page in public_pages(Page.objects.filter(translation_key__in=unknown)):
            kind, url = kind_of(page.specific_class), page.full_url
            if kind is None or not url:
                continue  # Nothing that a visitor could open.
            language = self.language_of(page.locale_id)
            face = Face(page.pk, page.translation_key, kind.code, language, url, page.title)
            self._faces[page.translation_key][language] = face

    def faces(self, key: uuid.UUID) -> dict[str, Face]:
        """The public pages of this translation key by language."""
        self.learn([key])
        return self._faces[key]

    def keys_of(self, pks: Iterable[int]) -> dict[int, uuid.UUID]:
        """Translation keys by primary key of page; those that do not exist are left out."""
        wanted = set(pks)
        self._learn_pks(wanted)
        return {pk: key for pk in wanted if (key := self._key_of_pk[pk])}

    def _learn_pks(self, pks: set[int]) -> None:
        unknown = {pk for pk in pks if pk not in self._key_of_pk}
        if unknown:
            rows = Page.objects.filter(pk__in=unknown).values_list("pk", "translation_key")
            self._key_of_pk |= dict.fromkeys(unknown) | dict(rows)

    def keys_above(self, page: Page) -> list[uuid.UUID]:
        """Translation keys of the pages above, the home page first."""
        paths = paths_above(page)
        self._learn_paths(set(paths))
        return [self._key_of_path[path] for path in paths if path in self._key_of_path]

    def _learn_paths(self, paths: set[str]) -> None:
        unknown = {path for path in paths if path not in self._key_of_path}
        if unknown:
            rows = Page.objects.filter(path__in=unknown).values_list("path", "translation_key")
            self._key_of_path |= dict(rows)

    # Languages, sites, restrictions

    @cached_property
    def _languages(self) -> dict[int, str]:
        return dict(Locale.objects.values_list("pk", "language_code"))

    def language_of(self, locale_id: int) -> str:
        return self._languages[locale_id]

    @cached_property
    def _portals(self) -> dict[int, PortalSettings]:
        found = PortalSettings.objects.select_related("agency", "locality")
        return {portal.site_id: portal for portal in found}

    def portal_of(self, site_id: int) -> PortalSettings | None:
        """Who speaks on this site."""
        return self._portals.get(site_id)

    @cached_property
    def restricted_collections(self) -> set[int]:
        """Ids of collections that not everybody may see into."""
        return restricted_collections()

    # People

    def posts_of(self, agency: Agency) -> list[Post]:
        return self.once(("posts", agency.pk), lambda: list(Post.objects.filter(agency=agency)))

    def officers_of(self, agency: Agency) -> list[Officer]:
        """Whoever held, holds or will hold a post of this agency, in the order of the posts."""
        found = Officer.objects.filter(post__agency=agency).select_related("post", "portrait")
        found = found.prefetch_related("portrait__renditions")
        ordered = found.order_by("post__rank", "sort_key", "code")
        return self.once(("officers", agency.pk), lambda: list(ordered))


def paths_above(page: Page) -> list[str]:
    """Tree paths of the pages above, from the home page (depth 2) down."""
    return [page.path[:end] for end in range(2 * _STEP, len(page.path), _STEP)]
