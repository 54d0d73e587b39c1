"""Records: in force from the first to the last day, with successors, found in the admin."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.models import Agency, Locality, Officer, PortalSettings, Post, Topic
from core.selectors import officers_of
from tests.factories.core import Portal, make_agency, make_image, make_topic

FIRST, LAST = datetime.date(2021, 7, 1), datetime.date(2025, 6, 30)
DAY = datetime.timedelta(days=1)


def make_post(code: str, agency: Agency, name: str = "Chủ tịch", rank: int = 100) -> Post:
    return Post.objects.create(code=code, name={"vi": name}, agency=agency, rank=rank)


def make_officer(code: str, name: str, post: Post, **fields: Any) -> Officer:
    return Officer.objects.create(code=code, full_name=name, post=post, **fields)


@pytest.mark.parametrize(
    ("day", "is_valid"),
    [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)],
)
def test_both_ends_are_inclusive(db: None, day: datetime.date, is_valid: bool) -> None:
    make_agency(valid_from=FIRST, valid_to=LAST)
    assert Agency.objects.valid_on(day).exists() is is_valid


def test_an_empty_end_is_open(db: None) -> None:
    make_agency("a", valid_from=FIRST)
    make_agency("b", valid_to=LAST)
    make_agency("c")
    codes = Agency.objects.valid_on(FIRST - DAY).values_list("code", flat=True)
    assert set(codes) == {"b", "c"}
    assert set(Agency.objects.valid_on(LAST + DAY).values_list("code", flat=True)) == {"a", "c"}


def test_who_has_left_the_post_is_no_longer_named_as_responsible(bilingual: Portal) -> None:
    today = timezone.localdate()
    officer = make_officer("a", "Nguyễn Văn Mẫu", make_post("p", make_agency()), valid_to=today)
    PortalSettings.objects.create(site=bilingual.site, name={"vi": "Cổng"}, responsible=officer)
    for last, is_named in ((today, True), (today - DAY, False)):
        officer.valid_to = last
        officer.save()
        for address in ("/", "/api/v1/site"):
            told = Client().get(address).content.decode()
            assert ("Nguyễn Văn Mẫu" in told) is is_named, (address, last)


class ValidityOnAnyDay(TestCase):
    dates = st.none() | st.dates(datetime.date(1945, 1, 1), datetime.date(2100, 1, 1))

    @settings(max_examples=40, deadline=None)
    @given(dates, dates, st.dates(datetime.date(1940, 1, 1), datetime.date(2105, 1, 1)))
    def test_agrees_with_the_definition(
        self, first: datetime.date | None, last: datetime.date | None, day: datetime.date
    ) -> None:
        topic = make_topic(valid_from=first, valid_to=last)
        expected = (first is None or first <= day) and (last is None or day <= last)
        assert Topic.objects.valid_on(day).filter(pk=topic.pk).exists() is expected
        topic.delete()


def test_the_end_lies_not_before_the_beginning(db: None) -> None:
    agency = make_agency()
    with pytest.raises(ValidationError, match=r".") as wrong:
        Topic(code="x", name="x", valid_from=LAST, valid_to=FIRST).full_clean()
    assert set(wrong.value.message_dict) == {"valid_to"}
    Topic(code="x", name="x", valid_from=LAST, valid_to=LAST).full_clean()
    post = make_post("ct", agency)
    officer = Officer(code="a", full_name="A", post=post, valid_from=LAST, valid_to=FIRST)
    with pytest.raises(ValidationError):
        officer.full_clean()


def test_merged_units_name_their_successor(db: None) -> None:
    old = [
        Locality.objects.create(code=f"x{n}", name={"vi": f"Xã {n}"}, kind="commune", valid_to=LAST)
        for n in (1, 2)
    ]
    new = Locality.objects.create(
        code="x", name={"vi": "Xã mới"}, kind="commune", valid_from=LAST + DAY
    )
    for unit in old:
        unit.successors.add(new)
    assert set(new.predecessors.all()) == set(old)
    assert not new.successors.exists()


def test_names_sort_as_vietnamese_does(db: None) -> None:
    for name in ("Đông", "Dũng", "Ân", "An", "Ánh", "Ơn", "Oanh"):
        make_agency(f"c-{name.encode().hex()}", name)
    names = [str(agency) for agency in Agency.objects.all()]
    assert names == ["An", "Ánh", "Ân", "Dũng", "Đông", "Oanh", "Ơn"]


def test_people_sort_by_given_name_and_posts_by_rank(db: None) -> None:
    agency = make_agency()
    chair, deputy = make_post("ct", agency, rank=1), make_post("pct", agency, "Phó", rank=2)
    make_officer("a", "Nguyễn Văn Bình", deputy)
    make_officer("b", "Vũ Thị An", deputy)
    make_officer("c", "Trần Văn Cường", chair)
    names = [o.full_name for o in officers_of(agency, FIRST)]
    assert names == ["Trần Văn Cường", "Vũ Thị An", "Nguyễn Văn Bình"]


def test_topics_keep_the_order_of_the_plan(db: None) -> None:
    for code in ("T10", "T02", "T22.2", "T23", "T22"):
        make_topic(code)
    assert list(Topic.objects.values_list("code", flat=True)) == [
        "T02",
        "T10",
        "T22",
        "T22.2",
        "T23",
    ]


def test_only_who_holds_the_post_on_the_day(db: None) -> None:
    agency = make_agency()
    post = make_post("ct", agency)
    make_officer("a", "Nguyễn Văn A", post, valid_to=LAST)
    make_officer("b", "Nguyễn Văn B", post, valid_from=LAST + DAY)
    assert [o.code for o in officers_of(agency, LAST)] == ["a"]
    assert [o.code for o in officers_of(agency, LAST + DAY)] == ["b"]
    assert not officers_of(None, LAST)


@pytest.mark.parametrize("code", ["có dấu", "a b", "-x", ".x", "x/y", "", "a" * 81])
def test_a_code_is_plain(db: None, code: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        Topic(code=code, name="x").full_clean()
    assert "code" in wrong.value.message_dict


def test_a_record_without_a_vietnamese_name_is_refused(db: None) -> None:
    with pytest.raises(ValidationError) as wrong:
        Topic(code="x", name={}).full_clean()
    assert "name" in wrong.value.message_dict


# The admin finds them.

LISTS = ["locality", "agency", "post", "officer", "topic", "marketplace", "abbreviation"]


@pytest.fixture
def indexed(db: None) -> None:
    agency = make_agency("ubnd-xa", "Ủy ban nhân dân xã Đình Hội")
    make_agency("hdnd-xa", "Hội đồng nhân dân")
    make_officer("nva", "Nguyễn Văn Đường", make_post("ct", agency))
    make_topic("T01", "Lễ hội đình làng")
    make_topic("T02", "Chuyển đổi số")
    make_image("Lễ hội đình")
    call_command("update_index", verbosity=0)


@pytest.mark.parametrize("kind", LISTS)
def test_every_list_opens(admin_client: Client, indexed: None, kind: str) -> None:
    answer = admin_client.get(reverse(f"wagtailsnippets_core_{kind}:list"))
    assert answer.status_code == 200


@pytest.mark.parametrize("typed", ["Ủy ban", "uy ban", "UBND-XA", "ubnd", "Đình", "dinh hoi"])
def test_agencies_are_found(admin_client: Client, indexed: None, typed: str) -> None:
    url = reverse("wagtailsnippets_core_agency:list_results")
    text = admin_client.get(url, {"q": typed}).content.decode()
    assert "Ủy ban nhân dân xã Đình Hội" in text
    assert "Hội đồng nhân dân" not in text


@pytest.mark.parametrize("typed", ["Đường", "duong", "nguyen van", "nva"])
def test_officers_are_found(admin_client: Client, indexed: None, typed: str) -> None:
    url = reverse("wagtailsnippets_core_officer:list_results")
    assert "Nguyễn Văn Đường" in admin_client.get(url, {"q": typed}).content.decode()


@pytest.mark.parametrize("typed", ["T01", "lễ hội", "le hoi", "le hoi dinh"])
def test_topics_are_found(admin_client: Client, indexed: None, typed: str) -> None:
    url = reverse("wagtailsnippets_core_topic:list_results")
    text = admin_client.get(url, {"q": typed}).content.decode()
    assert "Lễ hội đình làng" in text
    assert "Chuyển đổi số" not in text


@pytest.mark.parametrize("typed", ["le hoi", "dinh", "Lễ hội"])
def test_pictures_are_found(admin_client: Client, indexed: None, typed: str) -> None:
    url = reverse("wagtailimages_chooser:choose_results")
    assert "Lễ hội đình" in admin_client.get(url, {"q": typed}).content.decode()
