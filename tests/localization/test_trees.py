"""An untranslated page has one stand-in, in the right place, whatever made the change."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction, Revision

from localization.trees import families
from localization.trees.mending import differences
from localization.trees.models import Fate, KeptTranslation
from localization.trees.reading import read
from localization.trees.withdrawal import WITHDRAWN, deciding
from tests.editing import page_form, post_new_page
from tests.factories.core import Portal, make_section, make_standard_page, translate
from tests.localization.trees import (
    commit,
    english_of,
    is_stand_in,
    kinds,
    leads_to,
    outline,
    status_of,
)


@pytest.fixture(autouse=True, params=["read", "asked"])
def way_of_comparing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every list is read and compared, or the database is first asked whether it is in step."""
    if request.param == "asked":
        monkeypatch.setattr(families, "LARGE", 0)


@pytest.fixture
def section(bilingual: Portal) -> Any:
    with commit():
        return make_section(bilingual.home, "Chuyên mục")


def test_a_new_page_has_its_place_in_english(bilingual: Portal, admin_client: Client) -> None:
    with commit():
        form = page_form(title="Đình làng", slug="dinh-lang")
        post_new_page(admin_client, bilingual.home, "home/standardpage", form)
    page = Page.objects.get(slug="dinh-lang", locale=bilingual.vi)
    stand_in = english_of(page)
    assert is_stand_in(stand_in)
    assert stand_in.live
    assert stand_in.url == "/en/dinh-lang/"
    assert status_of("/en/dinh-lang/") == 200
    assert kinds() == []


def test_a_draft_has_a_place_that_nobody_sees(bilingual: Portal, admin_client: Client) -> None:
    with commit():
        form = page_form(title="Nháp", slug="nhap")
        post_new_page(admin_client, bilingual.home, "home/standardpage", form, publish=False)
    page = Page.objects.get(slug="nhap", locale=bilingual.vi)
    assert not english_of(page).live
    assert status_of("/en/nhap/") == 404


def test_a_copied_branch_has_places_of_its_own(section: Any) -> None:
    """Row 5: stock makes none."""
    with commit():
        make_standard_page(section)
        copy = section.copy(recursive=True, update_attrs={"slug": "ban-sao", "title": "Bản sao"})
    there = english_of(copy)
    assert is_stand_in(there)
    assert [p.slug for p in there.get_children()] == ["gioi-thieu"]
    assert kinds() == []


def test_stand_in_and_translation_move_with_their_page(section: Any, bilingual: Portal) -> None:
    """Row 4: stock leaves them where they are. Old addresses lead to the new ones, all of them."""
    with commit():
        page = make_standard_page(bilingual.home, title="Đình làng", slug="dinh-lang")
        below = make_standard_page(page, title="Lễ hội", slug="le-hoi")
        english = translate(page, "Temple", slug="temple")
    with commit():
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=section.pk), pos="last-child")
    moved, stand_in = english_of(page), english_of(below)
    assert (moved.pk, moved.slug) == (english.pk, "temple")
    assert moved.get_parent().specific == english_of(section)
    assert stand_in.get_parent().specific == moved
    assert leads_to("/dinh-lang/") == "/chuyen-muc/dinh-lang/"
    assert leads_to("/dinh-lang/le-hoi/") == "/chuyen-muc/dinh-lang/le-hoi/"
    assert leads_to("/en/temple/") == "/en/chuyen-muc/temple/"
    assert leads_to("/en/temple/le-hoi/") == "/en/chuyen-muc/temple/le-hoi/"
    assert kinds() == []


def test_a_page_moved_below_an_untranslated_one_goes_below_its_stand_in(bilingual: Portal) -> None:
    with commit():
        page = make_standard_page(bilingual.home)
        translate(page, "About", slug="about")
    with commit():
        fresh = make_section(bilingual.home)
        Page.objects.get(pk=page.pk).move(fresh, pos="last-child")
    assert english_of(page).get_parent().specific == english_of(fresh)
    assert is_stand_in(english_of(fresh))


def test_the_order_is_mirrored(section: Any) -> None:
    with commit():
        for number in range(4):
            make_standard_page(section, title=f"Trang {number}", slug=f"trang-{number}")
    first = section.get_children().first()
    with commit():
        first.move(section.get_children().last(), pos="right")
    assert outline(english_of(section)) == outline(Page.objects.get(pk=section.pk))
    assert [p.slug for p in english_of(section).get_children()][-1] == "trang-0"


def test_the_address_of_a_stand_in_follows(section: Any) -> None:
    """Row 3, with what lies below it."""
    with commit():
        page = make_standard_page(section, title="Cũ", slug="cu")
        make_standard_page(page, title="Dưới", slug="duoi")
    with commit():
        page.slug = "moi"
        page.save_revision().publish()
    assert english_of(page).url == "/en/chuyen-muc/moi/"
    assert leads_to("/en/chuyen-muc/cu/duoi/") == "/en/chuyen-muc/moi/duoi/"
    assert leads_to("/chuyen-muc/cu/duoi/") == "/chuyen-muc/moi/duoi/"


def test_a_translation_keeps_an_address_of_its_own(section: Any) -> None:
    with commit():
        own = make_standard_page(section, title="Một", slug="mot")
        translate(own, "One", slug="one")
        same = make_standard_page(section, title="Hai", slug="hai")
        translate(same, "Two", slug="hai")
    with commit():
        for page in (own, same):
            page.slug += "-moi"
            page.save_revision().publish()
    assert english_of(own).slug == "one"
    assert english_of(same).slug == "hai-moi"
    assert english_of(same).live
    assert leads_to("/en/chuyen-muc/hai/") == "/en/chuyen-muc/hai-moi/"


def test_a_stand_in_gives_way_to_a_translated_address(section: Any, bilingual: Portal) -> None:
    with commit():
        make_standard_page(section, title="OCOP", slug="ocop")
        other = make_standard_page(bilingual.home, title="Sản phẩm", slug="san-pham")
        translate(other, "OCOP products", slug="ocop")
    with commit():
        Page.objects.get(pk=other.pk).move(Page.objects.get(pk=section.pk), pos="last-child")
    assert english_of(other).slug == "ocop"
    assert {p.slug for p in english_of(section).get_children()} == {"ocop", "ocop-1"}
    assert kinds() == []


# Withdrawal.


def test_a_withdrawn_page_is_withdrawn_in_every_language(section: Any) -> None:
    """Row 25: stock leaves the translation public."""
    with commit():
        page = make_standard_page(section)
        english = translate(page, "About", slug="about")
    page.unpublish()  # In the same transaction: nothing has to run after it.
    english.refresh_from_db()
    assert not english.live
    assert english.get_latest_revision_as_object().title == "About"
    assert PageLogEntry.objects.filter(page=english.pk, action=WITHDRAWN).count() == 1
    assert kinds() == []


def test_what_expires_expires_in_every_language(section: Any) -> None:
    """Also where no scheduler runs."""
    with commit():
        page = make_standard_page(section)
        translate(page, "About", slug="about")
        page.expire_at = timezone.now() + datetime.timedelta(hours=1)
        page.save_revision().publish()
    assert english_of(page).expire_at == page.expire_at
    past = timezone.now() - datetime.timedelta(minutes=1)
    Page.objects.filter(translation_key=page.translation_key).update(expire_at=past)
    assert status_of("/chuyen-muc/gioi-thieu/") == 404
    with commit():
        call_command("publish_scheduled")
    assert not english_of(page).live
    assert kinds() == []


def test_an_officer_may_leave_a_translation_public(section: Any) -> None:
    with commit():
        page = make_standard_page(section)
        translate(page, "About", slug="about")
    with commit(), deciding(Fate.KEEP):
        page.unpublish()
    assert english_of(page).live
    assert kinds() == []
    with commit():
        page.save_revision().publish()
    assert not KeptTranslation.objects.exists()


def test_what_comes_back_has_its_stand_in_back(section: Any) -> None:
    with commit():
        page = make_standard_page(section)
    with commit():
        page.unpublish()
    assert not english_of(page).live
    with commit():
        page.save_revision().publish()
    assert status_of("/en/chuyen-muc/gioi-thieu/") == 200


def test_a_deleted_branch_leaves_no_stand_in_and_no_public_translation(section: Any) -> None:
    """What somebody wrote stays as a draft, though the stand-in above it goes."""
    with commit():
        page = make_standard_page(section)
        below = make_standard_page(page, title="Lễ hội", slug="le-hoi")
        english = translate(below, "Festival", slug="festival")
        stand_in = english_of(page)
    with commit():
        Page.objects.get(pk=page.pk).delete()
    assert not Page.objects.filter(pk=stand_in.pk).exists()
    english.refresh_from_db()
    assert not english.live
    assert english.title == "Festival"
    assert english.get_parent().specific == english_of(section)
    assert kinds() == []
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_stand_in_that_is_deleted_comes_back(section: Any) -> None:
    with commit():
        page = make_standard_page(section)
    with commit():
        english_of(page).delete()
    assert is_stand_in(english_of(page))


def test_a_deleted_translation_leaves_a_stand_in(section: Any) -> None:
    with commit():
        page = make_standard_page(section)
        english = translate(page, "About", slug="about")
    with commit():
        english.delete()
    assert is_stand_in(english_of(page))
    assert status_of("/en/chuyen-muc/gioi-thieu/") == 200


# Privacy.


def test_who_may_not_see_a_page_may_not_see_its_translation(section: Any) -> None:
    with commit():
        page = make_standard_page(section)
        translate(page, "About", slug="about")
    rule = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert status_of("/en/chuyen-muc/about/") == 302  # In the same transaction.
    rule.restriction_type, rule.password = "password", "bi-mat"
    rule.save()
    assert [r.password for r in english_of(page).view_restrictions.all()] == ["bi-mat"]
    rule.delete()
    assert status_of("/en/chuyen-muc/about/") == 200


def test_a_translation_may_be_closed_to_more_people(section: Any) -> None:
    with commit():
        page = make_standard_page(section)
        english = translate(page, "About", slug="about")
    own = PageViewRestriction.objects.create(page=english, restriction_type="login")
    rule = PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    rule.delete()
    assert list(english_of(page).view_restrictions.all()) == [own]


def test_a_deleted_private_page_does_not_open_its_translation(section: Any) -> None:
    with commit():
        page = make_standard_page(section)
        english = translate(page, "About", slug="about")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    with commit():
        page.delete()
    assert english.view_restrictions.count() == 1


# Translating.


def test_submitting_publishes_no_vietnamese_text_in_english(
    section: Any, bilingual: Portal, admin_client: Client
) -> None:
    """Row 24. The stand-in is public; what replaces it is a draft, and the address stays honest."""
    with commit():
        page = make_standard_page(section, title="Đình làng", slug="dinh", summary="Ngôi đình cổ")
    with commit():
        answer = admin_client.post(
            f"/admin/localize/submit/page/{page.pk}/", {"locales": [bilingual.en.pk]}
        )
    assert answer.status_code == 302
    english = english_of(page)
    assert not is_stand_in(english)
    assert not english.live
    answer = Client().get("/en/chuyen-muc/dinh/")
    assert answer.status_code == 200
    assert "noindex" in answer.content.decode()
    assert kinds() == []


def test_an_alias_made_an_ordinary_page_is_a_draft(section: Any, admin_client: Client) -> None:
    with commit():
        page = make_standard_page(section)
    with commit():
        admin_client.post(f"/admin/pages/{english_of(page).pk}/convert_alias/")
    english = english_of(page)
    assert not is_stand_in(english)
    assert not english.live
    assert Revision.objects.for_instance(english).exists()


def test_a_page_written_in_english_only_stands_alone(bilingual: Portal) -> None:
    with commit():
        make_standard_page(bilingual.english, title="For investors", slug="investors")
    assert not Page.objects.filter(slug="investors", locale=bilingual.vi).exists()
    assert kinds() == []


def test_a_page_in_two_sections_is_so_in_both_languages(section: Any, bilingual: Portal) -> None:
    with commit():
        page = make_standard_page(bilingual.home)
        double = page.create_alias(parent=section)
    assert english_of(double).alias_of.specific == page
    with commit():
        english = translate(page, "About", slug="about")
    assert english_of(double).alias_of.specific == english
    assert "About" in Client().get(english_of(double).url).content.decode()
    assert kinds() == []
    with commit():
        page.delete()
    assert kinds() == []


def test_a_locale_made_in_the_admin_gets_all_pages(section: Any, settings: Any) -> None:
    settings.WAGTAIL_CONTENT_LANGUAGES = [*settings.WAGTAIL_CONTENT_LANGUAGES, ("zh-hans", "中文")]
    with commit():
        Locale.objects.create(language_code="zh-hans")
    assert section.get_translation(Locale.objects.get(language_code="zh-hans")).alias_of_id
    assert kinds() == []


def test_a_save_does_not_read_a_list_in_step(section: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(families, "LARGE", 0)

    def rows_read_of_one_among(numbers: range) -> int:
        with commit():
            pages = [make_standard_page(section, f"Trang {number}") for number in numbers]
        trees = read({pages[1].translation_key})
        return len(trees.nodes) if trees else 0

    assert rows_read_of_one_among(range(4)) == rows_read_of_one_among(range(4, 12))


def test_a_list_out_of_step_is_found_beside_the_page_saved(
    section: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As only a fault or another program could leave it."""
    monkeypatch.setattr(families, "LARGE", 0)
    with commit():
        pages = [make_standard_page(section, f"Trang {number}") for number in range(4)]
    keys = {pages[3].translation_key}
    assert differences(keys) == []
    first, second = english_of(pages[0]), english_of(pages[1])
    Page.objects.filter(pk=first.pk).update(slug="khac")
    assert [str(drift.kind) for drift in differences(keys)] == ["slug"]
    Page.objects.filter(pk=first.pk).update(slug=pages[0].slug)
    for pk, path in ((first.pk, "x"), (second.pk, first.path), (first.pk, second.path)):
        Page.objects.filter(pk=pk).update(path=path)
    assert [str(drift.kind) for drift in differences(keys)] == ["order"]
