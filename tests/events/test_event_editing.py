"""What the editor's form makes of times, zones and lunar dates."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from events.models import EventIndexPage, EventPage
from tests.editing import errors_of, log_in, page_form, post_new_page
from tests.factories.events import at, make_event


@pytest.fixture
def post(client: Client, index: EventIndexPage) -> Any:
    log_in(client)

    def send(**values: Any) -> dict[str, list[str]]:
        data = {
            "title": "Hội chợ", "slug": "hoi-cho", "kind": "fair", "start": "2026-04-05 09:00",
            "time_zone": "Asia/Ho_Chi_Minh", "recurrence": "none",
        }  # fmt: skip
        form = page_form(**{**data, **values})
        return errors_of(post_new_page(client, index, "events/eventpage", form))

    return send


def test_times_are_of_the_clock_of_the_event(client: Client, post: Any) -> None:
    assert post(time_zone="Asia/Tokyo", end="2026-04-05 17:00") == {}
    page = EventPage.objects.get()
    assert page.start == at("2026-04-05 09:00", "Asia/Tokyo")
    assert page.end == at("2026-04-05 17:00", "Asia/Tokyo")
    form = client.get(f"/admin/pages/{page.pk}/edit/").context["form"]
    assert 'value="05/04/2026 09:00"' in str(form["start"])


def test_saving_again_moves_nothing(client: Client, post: Any) -> None:
    post(time_zone="America/New_York")
    page = EventPage.objects.get()
    form = page_form(
        title="Mới", slug="hoi-cho", kind="fair", start="2026-04-05 09:00",
        time_zone="America/New_York", recurrence="none",
    )  # fmt: skip
    form |= {"action-publish": "1", "confirms_publishable": "on"}
    assert client.post(f"/admin/pages/{page.pk}/edit/", form).status_code == 302
    page.refresh_from_db()
    assert (page.title, page.start) == ("Mới", at("2026-04-05 09:00", "America/New_York"))


def test_a_draft_may_have_no_date_yet(client: Client, index: EventIndexPage) -> None:
    log_in(client)
    form = page_form(
        title="Hội chợ", slug="hoi-cho", kind="fair", start="", time_zone="Asia/Ho_Chi_Minh",
        recurrence="none",
    )  # fmt: skip
    response = post_new_page(client, index, "events/eventpage", form, publish=False)
    assert errors_of(response) == {}
    page = EventPage.objects.get()
    assert not page.live
    preview = client.post(f"/admin/pages/{page.pk}/edit/preview/", form)
    assert preview.json()["is_valid"]
    assert client.get(f"/admin/pages/{page.pk}/edit/preview/?mode=").status_code == 200
    with pytest.raises(ValidationError) as refused:
        page.save_revision(clean=False).publish()
    assert list(refused.value.message_dict) == ["start"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"end": "2026-04-05 08:59"}, "end"),
        ({"time_zone": "Asia/Nowhere"}, "time_zone"),
        ({"time_zone": "../etc/passwd"}, "time_zone"),
        ({"recurrence": "lunar_yearly"}, "lunar_day"),
        ({"recurrence": "lunar_yearly", "lunar_day": "16"}, "lunar_month"),
        ({"recurrence": "lunar_yearly", "lunar_day": "16", "lunar_month": "1"}, "start"),
        ({"recurrence": "lunar_yearly", "lunar_day": "31", "lunar_month": "1"}, "lunar_day"),
        ({"recurrence": "lunar_yearly", "lunar_day": "1", "lunar_month": "13"}, "lunar_month"),
        ({"recurrence": "yearly", "end": "2027-04-05 09:00"}, "end"),
        ({"start": ""}, "start"),
        ({"start": "2026-02-30 08:00"}, "start"),
    ],
)
def test_what_cannot_be(post: Any, values: dict[str, str], field: str) -> None:
    assert field in post(**values)
    assert not EventPage.objects.exists()


@pytest.mark.parametrize(
    ("start", "nearest"),
    [("2026-03-03", "04/03/2026"), ("2027-02-22", "21/02/2027"), ("2026-12-31", "21/02/2027"),
     ("2026-06-01", "04/03/2026")],
)  # fmt: skip
def test_a_wrong_lunar_date_is_answered_with_the_nearest_right_one(
    post: Any, start: str, nearest: str
) -> None:
    errors = post(
        recurrence="lunar_yearly", lunar_day="16", lunar_month="1", start=f"{start} 08:00"
    )
    assert nearest in errors["start"][0]


def test_the_right_lunar_date_is_taken(post: Any) -> None:
    assert post(
        recurrence="lunar_yearly", lunar_day="16", lunar_month="1", start="2026-03-04 08:00"
    ) == {}  # fmt: skip


def test_a_time_without_a_zone_is_of_the_clock_of_the_event(index: EventIndexPage) -> None:
    naive = at("2026-04-05 09:00").replace(tzinfo=None)
    page = make_event(index, start=naive, time_zone="Asia/Tokyo")
    page.refresh_from_db()
    assert page.start == at("2026-04-05 09:00", "Asia/Tokyo")
    text: Any = "2026-04-05 09:00"
    other = make_event(index, start=text, time_zone="Europe/Paris")
    other.refresh_from_db()
    assert other.start == at("2026-04-05 09:00", "Europe/Paris")


def test_an_import_with_an_unknown_zone_is_refused(index: EventIndexPage) -> None:
    naive = at("2026-04-05 09:00").replace(tzinfo=None)
    with pytest.raises(ValidationError):
        make_event(index, start=naive, time_zone="Asia/Nowhere")
