"""The English address: made of the English title until somebody types one or the page is public."""

from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from home.models import StandardPage
from localization import translating
from tests.factories.core import Portal, make_standard_page, make_user, translate

TRANSLATOR = "Biên dịch, hiệu đính"


@dataclass
class Desk:
    portal: Portal
    client: Client
    page: StandardPage

    @property
    def translation(self) -> Translation:
        found = translating.translation_into(self.page, self.portal.en)
        assert found is not None
        return found

    @property
    def english(self) -> Any:
        return translating.target_of(self.translation)

    def segment(self, path: str) -> StringSegment:
        return StringSegment.objects.get(source=self.translation.source, context__path=path)

    def save(self, **typed: str) -> dict[str, Any]:
        """Side by side, as the script: ``title="About"``; ``was_title`` is the text before."""
        data = {}
        for path in ("title", "slug"):
            if path in typed:
                pk = self.segment(path).pk
                data |= {f"segment-{pk}": typed[path], f"was-{pk}": typed.get(f"was_{path}", "")}
        url = reverse("parallel", args=[self.translation.pk])
        return self.client.post(url, data, headers={"accept": "application/json"}).json()

    def type(self, path: str, text: str) -> None:
        """In wagtail-localize's own editor."""
        kept = (self.translation.pk, self.segment(path).pk)
        url = reverse("wagtail_localize:edit_string_translation", args=kept)
        answer = self.client.generic(
            "PUT", url, f"value={text}", content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code in (200, 201)

    def shown(self) -> tuple[str, str]:
        """The address on the screen, and what is said of it."""
        url = reverse("parallel", args=[self.translation.pk])
        html = BeautifulSoup(self.client.get(url).content.decode(), "html5lib")
        row = html.select_one(f"#segment-{self.segment('slug').pk}")
        assert row is not None
        field, state = row.select_one("textarea"), row.select_one(".parallel-state")
        assert field is not None
        assert state is not None
        return field.get_text(), state.get_text()

    def publish(self) -> None:
        translating.publish(self.translation)


def desk_for(portal: Portal, client: Client, title: str = "Giới thiệu", **fields: Any) -> Desk:
    page = make_standard_page(portal.home, title, **fields)
    translating.begin(page, portal.en, None)
    return Desk(portal, client, page)


@pytest.fixture
def translator(roles: Portal) -> Client:
    client = Client()
    client.force_login(make_user("dich", TRANSLATOR))
    return client


@pytest.fixture
def desk(roles: Portal, translator: Client) -> Desk:
    return desk_for(roles, translator)


def test_the_address_is_made_of_the_title(desk: Desk) -> None:
    assert desk.shown()[0] == ""
    answer = desk.save(title="Us & Tân Trung")
    row = answer["rows"][f"segment-{desk.segment('slug').pk}"]  # The script shows it at once.
    assert "us-tan-trung</textarea>" in row
    desk.save(title="About us", was_title="Us & Tân Trung")
    assert desk.shown() == ("about-us", "lấy từ tiêu đề, trừ khi bạn gõ đường dẫn khác")
    desk.publish()
    assert Client().get("/en/about-us/").status_code == 200


def test_in_the_other_editor_as_well(desk: Desk) -> None:
    desk.type("title", "About")
    assert desk.shown()[0] == "about"
    desk.type("slug", "who-we-are")
    desk.type("title", "About us")
    assert desk.shown()[0] == "who-we-are"


def test_what_was_typed_stays(desk: Desk) -> None:
    desk.save(slug="who-we-are")
    desk.save(title="About")
    assert desk.shown() == ("who-we-are", "đã dịch")


def test_what_is_typed_on_a_screen_without_the_proposal_is_no_conflict(desk: Desk) -> None:
    desk.save(title="About")
    answer = desk.save(slug="who-we-are")
    assert "parallel-error" not in "".join(answer["rows"].values())
    desk.save(title="About us", was_title="About")
    assert desk.shown()[0] == "who-we-are"
    both = desk.save(title="About", was_title="About us", slug="we", was_slug="who-we-are")
    assert "we</textarea>" in "".join(both["rows"].values())


def test_the_address_of_a_public_page_stays(desk: Desk) -> None:
    desk.publish()  # In English, with its Vietnamese address.
    desk.save(title="About")
    assert desk.shown()[0] == ""
    desk.publish()
    desk.english.specific.unpublish()
    desk.save(title="About us", was_title="About")
    desk.publish()
    assert desk.english.slug == "gioi-thieu"


def test_a_proposal_that_was_published_stays(desk: Desk) -> None:
    desk.save(title="About")
    desk.publish()
    desk.save(title="About us", was_title="About")
    desk.publish()
    assert (desk.english.title, desk.english.slug) == ("About us", "about")
    assert Client().get("/en/about/").status_code == 200


def test_no_two_pages_get_one_address(roles: Portal, translator: Client) -> None:
    translate(make_standard_page(roles.home, "Tin"), "News", slug="news")
    first = desk_for(roles, translator, "Tin tức")
    second = desk_for(roles, translator, "Tin bài")
    first.save(title="News")
    second.save(title="News")
    assert first.shown()[0] == "news-1"
    assert second.shown()[0] == "news-2"
    for desk in (first, second):
        desk.publish()
        desk.save(title="News again", was_title="News")
    assert {first.english.slug, second.english.slug} == {"news-1", "news-2"}


def test_a_title_that_gives_no_address(desk: Desk) -> None:
    desk.save(title="???")
    assert desk.shown()[0] == ""
    assert StringTranslation.objects.count() == 1


def test_the_address_outlives_a_new_one_of_the_original(desk: Desk) -> None:
    desk.save(title="About")
    desk.publish()
    desk.page.slug, desk.page.summary = "gioi-thieu-xa", "Xã ven biển."
    desk.page.save_revision().publish()
    assert desk.segment("slug").string.data == "gioi-thieu-xa"
    desk.publish()
    assert desk.english.slug == "about"
    assert desk.shown()[0] == "about"
