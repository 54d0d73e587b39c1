"""The notice on every page: from when, until when, how loud, in both languages."""

import datetime
from typing import Any

import pytest
import time_machine
from bs4 import Tag
from django.test import Client
from django.utils import timezone

from core.models import PortalSettings
from tests.dom import page_of
from tests.factories.core import Portal, make_user

HOUR = datetime.timedelta(hours=1)
pytestmark = pytest.mark.django_db


def announce(bilingual: Portal, **fields: Any) -> PortalSettings:
    text = {"vi": "Bão số 5 đổ bộ tối nay.", "en": "Storm No. 5 makes landfall tonight."}
    found, _ = PortalSettings.objects.update_or_create(
        site=bilingual.site, defaults={"notice": text, **fields}
    )
    return found


def shown(address: str = "/") -> Tag | None:
    return page_of(address).select_one(".notice-bar")


def test_an_alert_is_shown_in_the_language_of_the_page(bilingual: Portal) -> None:
    announce(bilingual, notice_level="alert")
    for address, words in (("/", "Bão số 5"), ("/en/", "Storm No. 5")):
        bar = shown(address)
        assert bar is not None
        assert words in bar.get_text()
        assert "notice-alert" in bar["class"]


@pytest.mark.parametrize(
    ("begins", "ends", "is_up"),
    [
        (None, None, True), (-1, None, True), (1, None, False), (None, 1, True),
        (None, -1, False), (-1, 1, True), (1, 2, False), (-2, -1, False),
    ],
)  # fmt: skip
def test_a_notice_comes_and_goes_by_itself(
    bilingual: Portal, begins: int | None, ends: int | None, is_up: bool
) -> None:
    now = timezone.now()
    announce(
        bilingual,
        notice_from=now + begins * HOUR if begins is not None else None,
        notice_until=now + ends * HOUR if ends is not None else None,
    )
    assert (shown() is not None) == is_up
    said = Client().get("/api/v1/site").json()["notice"]
    assert bool(said) == is_up, "who mirrors the portal holds what its visitors see"


def test_an_end_before_the_beginning_is_refused(bilingual: Portal) -> None:
    setting = announce(bilingual)
    client = Client()
    client.force_login(make_user("quan-tri", is_superuser=True))
    address = f"/admin/settings/core/portalsettings/{bilingual.site.pk}/"
    form = {
        "name_0": "Cổng", "notice_0": "Bảo trì", "notice_level": "maintenance",
        "notice_from": "02/01/2026 08:00", "notice_until": "01/01/2026 08:00",
        "accounts-TOTAL_FORMS": "0", "accounts-INITIAL_FORMS": "0",
    }  # fmt: skip
    answer = client.post(address, form)
    assert answer.status_code == 200
    assert "notice_until" in answer.context["form"].errors
    setting.refresh_from_db()
    assert setting.notice_until is None


def test_a_kept_page_loses_the_notice_in_time(bilingual: Portal) -> None:
    now = timezone.now()
    announce(bilingual, notice_from=now - HOUR, notice_until=now + HOUR)
    assert shown() is not None
    assert shown() is not None, "the second time from what is kept"
    with time_machine.travel(now + HOUR, tick=False):
        assert shown() is None
