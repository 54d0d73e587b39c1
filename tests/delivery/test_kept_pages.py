"""What is kept, what never is, and how others may keep it."""

import datetime
import gzip

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalog.refresh import refresh
from core.models import Locality, PortalSettings
from core.sitewide import changes_at, in_state, remembered
from home.models import StandardPage
from tests.delivery.visitor import queries_of, visit
from tests.dom import main_of
from tests.factories.core import PASSWORD, Portal, make_image, make_standard_page, make_user
from tests.factories.products import Day, certificate, product
from tests.factories.tree import Tree, make_tree

ADDRESS = "/gioi-thieu/"


@pytest.fixture
def portal(bilingual: Portal) -> Portal:
    make_standard_page(bilingual.home)
    refresh()
    return bilingual


def test_the_second_visitor_costs_one_question(portal: Portal) -> None:
    first = visit(ADDRESS)
    assert queries_of(ADDRESS) == 1
    assert visit(ADDRESS) == first


def test_who_holds_the_page_is_told_so_by_any_process(portal: Portal) -> None:
    tag = visit(ADDRESS).tag
    caches["pages"].clear()
    assert queries_of(ADDRESS, **{"If-None-Match": tag}) == 1
    answer = Client().get(ADDRESS, headers={"If-None-Match": f'"other", {tag}'})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)


def test_a_tag_is_of_one_address(portal: Portal) -> None:
    assert visit("/", **{"If-None-Match": visit(ADDRESS).tag}).status == 200


@pytest.mark.parametrize("tag", ['W/"x-zz"', "*", '""', 'W/"a-ffffffffffffffffffffff"', "é"])
def test_a_strange_tag_is_no_trouble(portal: Portal, tag: str) -> None:
    assert visit(ADDRESS, **{"If-None-Match": tag}).status == 200


def test_last_modified_says_when_something_changed(portal: Portal) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=5), tick=False):
        since = Client().get(ADDRESS)["Last-Modified"]
        assert visit(ADDRESS, **{"If-Modified-Since": since}).status == 304
        assert visit("/khong-co/", **{"If-Modified-Since": since}).status == 404
        caches["pages"].clear()
        assert visit(ADDRESS, **{"If-Modified-Since": since}).status == 304


def test_nothing_is_dated_in_the_second_of_a_change(portal: Portal) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1), tick=False):
        PortalSettings.objects.create(site=portal.site, name={"vi": "Cổng"})
        assert "Last-Modified" not in Client().get(ADDRESS)


def test_head_is_answered_from_what_is_kept(portal: Portal) -> None:
    body = visit(ADDRESS).body
    answer = Client().head(ADDRESS)
    assert answer.status_code == 200
    assert not answer.content
    assert int(answer["Content-Length"]) == len(body.encode())


def test_a_page_goes_out_compressed(portal: Portal) -> None:
    plain = visit(ADDRESS).body
    answer = Client().get(ADDRESS, headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert gzip.decompress(answer.content).decode() == plain


def test_headers_are_kept_with_the_page(portal: Portal) -> None:
    first, second = Client().get(ADDRESS), Client().get(ADDRESS)
    assert dict(first.items()) == dict(second.items())
    assert "default-src 'self'" in second["Content-Security-Policy"]
    assert second["Content-Language"] == "vi"
    assert second["X-Content-Type-Options"] == "nosniff"
    assert second["Cache-Control"] == "no-cache"
    assert "Cookie" not in second["Vary"]


@override_settings(FRONTEND_CACHE_SECONDS=600)
def test_a_cache_in_front_may_answer_until_the_calendar_changes(portal: Portal) -> None:
    with time_machine.travel("2026-06-01T12:00:00+00:00", tick=False):
        assert Client().get(ADDRESS)["Cache-Control"] == "public, max-age=0, s-maxage=600"
        # Nobody could name the filters and further pages of every list when they change.
        assert Client().get(f"{ADDRESS}?page=1")["Cache-Control"] == "no-cache"
    with time_machine.travel("2026-06-01T16:59:00+00:00", tick=False):  # A minute to midnight.
        caches["pages"].clear()
        assert Client().get(ADDRESS)["Cache-Control"] == "public, max-age=0, s-maxage=60"


# Nothing of one person


def test_an_officer_is_never_given_or_kept_a_page(portal: Portal) -> None:
    visit(ADDRESS)
    officer = Client()
    officer.force_login(make_user("a", is_superuser=True))
    answer = officer.get(ADDRESS)
    assert "wagtail-userbar" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer
    assert "wagtail-userbar" not in visit(ADDRESS).body
    caches["pages"].clear()
    officer.get(ADDRESS)
    assert "wagtail-userbar" not in visit(ADDRESS).body


def test_a_preview_shows_the_draft(portal: Portal) -> None:
    visit(ADDRESS)
    page = StandardPage.objects.get(slug="gioi-thieu")
    page.title = "Bản nháp"
    shown = page.make_preview_request()  # As for a link that needs no login.
    assert "Bản nháp" in shown.content.decode()
    assert "Bản nháp" not in visit(ADDRESS).body


def test_a_page_for_those_who_are_logged_in(portal: Portal) -> None:
    visit(ADDRESS)
    page = StandardPage.objects.get(slug="gioi-thieu")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert visit(ADDRESS).status == 302
    reader = Client()
    reader.force_login(make_user("b"))
    assert reader.get(ADDRESS).status_code == 200
    assert visit(ADDRESS).status == 302
    restriction.delete()
    assert visit(ADDRESS).status == 200


def test_a_page_with_a_password(portal: Portal) -> None:
    page = StandardPage.objects.get(slug="gioi-thieu")
    rule = PageViewRestriction.objects.create(
        page=page, restriction_type="password", password=PASSWORD
    )
    asked = Client().get(ADDRESS)
    assert "password" in asked.content.decode()
    knows = Client()
    posted = {"password": PASSWORD, "return_url": ADDRESS}
    knows.post(f"/_util/authenticate_with_password/{rule.pk}/{page.pk}/", posted)
    shown = knows.get(ADDRESS)
    assert shown.status_code == 200
    assert page.title in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert 'name="password"' in visit(ADDRESS).body


def test_a_login_page_is_nobodys_to_keep(portal: Portal) -> None:
    answer = Client().get("/admin/login/", headers={"Accept-Encoding": "gzip"})
    assert "no-store" in answer["Cache-Control"]
    assert not caches["pages"]._cache


def test_an_error_is_not_kept(portal: Portal) -> None:
    assert visit("/moi/").status == 404
    make_standard_page(portal.home, "Mới", slug="moi")
    assert visit("/moi/").status == 200


def test_another_host_has_its_own(portal: Portal, settings) -> None:  # type: ignore[no-untyped-def]
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    visit(ADDRESS)
    assert Client(headers={"host": "bad.example"}).get(ADDRESS).status_code == 400


# Changes that no catalog item shows, and the calendar


def test_a_change_of_the_settings_is_seen_at_once(portal: Portal) -> None:
    visit(ADDRESS)
    settings_row = PortalSettings.objects.create(site=portal.site, name={"vi": "Cổng một"})
    assert "Cổng một" in visit(ADDRESS).body
    settings_row.notice = {"vi": "Nghỉ lễ"}
    settings_row.save()
    assert "Nghỉ lễ" in visit(ADDRESS).body


def test_the_ground_of_maps_is_kept_and_a_change_of_it_seen_at_once(portal: Portal) -> None:
    locality = Locality.objects.create(code="xa", kind="commune", name={"vi": "Xã"})
    PortalSettings.objects.create(site=portal.site, locality=locality)
    first = visit("/ban-do.json")
    assert queries_of("/ban-do.json") == 1
    assert visit("/ban-do.json", **{"If-None-Match": first.tag}).status == 304
    locality.drawing = {"type": "FeatureCollection", "features": [], "attribution": "Vẽ tay"}
    locality.save()
    assert "Vẽ tay" in visit("/ban-do.json").body


def test_a_change_of_a_picture_is_seen_at_once(portal: Portal) -> None:
    image = make_image()
    make_standard_page(portal.home, "Ảnh", slug="anh", cover=image)
    visit("/anh/")
    image.alt = {"vi": "Một vườn khác"}
    image.save()
    assert "Một vườn khác" in visit("/anh/").body


def test_a_page_ends_at_its_moment(portal: Portal) -> None:
    # In the middle of a day: midnight in Viet Nam ends what was made as well.
    noon = (timezone.now() + datetime.timedelta(days=1)).replace(hour=5)
    end = noon + datetime.timedelta(hours=1)
    make_standard_page(portal.home, "Tạm", slug="tam", expire_at=end)
    with time_machine.travel(noon, tick=False):
        tag = visit("/tam/").tag
    with time_machine.travel(end - datetime.timedelta(seconds=1), tick=False):
        assert visit("/tam/", **{"If-None-Match": tag}).status == 304
    with time_machine.travel(end, tick=False):
        assert visit("/tam/", **{"If-None-Match": tag}).status == 404
        assert visit("/tam/").status == 404
        assert "/tam/" not in visit("/so-do/").body


def test_a_star_ends_at_midnight_in_viet_nam(db: None) -> None:
    tree: Tree = make_tree()
    page = product(tree)
    certificate(page, Day(2023, 3, 10), stars=4)
    with time_machine.travel("2026-03-10T16:59:59+00:00", tick=False):
        assert main_of("/san-pham/").select(".stars")
        tag = visit("/san-pham/vai-som/").tag
    with time_machine.travel("2026-03-10T17:00:00+00:00", tick=False):
        assert not main_of("/san-pham/").select(".stars")
        assert visit("/san-pham/vai-som/", **{"If-None-Match": tag}).status == 200


def test_a_notice_comes_and_goes_at_its_moments(portal: Portal) -> None:
    begin = timezone.now() + datetime.timedelta(hours=1)
    PortalSettings.objects.create(
        site=portal.site, notice={"vi": "Nghỉ lễ"}, notice_from=begin,
        notice_until=begin + datetime.timedelta(hours=1),
    )  # fmt: skip
    seen, tag = [], visit(ADDRESS).tag
    for minutes in (0, 59, 60, 119, 120):
        moment = begin + datetime.timedelta(minutes=minutes - 60)
        with time_machine.travel(moment, tick=False):
            seen.append("Nghỉ lễ" in visit(ADDRESS).body)
            if minutes == 60:
                assert visit(ADDRESS, **{"If-None-Match": tag}).status == 200
    assert seen == [False, False, True, True, False]


def test_what_a_page_says_about_its_own_end() -> None:
    moment = timezone.now()
    with in_state("one") as moments:
        changes_at(moment)
    assert moments == [moment]


def test_what_is_remembered_belongs_to_one_state() -> None:
    made = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert (remembered("n", make), remembered("n", make)) == (1, 2)  # Outside: never.
    with in_state("a"):
        assert (remembered("n", make), remembered("n", make)) == (3, 3)
    with in_state("b"):
        assert remembered("n", make) == 4
