"""A portal of two empty home pages, and pages put below them the way the portal makes them."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from home.models import HomePage


@dataclass(frozen=True)
class Tree:
    home: HomePage
    english_home: HomePage


def make_tree() -> Tree:
    """Vietnamese home page at "/", its English translation at "/en/"."""
    vietnamese, _ = Locale.objects.get_or_create(language_code="vi")
    english, _ = Locale.objects.get_or_create(language_code="en")
    root = Page.objects.get(depth=1)
    Page.objects.filter(depth=2).delete()
    root.refresh_from_db()
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


def publish(page: Any, **texts: str) -> Any:
    for name, text in texts.items():
        setattr(page, name, text)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def translate(page: Any, **texts: str) -> Any:
    """The English translation of a page whose parent has one."""
    english = Locale.objects.get(language_code="en")
    return publish(page.copy_for_translation(english), **texts)


def stand_in(page: Any) -> Any:
    """The alias in the English tree of a page nobody has translated."""
    return page.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
