"""manage.py generate_content: thousands of rows at once, as sound as pages saved one by one."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from wagtail.models import Page, ReferenceIndex

from catalog.models import DirtyMark
from core.models import Agency, PortalImage
from documents.models import OfficialDocumentPage
from home.generating.branches import SLUG
from home.models import StandardPage
from news.models import NewsPage
from places.models import RelicPage
from products.models import BusinessPage, OcopCertificate, ProductPage
from tests.factories.core import Portal, make_topic
from tests.shared_rows import shared_rows

PAGES = 100


def generate(settings: Any, pages: int = PAGES, **options: Any) -> None:
    settings.DEVELOPMENT = True
    call_command("generate_content", pages=pages, images=1, verbosity=0, **options)


def generated() -> Any:
    """The pages themselves, without the six index pages above them."""
    return Page.objects.filter(depth=5)


@shared_rows
def filled(bilingual: Portal) -> Portal:
    make_topic("T01")
    DirtyMark.objects.all().delete()
    with override_settings(DEVELOPMENT=True):
        call_command("generate_content", pages=PAGES, images=1, verbosity=0)
    return bilingual


def test_the_number_counts_public_pages_of_both_languages(filled: Portal) -> None:
    assert generated().live().filter(alias_of=None).count() == PAGES
    vietnamese = generated().filter(locale=filled.vi)
    translated = generated().filter(locale=filled.en, alias_of=None).count()
    assert vietnamese.count() + translated == PAGES
    assert generated().filter(locale=filled.en).count() == vietnamese.count()
    assert 0.3 < translated / vietnamese.count() < 0.5
    kinds = {page.specific_class for page in vietnamese}
    assert {NewsPage, ProductPage, BusinessPage, RelicPage, OfficialDocumentPage} <= kinds
    assert len(kinds) == 7


def test_the_tree_is_sound(filled: Portal) -> None:
    assert Page.find_problems() == ([], [], [], [], [])
    for page in Page.objects.filter(depth__gt=1):
        parent = page.get_parent()
        assert page.url_path == f"{parent.url_path}{page.slug}/"
        assert page.locale_id == parent.locale_id or parent.depth == 1
        assert isinstance(page.specific, page.specific_class)


def test_a_page_added_afterwards_finds_its_place(filled: Portal) -> None:
    index = NewsPage.objects.filter(locale=filled.vi).first().get_parent()
    before = index.get_children_count()
    page = index.add_child(instance=NewsPage(title="Thêm", slug="them", locale=filled.vi))
    assert index.get_children().last().pk == page.pk
    assert Page.objects.get(pk=index.pk).numchild == before + 1


def test_columns_that_a_save_works_out_are_there(filled: Portal) -> None:
    assert not BusinessPage.objects.filter(folded_text="").exists()
    assert not RelicPage.objects.filter(title_sort_key="").exists()
    assert not OfficialDocumentPage.objects.filter(number_key="").exists()
    certificate = OcopCertificate.objects.first()
    assert certificate.expires_on == certificate.last_day
    in_season = [page for page in ProductPage.objects.all() if page.harvest_months]
    assert in_season
    assert all(page.season_mask for page in in_season)


def test_saving_a_page_again_changes_nothing(filled: Portal) -> None:
    for model in (NewsPage, ProductPage, BusinessPage, OfficialDocumentPage):
        page = model.objects.filter(alias_of=None).first()
        before = model.objects.filter(pk=page.pk).values().get()
        page.save()
        assert model.objects.filter(pk=page.pk).values().get() == before


def test_a_stand_in_repeats_its_source(filled: Portal) -> None:
    for alias in ProductPage.objects.exclude(alias_of=None):
        source = alias.alias_of.specific
        assert (alias.title, alias.slug) == (source.title, source.slug)
        assert alias.translation_key == source.translation_key
        assert list(alias.body.raw_data) == list(source.body.raw_data)
        numbers = [{c.decision_number for c in p.certificates.all()} for p in (alias, source)]
        assert numbers[0] == numbers[1]


def test_texts_are_as_long_as_real_ones_with_links_and_pictures(filled: Portal) -> None:
    bodies = [BeautifulSoup(str(page.body), "html.parser") for page in NewsPage.objects.all()]
    words = [len(body.get_text(" ").split()) for body in bodies]
    assert 140 < sum(words) / len(words) < 230
    assert any(body.select("a[href]") for body in bodies)
    assert any(body.select("img") for body in bodies)


def test_visitors_see_them_marked_in_both_languages(filled: Portal) -> None:
    for locale, language in ((filled.vi, "vi"), (filled.en, "en")):
        for page in generated().filter(locale=locale, alias_of=None)[:: PAGES // 5]:
            answer = Client().get(page.get_url())
            assert answer.status_code == 200
            marked = BeautifulSoup(answer.content, "html.parser").select(".badge-illustrative")
            assert marked, (language, page.url_path)
        top = StandardPage.objects.get(locale=locale, depth=3)
        assert Client().get(top.get_url()).status_code == 200


def test_references_are_known_and_the_catalog_is_told(filled: Portal) -> None:
    picture = PortalImage.objects.get()
    assert ReferenceIndex.get_references_to(picture).count() >= PAGES / 2
    assert ReferenceIndex.get_references_to(Agency.objects.get(code="minh-hoa")).exists()
    assert DirtyMark.objects.filter(scope=DirtyMark.Scope.ALL).count() == 1


def contents() -> list[Any]:
    return [
        (page.title, page.url_path, str(page.translation_key), page.specific.body.raw_data[0]["id"])
        for page in generated().order_by("path")
    ]


def test_the_same_seed_gives_the_same_content(filled: Portal, settings: Any) -> None:
    first = contents()
    for page in Page.objects.filter(depth=3):
        page.delete()
    generate(settings, seed=1)
    assert contents() == first
    for page in Page.objects.filter(depth=3):
        page.delete()
    generate(settings, seed=2)
    assert contents() != first


def test_twice_is_refused_and_changes_nothing(filled: Portal, settings: Any) -> None:
    count = Page.objects.count()
    with pytest.raises(CommandError, match=SLUG):
        generate(settings)
    assert Page.objects.count() == count


def test_a_real_portal_is_not_filled_by_mistake(bilingual: Portal, settings: Any) -> None:
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError, match="--yes"):
        call_command("generate_content", pages=10)
    assert not generated().exists()
    call_command("generate_content", pages=10, images=0, yes=True, verbosity=0)
    assert generated().filter(alias_of=None).count() == 10


@pytest.mark.parametrize("wrong", [{"pages": 0}, {"pages": 5, "images": -1}])
def test_impossible_numbers_are_refused(bilingual: Portal, wrong: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="or more"):
        call_command("generate_content", yes=True, **wrong)
