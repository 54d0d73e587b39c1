"""What a load makes, and that a second one makes nothing."""

import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex, Revision, Site

from core.models import Agency, Locality, Menu, Officer, PortalImage, PortalSettings
from home.content.identity import page_key
from home.content.loader import load_package

pytestmark = pytest.mark.django_db


def test_the_tree_has_both_languages(loaded, page_at):
    history = page_at("lich-su")
    assert history.url == "/gioi-thieu/lich-su/"
    assert page_at("history", "en").url == "/en/about/history/"
    assert page_at("home", "en").url == "/en/"
    assert Site.objects.get().root_page.slug == "village"
    assert history.translation_key == page_key("village", "/gioi-thieu/lich-su")
    # Wagtail's own "Welcome" page is gone.
    assert Page.objects.filter(depth=2).count() == 2
    # An address that nobody has seen needs no redirect.
    assert not Redirect.objects.exists()


def test_siblings_follow_their_order(loaded, page_at):
    first, second = page_at("village").get_children()[:2]
    assert (first.slug, second.slug) == ("le-hoi", "gioi-thieu")


def test_dates_are_those_of_the_package_in_both_languages(loaded, page_at):
    moment = datetime.datetime(2024, 3, 5, 8, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    for there in (page_at("lich-su"), page_at("history", "en")):
        assert there.first_published_at == there.last_published_at == moment


def test_a_moment_is_local_to_the_zone_it_names(loaded, page_at):
    start = datetime.datetime(2026, 5, 1, 8, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert page_at("hoi-cho").start == start


def test_references_and_rows(loaded, page_at):
    product = page_at("vai")
    assert product.producer.slug == "hop-tac-xa"
    assert [row.number for row in product.certifications.all()] == ["VG-01", ""]
    assert product.certifications.first().issuer == {"vi": "Tổ chức", "en": "A body"}
    assert product.harvest_months == [5, 6]
    assert [p.slug for p in page_at("hoi-cho").products.all()] == ["vai"]
    assert [t.code for t in page_at("le-hoi").topics.order_by("code")] == ["T01", "T02"]


def test_records_refer_to_each_other_in_any_order(loaded):
    small, old = Locality.objects.get(code="small"), Locality.objects.get(code="old")
    assert small.parent == old
    assert {unit.code for unit in old.successors.all()} == {"new", "small"}
    assert small.boundary["type"] == "Polygon"
    assert Agency.objects.get(code="office").parent.code == "ministry"
    assert Officer.objects.get(code="head").portrait.title == "Đồi"


def test_pictures_are_rasterised_and_in_the_collection_of_the_package(loaded):
    hill = PortalImage.objects.get(title="Đồi")
    assert (hill.width, hill.height) == (1200, 800)
    assert hill.file.name.endswith(".png")
    assert hill.collection.name == "village"
    assert hill.alt.in_language("en") == "A green hill"
    dot = PortalImage.objects.get(title="Chấm")
    original = (loaded.folder / "pictures" / "dot.png").read_bytes()
    assert dot.file.read() == original


def test_settings_and_menus(loaded):
    portal = PortalSettings.for_site(Site.objects.get())
    assert portal.name.in_language("en") == "Small Village Portal"
    assert (portal.agency.code, portal.emblem.title) == ("office", "Đồi")
    assert [account.platform for account in portal.accounts.all()] == ["Facebook", "Zalo"]
    main = Menu.objects.get(place="main", locale__language_code="en")
    group = main.items[1]
    assert (group.block_type, group.value["label"]) == ("group", "About us")
    assert group.value["children"][0]["page"].slug == "lich-su"


def test_the_reference_index_knows_where_a_picture_is(loaded):
    hill = PortalImage.objects.get(title="Đồi")
    paths = set(ReferenceIndex.get_references_to(hill).values_list("model_path", flat=True))
    assert {"cover", "portrait", "sections.hero.image"} <= paths


def test_what_the_settings_show_counts_as_used(loaded, admin_client):
    """Who is about to delete the emblem is told that the portal has it."""
    portal = PortalSettings.objects.get()
    answer = admin_client.get(reverse("wagtailimages:image_usage", args=[portal.emblem_id]))
    used_by = [str(used) for used, _references in answer.context["object_list"]]
    assert "Cổng Làng nhỏ" in used_by


def test_loading_again_writes_nothing(loaded):
    revisions = Revision.objects.count()
    with CaptureQueriesContext(connection) as queries:
        report = loaded.load()
    written = [
        q["sql"]
        for q in queries
        if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE", "REPLACE"}
    ]
    assert written == []
    assert Revision.objects.count() == revisions
    assert "0 created, 0 changed" in report


def test_a_changed_field_is_the_only_change(loaded, page_at):
    loaded.change("pages/gioi-thieu/lich-su.vi.md", "is_illustrative: true", "seo_title: Sử làng")
    revisions = Revision.objects.count()
    loaded.change(
        "pages/gioi-thieu/lich-su.en.md", "slug: history", "slug: history\nseo_title: Past"
    )
    report = loaded.load()
    assert "0 created, 2 changed" in report
    # One of each page, and one of the translation, which gets what it shares with its original.
    assert Revision.objects.count() == revisions + 3
    history = page_at("lich-su")
    assert (history.seo_title, history.is_illustrative) == ("Sử làng", False)
    english = page_at("history", "en")
    assert (english.seo_title, english.is_illustrative) == ("Past", False)


def test_a_changed_drawing_replaces_the_picture(loaded):
    before = PortalImage.objects.get(title="Đồi")
    loaded.change("pictures/hill.svg", "#3a7d34", "#aa0000")
    assert "0 created, 1 changed" in loaded.load()
    after = PortalImage.objects.get(title="Đồi")
    assert after.pk == before.pk
    assert after.file_hash != before.file_hash


def test_a_new_page_takes_its_place_among_its_siblings(loaded, page_at):
    text = "---\ntype: home.StandardPage\ntitle: Trước\norder: 7\n---\n"
    loaded.write("pages/truoc.vi.md", text)
    loaded.load()
    slugs = [child.slug for child in page_at("village").get_children()]
    assert slugs[:3] == ["le-hoi", "truoc", "gioi-thieu"]


def test_what_an_editor_has_changed_is_kept(loaded, page_at):
    editor = get_user_model().objects.create_superuser("editor", password="x")
    history = page_at("lich-su")
    history.summary = "Người biên tập viết."
    history.save_revision(user=editor, log_action=True).publish(user=editor)
    assert "kept as edited in the portal: /gioi-thieu/lich-su (vi)" in loaded.load()
    assert page_at("lich-su").summary == "Người biên tập viết."
    loaded.load("--overwrite")
    assert page_at("lich-su").summary == "Từ xưa đến nay."


def test_a_dry_run_lists_fields_and_writes_nothing(db, village):
    report = village.load("--dry-run")
    assert "+ home.StandardPage /gioi-thieu/lich-su (vi)" in report
    assert "summary: Từ xưa đến nay." in report
    assert "+ picture hill.svg" in report
    assert not Agency.objects.exists()
    assert not PortalImage.objects.exists()
    assert not Page.objects.filter(slug="lich-su").exists()
    assert not Path(settings.MEDIA_ROOT).exists()


def test_a_dry_run_shows_old_and_new(loaded, page_at):
    loaded.change("pages/gioi-thieu/lich-su.vi.md", "Từ xưa đến nay.", "Ngày trước.")
    report = loaded.load("--dry-run")
    assert "summary: Từ xưa đến nay. -> Ngày trước." in report
    assert page_at("lich-su").summary == "Từ xưa đến nay."


def test_what_is_refused_leaves_no_file_behind(db, village):
    village.change("pages/le-hoi.vi.md", "topics: [T02, T01]", "topics: [T99]")
    village.refused()
    stored = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert stored == []


def test_another_portal_is_not_taken_over(loaded, tmp_path):
    other = loaded.folder.parent / "other"
    other.mkdir()
    (other / "package.yaml").write_text("code: other\nlanguages: [vi, en]\n")
    (other / "pages").mkdir()
    (other / "pages" / "_index.vi.md").write_text("---\ntype: home.HomePage\ntitle: Khác\n---\n")
    with pytest.raises(Exception, match="already shows another portal"):
        load_package(other, lambda text: None)
