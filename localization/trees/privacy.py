"""Who may not see a page may not see it in another language, from the same moment on."""

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page, PageViewRestriction

from localization.trees.reading import Languages, Restriction, rule_of


def make_as_private(page: Page, source: Page) -> None:
    """Give a page the restrictions of its original.

    A translation keeps those of its own as well; a stand-in has none.
    """
    wanted = {rule_of(r): r for r in _restrictions(source)}
    has = {rule_of(r): r for r in _restrictions(page)}
    for rule, restriction in wanted.items():
        if rule not in has:
            _copy(restriction, page)
    if page.alias_of_id:
        for rule in has.keys() - wanted.keys():
            has[rule].delete()


def _restrictions(page: Page) -> QuerySet[PageViewRestriction]:
    own = PageViewRestriction.objects.filter(page_id=page.pk)
    restricting: QuerySet[PageViewRestriction] = own.exclude(
        restriction_type=PageViewRestriction.NONE
    )
    return restricting.prefetch_related("groups")


def _copy(restriction: PageViewRestriction, page: Page) -> None:
    copy = PageViewRestriction(
        page=page, restriction_type=restriction.restriction_type, password=restriction.password
    )
    copy.save()
    copy.groups.set(restriction.groups.all())


def others_of(page_id: int) -> QuerySet[Page]:
    """The versions in other languages of a page of the first language; none for any other page."""
    languages = Languages.now()
    page = Page.objects.filter(pk=page_id).only("translation_key", "locale_id").first()
    if languages is None or page is None or page.locale_id != languages.source:
        return Page.objects.none()
    versions: QuerySet[Page] = Page.objects.filter(
        translation_key=page.translation_key, locale_id__in=languages.others
    )
    return versions


def remember(restriction: PageViewRestriction) -> None:
    """Note what the database says of it, before that is changed or forgotten."""
    stored = PageViewRestriction.objects.filter(pk=restriction.pk).prefetch_related("groups")
    restriction._stored = rule_of(stored[0]) if stored else None


def follow(restriction: PageViewRestriction) -> None:
    """A restriction was set or changed: the other languages have it in the same transaction."""
    source = restriction.page
    for page in others_of(source.pk):
        _take_away(page, getattr(restriction, "_stored", None))
        make_as_private(page, source)


def follow_opening(restriction: PageViewRestriction, origin: Any) -> None:
    """A restriction was taken away: what was copied from it goes too.

    Not when the page itself is being deleted: its translation must not become public by that.
    """
    if not issubclass(getattr(origin, "model", type(origin)), PageViewRestriction):
        return
    for page in others_of(restriction.page_id):
        _take_away(page, getattr(restriction, "_stored", None))
        make_as_private(page, restriction.page)


def _take_away(page: Page, rule: Restriction | None) -> None:
    for there in _restrictions(page):
        if rule_of(there) == rule:
            there.delete()
