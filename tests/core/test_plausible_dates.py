"""A date of an impossible year is told in words; one that is stored all the same breaks nothing."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.schemas import moment_text
from core.vietnamese.dates import VIETNAM, day_after, in_zone, local_date
from documents.models import OfficialDocumentPage
from events.recurrence import Occurrence, Schedule
from news.models import NewsPage
from products.validity import add_months, expiry_of, state_on
from tests.factories.core import Portal
from tests.factories.news import make_news, make_news_index

UTC = datetime.UTC
HOWEVER_SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
MOMENTS = st.datetimes(timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("model", "field", "value", "range_in_words"),
    [
        (NewsPage, "date", datetime.datetime(1, 1, 1, tzinfo=VIETNAM), "từ 1990 đến"),
        (NewsPage, "date", datetime.datetime(206, 3, 5, 8, tzinfo=UTC), "từ 1990 đến"),
        (NewsPage, "date", datetime.datetime(9999, 12, 31, 23, 59, tzinfo=UTC), "từ 1990 đến"),
        (OfficialDocumentPage, "issued_on", datetime.date(1799, 1, 1), "từ 1800 đến"),
        (OfficialDocumentPage, "expires_on", datetime.date(9999, 1, 1), "từ 1800 đến"),
    ],
)
def test_an_impossible_year_is_told_with_the_years_that_are_possible(
    db: None, model: Any, field: str, value: Any, range_in_words: str
) -> None:
    page = model(title="Bài", **{field: value})
    with pytest.raises(ValidationError) as found:
        page.clean_fields(exclude=[f.name for f in model._meta.fields if f.name != field])
    assert range_in_words in str(found.value.message_dict[field])


def test_a_page_does_not_expire_at_the_end_of_the_calendar(bilingual: Portal) -> None:
    bilingual.home.expire_at = datetime.datetime(9999, 12, 31, tzinfo=UTC)
    with pytest.raises(ValidationError) as found:
        bilingual.home.full_clean()
    assert "từ 1990 đến" in str(found.value.message_dict["expire_at"])


def test_news_of_the_year_1_takes_no_list_down(bilingual: Portal) -> None:
    index = make_news_index(bilingual.home)
    page = make_news(index)
    for moment in (datetime.datetime(1, 1, 1, tzinfo=UTC),
                   datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)):  # fmt: skip
        NewsPage.objects.filter(pk=page.pk).update(date=moment)
        NewsPage.objects.get(pk=page.pk).save(clean=False)
        client = Client()
        for address in (index.url, page.url, "/", "/feeds/vi/all.rss", "/api/v1/content?view=full"):
            assert client.get(address).status_code == 200, (moment, address)


def test_oai_is_asked_until_the_end_of_the_calendar(bilingual: Portal) -> None:
    address = "/oai?verb=ListRecords&metadataPrefix=oai_dc&until="
    for until in ("9999-12-31", "9999-12-31T23:59:59Z"):
        assert b"badArgument" not in Client().get(address + until).content


@HOWEVER_SLOW
@given(MOMENTS)
def test_every_moment_has_a_day_and_a_text(moment: datetime.datetime) -> None:
    assert in_zone(moment, VIETNAM).tzinfo is VIETNAM
    text = moment_text(moment)
    assert datetime.datetime.fromisoformat(text).date() == local_date(moment)
    assert text[-3] == ":"  # An offset of hours and minutes.


@HOWEVER_SLOW
@given(st.dates(), st.dates(), st.none() | st.dates())
def test_every_certificate_has_a_state(
    today: datetime.date, decided: datetime.date, revoked: datetime.date | None
) -> None:
    assert expiry_of(decided) >= decided
    assert add_months(decided, 36) == expiry_of(decided)
    assert state_on(today, decided, revoked)
    assert day_after(decided) >= decided


@HOWEVER_SLOW
@given(MOMENTS, MOMENTS, st.dates(), st.sampled_from(["none", "yearly", "lunar_yearly"]))
def test_every_event_has_a_next_time_or_none(
    start: datetime.datetime, end: datetime.datetime, today: datetime.date, recurrence: str
) -> None:
    schedule = Schedule(Occurrence(start, max(start, end)), recurrence, 1, 1)
    coming = schedule.next_occurrence(today)
    assert coming is None or coming.last_day >= today
