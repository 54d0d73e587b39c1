"""`manage.py localization check [--fix]`: lists every kind of drift, mends it, and says so."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from localization.trees.drift import Kind
from localization.trees.mending import count_by_kind
from tests.factories.core import Portal, make_section, make_standard_page, translate
from tests.localization.trees import commit, english_of, kinds, mirror_problems

pytestmark = pytest.mark.sql  # Paths are compared and cut by the database.


@pytest.fixture
def page(bilingual: Portal) -> Any:
    """Untranslated, the first of three in a section; the last is translated."""
    with commit():
        section = make_section(bilingual.home, "Chuyên mục")
        pages = [
            make_standard_page(section, title=f"Trang {n}", slug=f"trang-{n}") for n in range(3)
        ]
        translate(pages[2], "Page", slug="page")
    return pages[0]


def behind_the_back(page: Page, **values: Any) -> None:
    """With SQL: no signal, no mark."""
    Page.objects.filter(pk=page.pk).update(**values)


def moved(page: Page) -> None:
    there = english_of(page)
    home = Page.objects.get(path=there.path[:8])
    count = home.numchild + 1
    behind_the_back(there, path=f"{home.path}{count:04}", depth=3, url_path="/home/trang-0/")
    behind_the_back(home, numchild=count)
    behind_the_back(english_of(page.get_parent()), numchild=2)


def swapped(page: Page) -> None:
    first = english_of(page)
    second = first.get_next_sibling()
    behind_the_back(first, path="tmp")
    behind_the_back(second, path=first.path)
    behind_the_back(first, path=second.path)


def translated(page: Page) -> Any:
    return english_of(page.get_siblings().last())


def withdrawn(page: Page) -> None:
    behind_the_back(page.get_siblings().last(), live=False)
    behind_the_back(translated(page), live=True)


def private(page: Page) -> None:
    rule = PageViewRestriction(page=page, restriction_type="login")
    PageViewRestriction.objects.bulk_create([rule])


def doubled(page: Page) -> None:
    section = english_of(page.get_parent())
    page.create_alias(parent=section, update_slug="thua", update_locale=section.locale)


BREAK: dict[Kind, Callable[[Page], Any]] = {
    Kind.EXTRA: doubled,
    Kind.ORIGINAL: lambda page: behind_the_back(
        english_of(page), alias_of=page.get_siblings().last()
    ),
    Kind.MISSING: lambda page: english_of(page).delete(),
    Kind.PLACE: moved,
    Kind.ORDER: swapped,
    Kind.SLUG: lambda page: behind_the_back(english_of(page), slug="khac"),
    Kind.TITLE: lambda page: behind_the_back(english_of(page), title="Khác"),
    Kind.PRIVACY: private,
    Kind.WITHDRAWN: withdrawn,
    Kind.LIVE: lambda page: behind_the_back(english_of(page), live=False),
    Kind.EXPIRY: lambda page: behind_the_back(translated(page), expire_at=timezone.now()),
}


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("localization", "check", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_drift_is_listed_and_mended(page: Any, kind: Kind) -> None:
    BREAK[kind](page)
    if kind not in {Kind.EXTRA, Kind.MISSING}:  # Made by models, which leave marks.
        assert kind in count_by_kind()
        with pytest.raises(CommandError, match=f"1 {kind}") as error:
            run()
        assert error.value.returncode == 1
    assert str(kind) in kinds()
    run("--fix")
    assert kinds() == []
    assert mirror_problems() == []
    assert "Nothing to mend" in run("--fix")
    assert "in step" in run()


def test_nothing_is_wrong_in_a_new_portal(bilingual: Portal) -> None:
    with commit():
        make_standard_page(bilingual.home)
    assert "in step" in run()
    assert count_by_kind() == {}
