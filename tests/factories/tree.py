"""A portal with two languages to grow pages in, and pages by the shortest way that is a true one."""

from dataclasses import dataclass
from typing import Any, TypeVar

from wagtail.models import Locale, Page, PageViewRestriction, Site

from home.models import HomePage

P = TypeVar("P", bound=Page)


@dataclass(frozen=True)
class Tree:
    vi: HomePage
    en: HomePage


def make_tree() -> Tree:
    """Home pages at "/" and "/en/" of the default site."""
    root = Page.get_first_root_node()
    for welcome in root.get_children():
        welcome.delete()
    root.refresh_from_db()
    vi = root.add_child(instance=HomePage(title="Trang chủ", slug="trang-chu"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": vi, "port": 80}
    )
    english, _created = Locale.objects.get_or_create(language_code="en")
    return Tree(vi, publish(vi.copy_for_translation(english), title="Home", slug="home"))


def make_page(model: type[P], parent: Page, **fields: Any) -> P:
    """A live page below the parent, in the parent's language."""
    page: P = parent.add_child(instance=model(locale=parent.locale, **fields))
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
    copy = page.copy_for_translation(english, copy_parents=True)
    return publish(copy, **texts)


def unalias(page: P, **texts: Any) -> P:
    """Turn the English stand-in of a page into a translation of its own."""
    stand_in = page.get_translations().get(locale__language_code="en").specific
    stand_in.alias_of = None
    return publish(stand_in, **texts)


def restrict(page: Page) -> None:
    """Only people who are logged in may see the page and what lies below it."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
