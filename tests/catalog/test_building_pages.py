"""What all kinds have in common: addresses, languages, place in the tree, metadata, search."""

import datetime
import json

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone, translation

from catalog.building import Directory, build_page
from catalog.schemas import item_model
from core.kinds import Kind, _by_model, all_kinds
from core.models import Locality, PortalSettings
from home.models import SectionPage, StandardPage
from tests.factories.building import NAMESPACE, built
from tests.factories.core import make_agency, make_image, make_topic
from tests.factories.news import make_news, make_news_index
from tests.factories.tree import Tree, add, make_page, restrict, stand_in, translate


def test_a_page_says_where_it_stands(tree: Tree) -> None:
    index = make_news_index(tree.home)
    page = make_news(index, "Hội vải", summary="Mùa vải sớm.")
    item = built(page)
    assert item.payload["url"] == "http://localhost/tin-tuc/" + page.slug + "/"
    assert [link["title"] for link in item.payload["breadcrumbs"]] == ["Trang chủ", "Tin tức"]
    assert item.payload["parent"] == item.payload["section"] == item.payload["breadcrumbs"][1]
    assert str(item.section) == item.payload["section"]["id"]
    assert {("ancestor", link["id"]) for link in item.payload["breadcrumbs"]} <= item.facets
    assert item.card["section"] == item.payload["section"]
    assert f"group:{index.translation_key}" in item.dependencies


def test_the_home_page_has_nothing_above_it(tree: Tree) -> None:
    item = built(tree.home)
    assert (item.kind, item.parent, item.section) == ("home", None, None)
    assert item.payload["breadcrumbs"] == []
    assert [link["locale"] for link in item.payload["translations"]] == ["en"]


def test_an_unpublished_page_above_is_not_named(tree: Tree) -> None:
    hidden = add(tree.home, StandardPage(title="Bản nháp mật", slug="nhap", live=False))
    page = add(hidden, StandardPage(title="Trang con", slug="con"))
    item = built(page)
    assert [link["title"] for link in item.payload["breadcrumbs"]] == ["Trang chủ"]
    assert item.payload["parent"] is None
    assert "mật" not in json.dumps(item.payload, ensure_ascii=False)
    assert f"group:{hidden.translation_key}" in item.dependencies


def test_translations_are_those_that_are_public(tree: Tree) -> None:
    page = make_page(StandardPage, tree.home, title="Giới thiệu", slug="gioi-thieu")
    english = translate(page, title="About", slug="about")
    assert [link["title"] for link in built(page).payload["translations"]] == ["About"]
    restrict(english)
    item = built(page)
    assert item.payload["translations"] == []
    assert f"group:{page.translation_key}" in item.dependencies


def test_a_stand_in_is_no_translation(tree: Tree) -> None:
    page = make_page(StandardPage, tree.home, title="Giới thiệu", slug="gioi-thieu")
    stand_in(page)
    assert built(page).payload["translations"] == []


def test_an_id_survives_another_title_and_address(tree: Tree) -> None:
    page = make_page(StandardPage, tree.home, title="Giới thiệu", slug="gioi-thieu")
    before = built(page).payload["id"]
    page.title, page.slug = "Về chúng tôi", "ve-chung-toi"
    page.save()
    after = built(page).payload
    assert (after["id"], after["title"]) == (before, "Về chúng tôi")


def test_topics_count_for_the_topic_they_belong_to(tree: Tree) -> None:
    whole = make_topic("T22", "Văn hóa")
    part = make_topic("T22.2", "Lễ hội", parent=whole)
    item = built(make_news(make_news_index(tree.home), topics=[part]))
    assert item.payload["topics"] == [{"code": "T22.2", "name": {"value": "Lễ hội", "lang": "vi"}}]
    assert {("topic", "T22"), ("topic", "T22.2")} <= item.facets
    assert {f"record:core.topic:{whole.pk}", f"record:core.topic:{part.pk}"} <= item.dependencies


def test_names_of_records_say_in_which_language_they_are(tree: Tree) -> None:
    place = Locality.objects.create(code="xa", name={"vi": "Xã Mẫu"}, kind="commune")
    page = make_news(make_news_index(tree.home), "Tin", locality=place)
    item = built(translate(page, title="News item", slug="news-item"))
    assert item.payload["locality"] == {"code": "xa", "name": {"value": "Xã Mẫu", "lang": "vi"}}
    assert item.payload["data"]["kind"] == {"code": "brief", "label": "Brief"}


def test_labels_are_in_the_language_of_the_page_whoever_builds(tree: Tree) -> None:
    page = make_news(make_news_index(tree.home), "Tin")
    with translation.override("en"):
        label = built(page).payload["data"]["kind"]["label"]
    with translation.override("vi"):
        assert built(page).payload["data"]["kind"]["label"] == label


def test_moments_are_on_the_clock_of_viet_nam(tree: Tree) -> None:
    news = make_news(
        make_news_index(tree.home),
        date=datetime.datetime(2025, 12, 31, 17, 30, tzinfo=datetime.UTC),
    )
    item = built(news)
    assert item.payload["date"] == item.card["date"] == "2026-01-01T00:30:00+07:00"
    assert ("year", "2026") in item.facets


def test_metadata_has_what_the_circular_makes_mandatory(tree: Tree) -> None:
    item = built(make_page(StandardPage, tree.home, title="Giới thiệu", slug="gioi-thieu"))
    terms = item.payload["dublin_core"]
    for name in ("title", "creator", "description", "publisher", "identifier", "language"):
        assert terms[name], name
    assert terms["publisher"] == "localhost"


def test_the_agency_in_charge_publishes(tree: Tree) -> None:
    agency = make_agency()
    portal = PortalSettings.objects.create(site_id=tree.home.get_site().pk, agency=agency)
    page = make_page(StandardPage, tree.home, title="Giới thiệu", slug="gioi-thieu")
    item = built(page)
    assert item.payload["dublin_core"]["publisher"] == "Ủy ban nhân dân xã"
    assert item.payload["json_ld"]["publisher"]["name"] == "Ủy ban nhân dân xã"
    assert {
        f"record:core.agency:{agency.pk}", f"record:core.portalsettings:{portal.pk}"
    } <= item.dependencies  # fmt: skip


def test_a_page_that_expires_says_when(tree: Tree) -> None:
    end = timezone.now() + datetime.timedelta(days=1)
    page = make_page(StandardPage, tree.home, title="Thông báo", slug="tb", expire_at=end)
    assert built(page).expires_at == end


def test_search_text_is_normalised_and_folded(tree: Tree) -> None:
    page = make_page(
        StandardPage, tree.home, title="Văn HOÁ", slug="vh", summary="Đình làng",
        body=[("text", "<p>Lễ <b>hội</b> vải</p>")],
    )  # fmt: skip
    item = built(page)
    assert item.exact_text == "văn hóa đình làng lễ hội vải"
    assert item.folded_text == "van hoa dinh lang le hoi vai"


def test_the_card_shows_the_cover_small(tree: Tree) -> None:
    cover = make_image(credit="Nguyễn Văn A")
    item = built(make_page(StandardPage, tree.home, title="A", slug="a", cover=cover))
    image = item.card["image"]
    assert image["alt"] == "Vườn vải nhìn từ trên cao"
    assert image["credit"] == {"value": "Nguyễn Văn A", "lang": "vi"}
    assert "fill-" in image["url"]
    assert image["url"].startswith("http://")


def test_a_section_is_built_like_any_page(tree: Tree) -> None:
    topic = make_topic()
    item = built(add(tree.home, SectionPage(title="Biển đảo", slug="bien-dao"), topics=[topic]))
    assert item.payload["json_ld"]["@type"] == "CollectionPage"
    assert ("topic", "T01") in item.facets


def test_a_batch_gives_the_same_as_one_at_a_time(tree: Tree) -> None:
    index = make_news_index(tree.home)
    pages = [make_news(index, cover=make_image()) for _ in range(3)]
    directory = Directory(NAMESPACE)
    directory.prepare(pages)
    for page in pages:
        assert build_page(page, directory).payload == built(page).payload


def test_a_batch_does_not_ask_for_each_page(tree: Tree, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    index = make_news_index(tree.home)
    topic = make_topic()
    for _ in range(6):
        built(make_news(index, cover=make_image(), topics=[topic]))
    pages = list(index.get_children().specific())
    directory = Directory(NAMESPACE)
    with django_assert_max_num_queries(25):
        directory.prepare(pages)
        for page in pages:
            build_page(page, directory)


def test_every_kind_documents_its_shape() -> None:
    for kind in all_kinds():
        assert item_model(kind).model_json_schema(mode="serialization")["properties"]["data"]


def test_a_kind_without_schema_is_an_error_of_the_project(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setitem(_by_model, "x.y", Kind("x", "x.Y", "X", "Xs", is_listed=False))
    with pytest.raises(Exception, match=r"portal\.E005"):
        call_command("check")


@override_settings(WAGTAILADMIN_BASE_URL="https://portal.example")
def test_media_have_the_address_of_the_portal(tree: Tree) -> None:
    item = built(make_page(StandardPage, tree.home, title="A", slug="a", cover=make_image()))
    assert item.card["image"]["url"].startswith("https://portal.example/media/")
