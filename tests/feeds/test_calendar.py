"""The calendar, read by the library that other programs use."""

import datetime
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from tests.factories.core import Portal
from tests.feeds.rows import make_row, withdraw


@pytest.fixture(autouse=True)
def _site(bilingual: Portal) -> None:
    pass


def events(locale: str = "vi") -> list[Any]:
    answer = Client().get(f"/feeds/{locale}/events.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def make_event(title: str, locale: str = "vi", **data: Any) -> Any:
    given = {
        "kind": {"code": "fair", "label": "Hội chợ"}, "start": "2026-11-20T08:00:00+07:00",
        "end": "2026-11-22T17:00:00+07:00", "is_all_day": False,
        "time_zone": "Asia/Ho_Chi_Minh", "recurrence": {"code": "none", "label": "Một lần"},
        "lunar": None, "venue": "Nhà văn hoá; xóm 1, xã", **data,
    }  # fmt: skip
    return make_row(title, "event", locale, data=given, summary="Dòng 1\nDòng 2, hết")


def test_an_event_with_its_times() -> None:
    row = make_event("Hội chợ & <nông sản>")
    withdraw(make_event("Đã huỷ"))
    make_event("Fair", "en")
    [event] = events()
    assert event["summary"] == "Hội chợ & <nông sản>"
    assert event["uid"] == f"{row.translation_key}-vi"
    assert event.decoded("dtstart").isoformat() == "2026-11-20T08:00:00+07:00"
    assert event.decoded("dtend").isoformat() == "2026-11-22T17:00:00+07:00"
    assert event["location"] == "Nhà văn hoá; xóm 1, xã"
    assert event["description"] == "Dòng 1\nDòng 2, hết"
    assert event["url"] == row.url


def test_whole_days_end_on_the_day_after() -> None:
    make_event("Cả ngày", is_all_day=True)
    [event] = events()
    assert event.decoded("dtstart") == datetime.date(2026, 11, 20)
    assert event.decoded("dtend") == datetime.date(2026, 11, 23)


def test_every_year() -> None:
    make_event("Hằng năm", recurrence={"code": "yearly", "label": ""}, is_all_day=True, end=None)
    make_event(
        "Ngày nhuận", recurrence={"code": "yearly", "label": ""}, end=None,
        start="2024-02-29T08:00:00+07:00",
    )  # fmt: skip
    rules = {str(event["summary"]): event["rrule"] for event in events()}
    assert rules["Hằng năm"] == {"FREQ": ["YEARLY"]}
    assert rules["Ngày nhuận"] == {"FREQ": ["YEARLY"], "BYMONTH": [2], "BYMONTHDAY": [-1]}


def test_a_lunar_festival_has_an_entry_for_each_of_the_next_years() -> None:
    times = {"start": "2027-02-20T07:00:00+07:00", "end": "2027-02-21T22:00:00+07:00"}
    row = make_event(
        "Hội làng", recurrence={"code": "lunar_yearly", "label": ""},
        start="2020-02-08T07:00:00+07:00", end="2020-02-09T22:00:00+07:00",
        lunar={"day": 15, "month": 1, "text": ""}, occurrence=times,
    )  # fmt: skip
    found = events()
    assert [event["uid"] for event in found] == [
        f"{row.translation_key}-vi-{year}" for year in range(2027, 2032)
    ]
    assert [event.decoded("dtstart").isoformat()[:16] for event in found[:3]] == [
        "2027-02-20T07:00", "2028-02-09T07:00", "2029-02-27T07:00",
    ]  # fmt: skip
    assert found[1].decoded("dtend").isoformat()[:16] == "2028-02-10T22:00"


def test_an_event_abroad_keeps_its_own_clock() -> None:
    make_event("Tokyo", time_zone="Asia/Tokyo", start="2026-11-20T22:30:00+07:00", end=None)
    [event] = events()
    assert event.decoded("dtstart").isoformat() == "2026-11-21T00:30:00+09:00"
