"""Events as iCalendar, read back by a program that knows the format."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from icalendar import Calendar, Event

from events.models import EventIndexPage
from tests.factories.events import at, make_event
from tests.factories.tree import Tree, restrict, stand_in, translate

D = datetime.date
FESTIVAL = {
    "kind": "festival", "start": at("2025-02-13 07:00"), "end": at("2025-02-14 17:00"),
    "recurrence": "lunar_yearly", "lunar_day": 16, "lunar_month": 1,
}  # fmt: skip


def entries(client: Client, address: str) -> list[Event]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert not calendar.errors
    assert str(calendar["version"]) == "2.0"
    found = list(calendar.walk("VEVENT"))
    uids = [str(entry["uid"]) for entry in found]
    assert len(set(uids)) == len(uids)
    assert all("DTSTAMP" in entry for entry in found)
    return found


def only(client: Client, address: str) -> Event:
    (entry,) = entries(client, address)
    return entry


def test_a_timed_event_with_its_zone(client: Client, index: EventIndexPage) -> None:
    page = make_event(
        index, "Hội chợ, vải; mật", start=at("2026-07-05 09:00", "Europe/Paris"), venue="Paris",
        end=at("2026-07-05 17:00", "Europe/Paris"), time_zone="Europe/Paris", summary="Giới thiệu",
    )  # fmt: skip
    entry = only(client, f"{page.url}ics/")
    assert str(entry["summary"]) == "Hội chợ, vải; mật"
    assert entry["dtstart"].params["TZID"] == "Europe/Paris"
    assert entry["dtstart"].dt == at("2026-07-05 09:00", "Europe/Paris")
    assert entry["dtend"].dt == at("2026-07-05 17:00", "Europe/Paris")
    assert str(entry["location"]) == "Paris"
    assert str(entry["url"]).endswith(page.url)
    calendar = Calendar.from_ical(client.get(f"{page.url}ics/").content)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]


def test_an_all_day_event_ends_on_the_day_after(client: Client, index: EventIndexPage) -> None:
    page = make_event(
        index, start=at("2026-03-05 00:00"), end=at("2026-03-07 00:00"), is_all_day=True
    )
    entry = only(client, f"{page.url}ics/")
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (D(2026, 3, 5), D(2026, 3, 8))


def test_a_yearly_event_has_a_rule(client: Client, index: EventIndexPage) -> None:
    page = make_event(index, recurrence="yearly")
    assert only(client, f"{page.url}ics/")["rrule"]["FREQ"] == ["YEARLY"]
    leap = make_event(index, recurrence="yearly", start=at("2024-02-29 08:00"))
    rule = only(client, f"{leap.url}ics/")["rrule"]
    assert (rule["BYMONTH"], rule["BYMONTHDAY"]) == ([2], [-1])


def by_uid(client: Client, address: str) -> dict[str, Any]:
    return {str(entry["uid"]): entry["dtstart"].dt.date() for entry in entries(client, address)}


def test_a_lunar_festival_is_expanded_for_five_years(client: Client, index: EventIndexPage) -> None:
    page = make_event(index, **FESTIVAL)
    with time_machine.travel("2026-02-10T00:30:00+07:00", tick=False):
        found = by_uid(client, f"{page.url}ics/")
    assert sorted(found.values()) == [
        D(2026, 3, 4), D(2027, 2, 21), D(2028, 2, 10), D(2029, 2, 28), D(2030, 2, 17),
    ]  # fmt: skip
    with time_machine.travel("2027-06-01T12:00:00+07:00", tick=False):
        later = by_uid(client, f"{page.url}ics/")
    common = found.keys() & later.keys()
    assert len(common) == 3
    assert all(found[uid] == later[uid] for uid in common)


def test_all_public_events_of_a_language(client: Client, tree: Tree, index: EventIndexPage) -> None:
    shown = make_event(index, "Công khai")
    alias = make_event(index, "Chưa dịch")
    make_event(index, "Bản thảo", live=False)
    make_event(index, "Hết hạn", expire_at=timezone.now() - datetime.timedelta(hours=1))
    restrict(make_event(index, "Nội bộ"))
    titles = {str(entry["summary"]) for entry in entries(client, "/su-kien/ics/")}
    assert titles == {"Công khai", "Chưa dịch"}
    translate(index, title="Events", slug="events")
    translate(shown, title="Public", slug="public")
    stand_in(alias)
    assert str(only(client, "/en/events/ics/")["summary"]) == "Public"


def test_the_file_of_an_event_that_is_not_public_is_not_given(
    client: Client, index: EventIndexPage
) -> None:
    draft = make_event(index, live=False)
    expired = make_event(index, expire_at=timezone.now() - datetime.timedelta(hours=1))
    internal = make_event(index)
    restrict(internal)
    assert client.get(f"{draft.url}ics/").status_code == 404
    assert client.get(f"{expired.url}ics/").status_code == 404
    assert client.get(expired.url).status_code == 404
    assert client.get(f"{internal.url}ics/").status_code == 302


def test_a_new_title_keeps_the_identifier(client: Client, index: EventIndexPage) -> None:
    page = make_event(index, "Cũ")
    before = only(client, f"{page.url}ics/")["uid"]
    page.title, page.slug = "Mới", "moi"
    page.save()
    assert only(client, "/su-kien/moi/ics/")["uid"] == before


@pytest.mark.parametrize("address", ["ics", "ics/x/", "feed/"])
def test_no_other_address_below_an_event(
    client: Client, index: EventIndexPage, address: str
) -> None:
    page = make_event(index)
    assert client.get(f"{page.url}{address}").status_code in {301, 404}
