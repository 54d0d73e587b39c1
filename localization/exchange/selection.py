"""Which pages can go into a job: by section, by progress, by the officer's rights."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from localization.translating import begin

ANY, UNTOUCHED, OPEN, DONE = "", "untouched", "open", "done"
PROGRESS = [
    (ANY, _("all")),
    (UNTOUCHED, _("not begun")),
    (OPEN, _("begun, with texts to translate")),
    (DONE, _("every text translated")),
]
#: More pages are no job for one person, and no page for one browser.
MAX_PAGES = 500


@dataclass
class Candidate:
    """A source page; ``total`` and ``done`` count its texts, both 0 before anybody has begun."""

    page: Page
    total: int
    done: int

    @property
    def progress(self) -> str:
        if not self.total:
            return UNTOUCHED
        return DONE if self.done == self.total else OPEN


def source_pages(user: Any, locale: Locale) -> QuerySet[Page]:
    """Pages in the source language whose version in ``locale`` this user may edit."""
    editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    theirs = editable.filter(locale=locale).values("translation_key")
    return Page.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE, depth__gt=1, alias_of=None,
        translation_key__in=theirs,
    )  # fmt: skip


def sections(user: Any, locale: Locale) -> list[Page]:
    return list(source_pages(user, locale).filter(depth__lte=3, numchild__gt=0).order_by("path"))


def candidates(
    user: Any, locale: Locale, section: Page | None = None, progress: str = ANY,
    pks: list[int] | None = None, words: str = "",
) -> list[Candidate]:  # fmt: skip
    """Pages to choose from in the order of the site, at most ``MAX_PAGES``; three queries."""
    pages: Any = source_pages(user, locale).order_by("path")
    if section is not None:
        pages = pages.descendant_of(section, inclusive=True)
    if words:
        pages = pages.filter(title__icontains=words)
    if pks is not None:
        pages = pages.filter(pk__in=pks)
    kept = list(pages.select_related("content_type"))
    counts = _counts([page.translation_key for page in kept], locale)
    found = [Candidate(page, *counts.get(page.translation_key, (0, 0))) for page in kept]
    return [c for c in found if progress in (ANY, c.progress)][:MAX_PAGES]


def _counts(keys: list[Any], locale: Locale) -> dict[Any, tuple[int, int]]:
    translated = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"), context_id=OuterRef("context_id"),
        locale=locale, has_error=False,
    )  # fmt: skip
    rows = (
        StringSegment.objects.filter(
            source__object_id__in=keys,
            source__translations__target_locale=locale,
            source__translations__enabled=True,
        )
        .annotate(is_done=Exists(translated))
        .values("source__object_id")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(is_done=True)))
    )
    return {row["source__object_id"]: (row["total"], row["done"]) for row in rows}


@transaction.atomic
def translations_of(pages: list[Page], locale: Locale, user: Any) -> list[Translation]:
    """The translations in segments of these pages, begun where nobody has yet."""
    for page in pages:
        begin(page.specific, locale, user)
    keys = [page.translation_key for page in pages]
    found = Translation.objects.filter(source__object_id__in=keys, target_locale=locale)
    return list(found.filter(enabled=True))
