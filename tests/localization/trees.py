"""Looking at both trees the slow way: shares nothing with what keeps them in step."""

from typing import Any

from django.test import Client, TestCase
from wagtail.models import Page

from localization.trees.mending import differences


def english_of(page: Page) -> Any:
    """The counterpart, as it is in the database now."""
    there = Page.objects.get(translation_key=page.translation_key, locale__language_code="en")
    return there.specific


def is_stand_in(page: Page) -> bool:
    return page.alias_of_id is not None


def outline(home: Page) -> list[Any]:
    """The tree below a home page as nested lists of ``(translation key, children)``."""
    return [(str(p.translation_key), outline(p)) for p in home.get_children()]


def addresses(page: Page) -> dict[str, int]:
    """``{path: page id}`` of a page and all below it, as Wagtail gives them."""
    below = page.get_descendants(inclusive=True).specific()
    return {there.url: there.pk for there in below if there.url}


def status_of(path: str) -> int:
    return int(Client().get(path).status_code)


def leads_to(path: str) -> str:
    """Where a visitor ends who opens an old address."""
    answer = Client().get(path, follow=True)
    return str(answer.redirect_chain[-1][0]) if answer.redirect_chain else path


def commit() -> Any:
    """What happens after a commit happens, also in a test that is rolled back."""
    return TestCase.captureOnCommitCallbacks(execute=True)


def kinds() -> list[str]:
    """Kinds of what is out of step; empty when nothing is."""
    return [str(drift.kind) for drift in differences()]


def mirror_problems() -> list[str]:
    """What is wrong with the English tree, by walking the Vietnamese one page by page."""
    wrong = []
    for page in Page.objects.filter(depth__gt=1, locale__language_code="vi"):
        there = Page.objects.filter(
            translation_key=page.translation_key, locale__language_code="en"
        )
        if there.count() != 1:
            wrong.append(f"{page.url_path} has {there.count()} counterparts")
            continue
        parent, parent_there = page.get_parent(), there.get().get_parent()
        if parent_there.depth > 1 and parent.translation_key != parent_there.translation_key:
            wrong.append(f"{page.url_path} is mirrored at {there.get().url_path}")
        if page.get_view_restrictions().exists() and not there.get().get_view_restrictions():
            wrong.append(f"{page.url_path} is private, {there.get().url_path} is not")
        mirrored = [p.translation_key for p in there.get().get_children()]
        keys = [p.translation_key for p in page.get_children()]
        if [key for key in mirrored if key in keys] != keys:
            wrong.append(f"below {page.url_path} the order differs")
    problems = Page.find_problems()
    return wrong + ([str(problems)] if any(problems) else [])
