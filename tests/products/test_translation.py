"""What a translator may change of a product, and what always is the source's."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from products.models import ProductPage
from tests.factories.products import Day, business, category, certificate, product, product_index
from tests.factories.tree import Tree

TEXTS = {
    "mark_name", "ingredients", "packaging", "price_note", "featured_reason", "yearly_volume",
    "minimum_order", "lead_time", "shelf_life", "storage", "export_markets",
}  # fmt: skip


@pytest.fixture
def source_page(tree: Tree) -> ProductPage:
    page = product(
        tree, **dict.fromkeys(TEXTS, "chữ Việt"), producer=business(tree), gtin="8936012345674",
        mark_kind="gi", hs_code="0810.90", latin_name="Litchi", incoterms=["FOB"],
        harvest_months=[6], samples_available=True, ocop_category=category("01", "set"),
        traceability_url="https://a.example/",
    )  # fmt: skip
    certificate(page, Day(2025, 5, 6), stars=4)
    product_index(tree).copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
    return page


def translated(page: ProductPage) -> ProductPage:
    """As the translation editor does it, with nothing translated yet."""
    english = Locale.objects.get(language_code="en")
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=english)
    translation.save_target()
    return ProductPage.objects.get(translation_key=page.translation_key, locale=english)


def test_codes_dates_and_rows_are_copied(source_page: ProductPage) -> None:
    english = translated(source_page)
    for name in ("gtin", "hs_code", "latin_name", "incoterms", "harvest_months", "season_mask",
                 "samples_available", "producer_id", "ocop_category_id", "mark_kind",
                 "traceability_url"):  # fmt: skip
        assert getattr(english, name) == getattr(source_page, name), name
    assert [row.expires_on for row in english.certificates.all()] == [Day(2028, 5, 6)]


def test_a_new_rating_reaches_the_translation(source_page: ProductPage) -> None:
    translated(source_page)
    certificate(source_page, Day(2026, 1, 31), stars=5)
    english = translated(ProductPage.objects.get(pk=source_page.pk))
    assert {row.stars for row in english.certificates.all()} == {4, 5}
    assert len(english.certificates.all()) == 2


def test_only_texts_are_offered_for_translation(source_page: ProductPage) -> None:
    source, _created = TranslationSource.update_or_create_from_instance(source_page)
    offered = {s.context.path for s in StringSegment.objects.filter(source=source)}
    assert offered - {"slug"} == TEXTS | {"title"}
