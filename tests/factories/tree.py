"""A portal of two empty home pages, and pages put below them the way the portal makes them."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from home.models import HomePage

P = TypeVar("P", bound=Page)


@dataclass(frozen=True)
class Tree:
    vi: HomePage
    en: HomePage

    @property
    def home(self) -> HomePage:
        return self.vi

    @property
    def english_home(self) -> HomePage:
        return self.en


def make_tree() -> Tree:
    """Vietnamese home page at "/", its English translation at "/en/", of the default site."""
    vietnamese, _ = Locale.objects.get_or_create(language_code="vi")
    english, _ = Locale.objects.get_or_create(language_code="en")
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(depth=1)
    home = HomePage(title="Trang chủ", slug="trang-chu", locale=vietnamese)
    root.add_child(instance=home)
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    translation = home.copy_for_translation(english)
    return Tree(home, publish(translation, title="Home", slug="home"))


def add(parent: Page, page: Any, *, topics: Any = ()) -> Any:
    """Put a page below another; live unless it was made with ``live=False``."""
    page.last_published_at = page.last_published_at or timezone.now()
    parent.add_child(instance=page)
    if topics:
        page.topics.set(topics)
        page.save()
    return page


def make_page(model: type[P], parent: Page, **fields: Any) -> P:
    """A live page below the parent, in the parent's language."""
    page: P = add(parent, model(locale=parent.locale, **fields))
    return page


def publish(page: P, **changes: Any) -> P:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def translate(page: P, **texts: Any) -> P:
    """The page published in English, with the ancestors it needs; other texts stay Vietnamese."""
    english = Locale.objects.get(language_code="en")
    return publish(page.copy_for_translation(english, copy_parents=True), **texts)


def stand_in(page: Any) -> Any:
    """The alias in the English tree of a page nobody has translated."""
    return page.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)


def unalias(page: P, **texts: Any) -> P:
    """Turn the English stand-in of a page into a translation of its own."""
    copy = page.get_translations().get(locale__language_code="en").specific
    copy.alias_of = None
    return publish(copy, **texts)


def restrict(page: Page) -> None:
    """Only people who are logged in may see the page and what lies below it."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
