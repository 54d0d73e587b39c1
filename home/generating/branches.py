"""The pages above generated ones: one for all of them, and an index page for every kind."""

import random
from typing import Any

from django.apps import apps
from wagtail.models import Locale, Page, Site

from core.kinds import all_kinds
from home.content.quiet import was_never_seen
from home.generating.rows import Branch, new_key
from home.models import StandardPage

SLUG = "noi-dung-minh-hoa"
TITLES = {"vi": "Nội dung minh họa", "en": "Illustrative content"}


class CannotGenerateError(Exception):
    """Why this portal cannot be filled."""


def model_of(code: str) -> Any:
    """The page model of a registered kind."""
    return next(apps.get_model(kind.model) for kind in all_kinds() if kind.code == code)


def make_branches(
    codes: list[str], languages: list[str], rng: random.Random
) -> dict[str, dict[str, Branch]]:
    """Make the index pages of these kinds; gives ``{language: {code: branch}}``.

    The first language is the source. CannotGenerateError without a home page in it, and when
    generated pages are there already.
    """
    home = _home(languages[0])
    top = _add(home, StandardPage, TITLES["vi"], SLUG, rng)
    indexes = []
    for code in codes:
        model = model_of(code)
        title = f"{TITLES['vi']}: {model._meta.verbose_name}"
        indexes.append(_add(top, model, title, code.replace("_", "-"), rng))
    branches = {languages[0]: dict(zip(codes, map(Branch, indexes), strict=True))}
    for language in languages[1:]:
        locale = Locale.objects.get(language_code=language)
        _translate(top, locale)
        twins = [_translate(page, locale) for page in indexes]
        branches[language] = dict(zip(codes, map(Branch, twins), strict=True))
    return branches


def _home(language: str) -> Page:
    site = Site.objects.filter(is_default_site=True).select_related("root_page__locale").first()
    if site is None or site.root_page.locale.language_code != language:
        raise CannotGenerateError("The portal has no home page yet; run setup_portal first.")
    home: Page = site.root_page
    if home.get_children().filter(slug=SLUG).exists():
        raise CannotGenerateError(f"There are generated pages already, below {SLUG}.")
    return home


def _add(parent: Page, model: Any, title: str, slug: str, rng: random.Random) -> Page:
    page = model(title=title, slug=slug, locale=parent.locale, is_illustrative=True)
    page.translation_key = new_key(rng.getrandbits(128))
    parent.add_child(instance=page)
    page.save_revision().publish()
    return Page.objects.get(pk=page.pk)


def _translate(page: Page, locale: Locale) -> Page:
    """The page published in this language; publishing the source may have made a stand-in."""
    there = page.get_translation_or_none(locale) or page.specific.copy_for_translation(locale)
    twin = there.specific
    was_never_seen(twin.pk)
    twin.alias_of = None
    twin.title = page.title.replace(TITLES["vi"], TITLES["en"])
    twin.save_revision().publish()
    return Page.objects.get(pk=twin.pk)
