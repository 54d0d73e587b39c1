"""Whatever changes what is public reaches a harvester: each through the form an officer uses."""

import datetime

import pytest
import time_machine
from django.test import Client
from wagtail.models import Collection, Page

from catalog.maintenance import reconcile
from home.models import StandardPage
from tests.catalog.harvester import Harvester
from tests.catalog.visible import id_of
from tests.editing import page_form, post_new_page
from tests.factories import products
from tests.factories.core import (
    Portal,
    make_document,
    make_image,
    make_page,
    make_section,
    make_standard_page,
    make_topic,
    translate,
)
from tests.factories.tree import Tree


@pytest.fixture
def harvester(bilingual: Portal) -> Harvester:
    return Harvester().pull()


def deletes(harvester: Harvester) -> set[str]:
    return {item["id"] for item in harvester.pages[-1]["items"] if item["op"] == "delete"}


def news_of(harvester: Harvester) -> set[str]:
    """Titles sent since the last pull."""
    before = len(harvester.pages)
    harvester.pull()
    return {
        item["data"]["title"]
        for page in harvester.pages[before:]
        for item in page["items"]
        if item["op"] == "upsert"
    }


def test_a_page_published_in_the_editor(
    admin_client: Client, bilingual: Portal, harvester: Harvester
) -> None:
    data = page_form(title="Giới thiệu xã", slug="gioi-thieu-xa", summary="Một xã trung du.")
    response = post_new_page(admin_client, bilingual.home, "home/standardpage", data)
    assert response.status_code == 302, response.content
    harvester.pull()
    item = harvester.held[id_of(f"page:{StandardPage.objects.get().pk}")]
    assert (item["title"], item["summary"]) == ("Giới thiệu xã", "Một xã trung du.")


def test_a_draft_is_not_heard_of(
    admin_client: Client, bilingual: Portal, harvester: Harvester
) -> None:
    data = page_form(title="Bản nháp kín", slug="ban-nhap-kin")
    post_new_page(admin_client, bilingual.home, "home/standardpage", data, publish=False)
    assert StandardPage.objects.filter(live=False).exists()
    assert news_of(harvester) == set()


def test_privacy_of_an_ancestor(
    admin_client: Client, bilingual: Portal, harvester: Harvester
) -> None:
    section = make_section(bilingual.home, "Nội bộ")
    page = make_standard_page(section, "Báo cáo")
    below = {id_of(f"page:{section.pk}"), id_of(f"page:{page.pk}")}
    assert below <= harvester.pull().held.keys()
    address = f"/admin/pages/{section.pk}/privacy/"
    assert admin_client.post(address, {"restriction_type": "login"}).status_code == 200
    harvester.pull()
    assert not below & harvester.held.keys()
    assert deletes(harvester) == below
    admin_client.post(address, {"restriction_type": "none"})
    assert below <= harvester.pull().held.keys()


def test_a_moved_section_changes_every_address_below(
    admin_client: Client, bilingual: Portal, harvester: Harvester
) -> None:
    section, other = make_section(bilingual.home, "Cũ"), make_section(bilingual.home, "Mới")
    page = make_standard_page(section, "Bài")
    assert "/cu/bai/" in harvester.pull().held[id_of(f"page:{page.pk}")]["url"]
    admin_client.post(f"/admin/pages/{section.pk}/move/{other.pk}/confirm/")
    item = harvester.pull().held[id_of(f"page:{page.pk}")]
    assert item["url"].endswith("/moi/cu/bai/")
    assert [crumb["title"] for crumb in item["breadcrumbs"]] == ["Trang chủ", "Mới", "Cũ"]


def test_a_new_slug_and_title_of_an_ancestor(bilingual: Portal, harvester: Harvester) -> None:
    section = make_section(bilingual.home, "Cũ")
    page = make_standard_page(section, "Bài")
    harvester.pull()
    section.title, section.slug = "Đổi tên", "doi-ten"
    section.save_revision().publish()
    item = harvester.pull().held[id_of(f"page:{page.pk}")]
    assert item["url"].endswith("/doi-ten/bai/")
    assert item["section"]["title"] == "Đổi tên"


def test_a_deleted_section_takes_all_below_with_it(
    admin_client: Client, bilingual: Portal, harvester: Harvester
) -> None:
    section = make_section(bilingual.home, "Cũ")
    page = make_standard_page(section, "Bài")
    ids = {id_of(f"page:{section.pk}"), id_of(f"page:{page.pk}")}
    harvester.pull()
    admin_client.post(f"/admin/pages/{section.pk}/delete/")
    assert not Page.objects.filter(pk=section.pk).exists()
    harvester.pull()
    assert deletes(harvester) == ids


def test_unpublished_deleted_and_private_look_the_same(
    bilingual: Portal, harvester: Harvester, admin_client: Client
) -> None:
    """P-GONE."""
    one, two, three = (make_standard_page(bilingual.home, f"Bài {n}") for n in range(3))
    four = make_standard_page(bilingual.home, "Bài 4", expire_at=in_hours(1))
    harvester.pull()
    one.unpublish()
    two.delete()
    admin_client.post(f"/admin/pages/{three.pk}/privacy/", {"restriction_type": "login"})
    with time_machine.travel(in_hours(2), tick=False):
        harvester.pull()
    shapes = [{k: v for k, v in item.items() if k != "id"} for item in harvester.pages[-1]["items"]]
    gone = {"op": "delete", "type": "page", "locale": "vi"}
    assert shapes.count(gone) == 4
    assert id_of(f"page:{four.pk}") in deletes(harvester)


def in_hours(hours: int) -> datetime.datetime:
    return datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(hours=hours)


def test_a_picture_edited_in_the_admin(
    admin_client: Client, bilingual: Portal, harvester: Harvester
) -> None:
    picture = make_image("Vườn vải")
    page = make_standard_page(bilingual.home, "Bài", cover=picture)
    shown = harvester.pull().held[id_of(f"page:{page.pk}")]["image"]
    assert shown["alt"] == "Vườn vải nhìn từ trên cao"
    picture.refresh_from_db()
    data = {
        "title": "Vườn vải", "alt_vi": "Vườn vải lúc bình minh", "alt_en": "At dawn",
        "caption_vi": "", "caption_en": "", "credit_vi": "Người vẽ", "credit_en": "",
        "licence": "own", "collection": picture.collection_id, "tags": "",
    }  # fmt: skip
    assert admin_client.post(f"/admin/images/{picture.pk}/", data).status_code == 302
    harvester.pull()
    assert harvester.held[id_of(f"page:{page.pk}")]["image"]["alt"] == "Vườn vải lúc bình minh"
    assert harvester.held[id_of(f"image:{picture.pk}")]["alt"]["en"] == "At dawn"


def test_an_upload_that_no_page_shows_is_not_public(
    bilingual: Portal, harvester: Harvester
) -> None:
    picture, file = make_image("Chưa dùng"), make_document("Chưa dùng")
    assert news_of(harvester) == set()
    page = make_standard_page(bilingual.home, "Bài", cover=picture)
    assert id_of(f"image:{picture.pk}") in harvester.pull().held
    page.unpublish()
    assert id_of(f"image:{picture.pk}") not in harvester.pull().held
    assert id_of(f"file:{file.pk}") not in harvester.held


def test_a_collection_made_private_takes_its_pictures_out_of_pages(
    admin_client: Client, bilingual: Portal, harvester: Harvester
) -> None:
    collection = Collection.get_first_root_node().add_child(name="Kho ảnh")
    picture = make_image("Trong kho", collection=collection)
    page = make_standard_page(bilingual.home, "Bài", cover=picture)
    assert harvester.pull().held[id_of(f"page:{page.pk}")]["image"]
    admin_client.post(f"/admin/collections/{collection.pk}/privacy/", {"restriction_type": "login"})
    harvester.pull()
    assert harvester.held[id_of(f"page:{page.pk}")]["image"] is None
    assert id_of(f"image:{picture.pk}") not in harvester.held


def test_a_record_renamed(bilingual: Portal, harvester: Harvester) -> None:
    topic = make_topic("T01", "Biển đảo")
    from news.models import NewsIndexPage, NewsPage

    index = make_page(bilingual.home, "Tin tức", NewsIndexPage)
    page = make_page(index, "Tin", NewsPage, topics=[topic])
    item = id_of(f"page:{page.pk}")
    assert harvester.pull().held[item]["topics"][0]["name"]["value"] == "Biển đảo"
    topic.name = {"vi": "Biển, đảo Việt Nam"}
    topic.save()
    assert harvester.pull().held[item]["topics"][0]["name"]["value"] == "Biển, đảo Việt Nam"


def test_a_translation_published_later_is_named_by_its_source(
    bilingual: Portal, harvester: Harvester
) -> None:
    page = make_standard_page(bilingual.home, "Giới thiệu")
    assert harvester.pull().held[id_of(f"page:{page.pk}")]["translations"] == []
    english = translate(page, "About")
    harvester.pull()
    links = harvester.held[id_of(f"page:{page.pk}")]["translations"]
    assert [(link["locale"], link["title"]) for link in links] == [("en", "About")]
    english.unpublish()
    assert harvester.pull().held[id_of(f"page:{page.pk}")]["translations"] == []


def test_a_stand_in_is_never_presented_as_english(bilingual: Portal, harvester: Harvester) -> None:
    """P-LANG."""
    page = make_standard_page(bilingual.home, "Giới thiệu")
    page.copy_for_translation(bilingual.en, alias=True)
    harvester.pull()
    english = {d["title"] for d in harvester.held.values() if d["locale"] == "en"}
    assert english == {"Home"}


def test_a_star_that_runs_out_at_midnight(bilingual: Portal, harvester: Harvester) -> None:
    """With no scheduler: 36 months after the decision, at midnight in Viet Nam."""
    tree = Tree(bilingual.home, bilingual.english)
    page = products.product(tree, "Vải sớm")
    products.certificate(page, datetime.date(2024, 3, 15), stars=4)
    item = id_of(f"page:{page.pk}")
    last_minute = datetime.datetime(2027, 3, 15, 16, 59, tzinfo=datetime.UTC)
    with time_machine.travel(last_minute, tick=False) as clock:
        assert harvester.pull().held[item]["data"]["current"]["stars"] == 4
        assert news_of(harvester) == set()
        clock.shift(datetime.timedelta(minutes=2))
        assert harvester.pull().held[item]["data"]["current"] is None


def test_expired_content_is_gone_though_no_scheduler_ran(
    bilingual: Portal, harvester: Harvester
) -> None:
    """P-EXPIRE."""
    page = make_standard_page(bilingual.home, "Thông báo", expire_at=in_hours(1))
    item = id_of(f"page:{page.pk}")
    assert item in harvester.pull().held
    with time_machine.travel(in_hours(2), tick=False):
        assert harvester.client.get(f"/api/v1/content/{item}").status_code == 404
        assert item not in harvester.pull().held
    page.refresh_from_db()
    assert page.live


def test_a_site_that_gets_another_host(bilingual: Portal, harvester: Harvester) -> None:
    bilingual.site.hostname = "xa.example"
    bilingual.site.save()
    harvester.pull()
    assert {d["url"] for d in harvester.held.values()} == {
        "http://xa.example/", "http://xa.example/en/",
    }  # fmt: skip


def test_a_publish_that_changes_nothing_is_silent(bilingual: Portal, harvester: Harvester) -> None:
    """P-QUIET."""
    page = make_standard_page(bilingual.home, "Giới thiệu")
    harvester.pull()
    with time_machine.travel(page.last_published_at, tick=False):
        page.save_revision().publish()
    assert news_of(harvester) == set()


def test_only_reconciling_finds_what_sql_changed(bilingual: Portal, harvester: Harvester) -> None:
    """P-RECON: exactly the difference, and nothing the next time."""
    pages = [make_standard_page(bilingual.home, f"Bài {n}") for n in range(3)]
    harvester.pull()
    Page.objects.filter(pk=pages[1].pk).update(live=False)
    assert news_of(harvester) == set()
    report = reconcile()
    assert (report.gone, report.differences) == (1, 1)
    assert id_of(f"page:{pages[1].pk}") not in harvester.pull().held
    assert reconcile().differences == 0


def test_filters_give_their_part_of_the_whole(bilingual: Portal) -> None:
    """P-FILTER."""
    page = make_standard_page(bilingual.home, "Giới thiệu", cover=make_image())
    translate(page, "About")
    whole = Harvester().pull().held
    parts = [
        {"type": "page"},
        {"locale": "en"},
        {"type": "page", "locale": "vi"},
        {"type": "image"},
    ]
    for part in parts:
        wanted = {
            item for item, data in whole.items()
            if all(data[name] == value for name, value in part.items())
        }  # fmt: skip
        assert Harvester(**part).pull(limit=1).held.keys() == wanted
        assert wanted
