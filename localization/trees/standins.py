"""Stand-ins: the aliases that hold a page's place in a language it is not translated into."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale, Page

from localization.trees.drift import free_slug


@dataclass
class _Place:
    """Below a page: what is there, and how many were added."""

    parent: Page
    last: str
    slugs: set[str]
    added: int = 0

    @classmethod
    def below(cls, parent: Page) -> "_Place":
        children = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
        rows = list(children.values_list("path", "slug"))
        return cls(parent, max((path for path, _slug in rows), default=""), {s for _p, s in rows})

    def next(self, slug: str) -> tuple[str, str]:
        """Path and slug of one more child."""
        step = Page._str2int(self.last[-Page.steplen :]) + 1 if self.last else 1
        self.last = Page._get_path(self.parent.path, self.parent.depth + 1, step)
        slug = free_slug(slug, self.slugs)
        self.slugs.add(slug)
        self.added += 1
        return self.last, slug


class _Maker:
    """Makes stand-ins for many pages, reading what they have in common once."""

    def __init__(self, source_ids: Iterable[int]) -> None:
        sources = Page.objects.filter(pk__in=set(source_ids)).specific()
        self.sources: dict[int, Any] = {page.pk: page for page in sources}
        self.locales = Locale.objects.in_bulk()
        paths = {page.path[: -Page.steplen] for page in self.sources.values()}
        self.parents = {page.path: page for page in Page.objects.filter(path__in=paths)}
        keys = {page.translation_key for page in self.parents.values()}
        self.there: dict[tuple[uuid.UUID, int], Page] = {
            (page.translation_key, page.locale_id): page
            for page in Page.objects.filter(translation_key__in=keys)
        }
        self.places: dict[int, _Place] = {}

    def make(self, source_id: int, locale_id: int) -> None:
        source = self.sources[source_id]
        if (source.translation_key, locale_id) in self.there:
            return  # Made for one below it.
        parent = self._parent(source, locale_id)
        place = self.places.get(parent.pk)
        if place is None:
            place = self.places[parent.pk] = _Place.below(parent)
        locale = self.locales[locale_id]
        # Homes stand side by side, whatever their language; their slug is in no address.
        slug = source.slug if source.depth > 2 else f"{source.slug}-{locale.language_code}"
        path, slug = place.next(slug)
        stand_in = CreatePageAliasAction(
            source,
            parent=parent,
            update_slug=slug,
            update_locale=locale,
            log_action=None,
            reset_translation_key=False,
            _mpnode_attrs=(path, parent.depth + 1),
        ).execute(skip_permission_checks=True)
        self.there[source.translation_key, locale_id] = stand_in

    def _parent(self, source: Page, locale_id: int) -> Page:
        parent = self.parents[source.path[: -Page.steplen]]
        if parent.depth == 1:
            return parent
        found = self.there.get((parent.translation_key, locale_id))
        if found is None:
            found = parent_for(source, locale_id)
            self.there[parent.translation_key, locale_id] = found
        return found

    def close(self) -> None:
        for place in self.places.values():
            Page.objects.filter(pk=place.parent.pk).update(numchild=F("numchild") + place.added)


def make(wanted: list[tuple[int, int]]) -> None:
    """Make stand-ins of ``[(page id, locale id)]``, those above before those below."""
    maker = _Maker(source_id for source_id, _locale in wanted)
    for source_id, locale_id in wanted:
        maker.make(source_id, locale_id)
    maker.close()


def parent_for(source: Page, locale_id: int) -> Page:
    """Below what a page's counterpart belongs in this language; made where it is missing."""
    parent = source.get_parent()
    if parent.depth == 1:
        return parent
    found = Page.objects.filter(translation_key=parent.translation_key, locale_id=locale_id)
    if not found.exists():
        make([(parent.pk, locale_id)])
    return found.get()


def rename(page: Any, slug: str) -> None:
    page.slug = slug
    page.save(clean=False, update_fields=["slug", "url_path"])


def free_beside(page: Page, parent: Page | None = None) -> str:
    """A slug like the page's own that nothing below the parent has."""
    parent = parent or page.get_parent()
    return free_slug(page.slug, set(parent.get_children().values_list("slug", flat=True)))


def make_room(page: Any, parent: Page) -> None:
    """Before a page comes below another one: a stand-in gives way to a translation."""
    beside = parent.get_children().filter(slug=page.slug).exclude(pk=page.pk).first()
    if beside is None:
        return
    if beside.alias_of_id and not page.alias_of_id:
        rename(beside.specific, free_beside(beside))
    else:
        rename(page, free_beside(page, parent))


def point_to(page: Any, original: Any) -> None:
    """Let a stand-in be the alias of another page, and look like it."""
    page.alias_of = original
    page.save(clean=False, update_fields=["alias_of"])
    if original.live:
        original.update_aliases()


def take_out(page: Page, user: Any = None) -> None:
    """Delete one page; what lies below it moves up."""
    parent = page.get_parent()
    for child in page.get_children():
        make_room(child.specific, parent)
        Page.objects.get(pk=child.pk).move(parent, pos="last-child")
    Page.objects.get(pk=page.pk).delete(user=user)


def clear_leftover(page_id: int) -> None:
    """A stand-in whose original was deleted, and which is an ordinary page by that."""
    page = Page.objects.filter(pk=page_id, alias_of__isnull=True).first()
    if page is None:
        return
    others = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    original = others.filter(depth=page.depth).first() if page.latest_revision_id is None else None
    if original is not None:
        point_to(page.specific, original.specific)
    elif page.latest_revision_id is None:
        take_out(page)
