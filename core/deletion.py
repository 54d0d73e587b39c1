"""What still shows a picture, a file or a record, and what becomes of each place if it is deleted.

Wagtail counts references of what is stored; an officer also has drafts, which may wait for approval
and hold their pictures in the revision alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex, Revision

from core.language_names import language_name

SHOWN = 50  # Of a picture that hundreds of pages show, the first ones tell enough.


@dataclass(frozen=True)
class Place:
    """``what``: such as "Page in English"; ``url``: where it is edited, perhaps empty."""

    title: str
    what: str
    url: str
    consequence: str


def places_of(thing: models.Model, user: Any) -> list[Place]:
    """Where it is used, each with what becomes of it; at most ``SHOWN`` of them."""
    finder = AdminURLFinder(user)
    places: list[Place] = []
    seen: set[int] = set()
    for used_by, references in _grouped(thing):
        if len(places) >= SHOWN:
            return places
        if isinstance(used_by, Page):
            seen.add(used_by.pk)
            places.append(_of_page(used_by, references[0]))
        else:
            url = finder.get_edit_url(used_by) or ""
            name = capfirst(str(used_by._meta.verbose_name))
            places.append(Place(str(used_by), name, url, _becomes(references[0])))
    drafts = (page for page in _drafts_with(thing) if page.pk not in seen)
    return [*places, *(_of_draft(page) for page, _n in zip(drafts, range(SHOWN), strict=False))]


def _grouped(thing: models.Model) -> Iterator[tuple[Any, list[Any]]]:
    """Without what goes with it: renditions, its own log."""
    for used_by, references in ReferenceIndex.get_grouped_references_to(thing):
        if used_by is not None:
            yield used_by, references


def _becomes(reference: Any) -> str:
    if reference.on_delete in {models.CASCADE, models.PROTECT, models.RESTRICT}:
        return str(reference.describe_on_delete())
    return _("stays, without it")


def _of_page(page: Page, reference: Any) -> Place:
    if reference.on_delete in {models.CASCADE, models.PROTECT, models.RESTRICT}:
        consequence = str(reference.describe_on_delete())
    elif page.live:
        consequence = _("stays public, without it")
    else:
        consequence = _("stays a draft, without it")
    return _place(page, consequence)


def _of_draft(page: Page) -> Place:
    if page.workflow_in_progress:
        return _place(page, _("waits for approval; the version to be approved is then without it"))
    return _place(page, _("the version that is being written is then without it"))


def _place(page: Page, consequence: str) -> Place:
    what = _("Page in %(language)s") % {"language": language_name(page.locale.language_code)}
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return Place(page.get_admin_display_title(), what, url, consequence)


def _drafts_with(thing: models.Model) -> Iterator[Page]:
    """Pages whose latest version shows it, published or not."""
    pages = Page.objects.filter(has_unpublished_changes=True, latest_revision__isnull=False)
    revisions = Revision.objects.filter(pk__in=pages.values("latest_revision"))
    # Not every one of them has to be built: most do not hold the number at all.
    likely = revisions.annotate(text=Cast("content", TextField())).filter(
        text__contains=str(thing.pk)
    )
    kinds = {ContentType.objects.get_for_model(model).pk for model in _models_of(thing)}
    for revision in likely.order_by("pk").iterator():
        page = revision.as_object()
        # Wagtail's own index asks in this way; there is no other that takes what is not stored.
        found = ReferenceIndex._extract_references_from_object(page)
        if any(kind in kinds and key == str(thing.pk) for kind, key, _model, _path in found):
            yield page


def _models_of(thing: models.Model) -> list[type[models.Model]]:
    return [type(thing), *thing._meta.get_parent_list()]
