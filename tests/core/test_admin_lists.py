"""Lists of the admin sort titles and names as Vietnamese readers expect."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from core.models import Abbreviation, Agency, Officer, Post
from tests.factories.core import (
    Portal,
    make_agency,
    make_document,
    make_image,
    make_standard_page,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.sql

IN_ORDER = ["Cây vải", "Chợ quê", "Chùa Hả", "Dê núi", "Đình Hả", "Ở trọ", "Vườn vải"]
AT_RANDOM = sorted(IN_ORDER)


def listed(client: Client, url: str, **query: str) -> list[str]:
    answer = client.get(url, query)
    assert answer.status_code == 200
    html = BeautifulSoup(answer.content.decode(), "html5lib")
    return [link.get_text(strip=True) for link in html.select("td.title .title-wrapper a")]


def is_sorted_by(client: Client, url: str, column: str, expected: list[str], **query: str) -> None:
    assert listed(client, url, ordering=column, **query) == expected
    assert listed(client, url, ordering=f"-{column}", **query) == expected[::-1]
    assert client.get(url, {"ordering": column, "q": "a"}).status_code == 200


def test_pages(admin_client: Client, bilingual: Portal) -> None:
    for title in AT_RANDOM:
        make_standard_page(bilingual.home, title)
    explorer = reverse("wagtailadmin_explore", args=[bilingual.home.pk])
    is_sorted_by(admin_client, explorer, "title", IN_ORDER)


def test_pictures(admin_client: Client) -> None:
    for title in AT_RANDOM:
        make_image(title)
    pictures = reverse("wagtailimages:index")
    is_sorted_by(admin_client, pictures, "title", IN_ORDER, layout="list")
    assert listed(admin_client, pictures, layout="list") == AT_RANDOM[::-1]  # The newest first.
    results = reverse("wagtailimages:index_results")
    assert listed(admin_client, results, ordering="title", layout="list") == IN_ORDER


def test_files(admin_client: Client) -> None:
    for title in AT_RANDOM:
        make_document(title)
    files = reverse("wagtaildocs:index")
    is_sorted_by(admin_client, files, "title", IN_ORDER)
    assert listed(admin_client, files) == IN_ORDER
    assert listed(admin_client, reverse("wagtaildocs:index_results")) == IN_ORDER


@pytest.mark.parametrize("layout", ["", "list"])
def test_choosers_show_the_newest_first(admin_client: Client, layout: str) -> None:
    for title in AT_RANDOM:
        make_image(title)
        make_document(title)
    for chooser in ("wagtailimages_chooser", "wagtaildocs_chooser"):
        answer = admin_client.get(reverse(f"{chooser}:choose_results"), {"layout": layout})
        shown = answer.content.decode()
        places = [shown.index(title) for title in AT_RANDOM]
        assert places == sorted(places, reverse=True), chooser


def test_records_by_name(admin_client: Client) -> None:
    for number, name in enumerate(AT_RANDOM):
        make_agency(f"co-quan-{number}", name)
        make_topic(f"T{number}", name)
    agencies = reverse(_list_of("core", "agency"))
    is_sorted_by(admin_client, agencies, "name", IN_ORDER)
    topics = admin_client.get(reverse(_list_of("core", "topic")), {"ordering": "name"})
    names = [str(topic.name) for topic in topics.context["object_list"]]
    assert names == IN_ORDER
    found = admin_client.get(agencies, {"ordering": "level", "q": "vai"})
    assert found.status_code == 200  # Wagtail's answer was an error.


def test_records_by_the_name_that_is_shown(db: None) -> None:
    for code, vi, en in (("a", "An", "Zebra"), ("b", "Bình", "Apple"), ("c", "Mộc", "")):
        Agency.objects.create(code=code, name={"vi": vi, "en": en}, level="commune")
    client = Client()
    client.force_login(make_user("john", is_superuser=True, language="en"))
    names = listed(client, reverse(_list_of("core", "agency")), ordering="name")
    assert names == ["Apple", "Mộc", "Zebra"]


def test_people_by_their_given_names(admin_client: Client) -> None:
    names = ["Trần Văn An", "Nguyễn Thị Dung", "Lê Đức"]
    post = Post.objects.create(code="chuyen-vien", name={"vi": "Chuyên viên"}, agency=make_agency())
    for number, name in enumerate(sorted(names)):
        Officer.objects.create(code=f"can-bo-{number}", full_name=name, post=post)
    is_sorted_by(admin_client, reverse(_list_of("core", "officer")), "full_name", names)


def test_abbreviations_by_their_short_form(admin_client: Client) -> None:
    Abbreviation.objects.all().delete()
    shorts: Any = ["DN", "ĐU", "HĐND", "UBND"]
    for short in sorted(shorts):
        Abbreviation.objects.create(code=f"v-{ord(short[0])}", short=short, name=short)
    is_sorted_by(admin_client, reverse(_list_of("core", "abbreviation")), "short", shorts)


def _list_of(app: str, model: str) -> str:
    return f"wagtailsnippets_{app}_{model}:list"
