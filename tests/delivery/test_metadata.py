"""Metadata in the head, as a program written by others (extruct) reads it."""

import datetime
import json
from typing import Any

import extruct
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from catalog.refresh import refresh
from core.models import Locality, PortalSettings
from tests.delivery.visitor import visit
from tests.factories.core import Portal, make_agency, make_stand_in, make_standard_page, translate
from tests.factories.products import Day, business, certificate, product
from tests.factories.tree import make_tree

MANDATORY = ("title", "creator", "date", "description", "publisher", "identifier")


def read(address: str) -> dict[str, Any]:
    """``things`` by type, ``terms`` of Dublin Core, ``graph`` of Open Graph."""
    body = visit(address).body
    found = extruct.extract(body, "http://localhost" + address, uniform=True)
    page = BeautifulSoup(body, "html5lib")
    terms = {
        m["name"].removeprefix("DC."): m["content"]
        for m in page.select("head meta[name^='DC.']")
    }  # fmt: skip
    things = {thing["@type"]: thing for thing in found["json-ld"]}
    return {"things": things, "terms": terms, "graph": found["opengraph"], "page": page}


@pytest.fixture
def portal(bilingual: Portal) -> Portal:
    PortalSettings.objects.create(
        site=bilingual.site, name={"vi": "Cổng xã", "en": "Portal"}, agency=make_agency(),
        phone="0204 000 000",
    )  # fmt: skip
    page = make_standard_page(bilingual.home, summary="Đôi nét </script><b>về xã")
    translate(page, "About")
    refresh()
    return bilingual


def test_every_page_says_what_the_circular_demands(portal: Portal) -> None:
    for address in ("/", "/gioi-thieu/", "/en/about/"):
        terms = read(address)["terms"]
        assert [name for name in MANDATORY if not terms.get(name)] == [], address
    assert terms["language"] == "en"


def test_schema_org_of_a_page(portal: Portal) -> None:
    found = read("/gioi-thieu/")
    text = found["things"]["WebPage"]
    assert text["inLanguage"] == "vi"
    assert text["workTranslation"][0]["inLanguage"] == "en"
    assert text["description"] == "Đôi nét </script><b>về xã"
    crumbs = found["things"]["BreadcrumbList"]["itemListElement"]
    assert [c["name"] for c in crumbs] == ["Trang chủ", "Giới thiệu"]


def test_the_home_page_says_who_speaks(portal: Portal) -> None:
    office = read("/")["things"]["GovernmentOrganization"]
    assert (office["name"], office["telephone"]) == ("Ủy ban nhân dân xã", "0204 000 000")


def test_open_graph(portal: Portal) -> None:
    graph = read("/en/about/")["graph"][0]
    assert graph["og:locale"] == "en_GB"
    assert graph["og:site_name"] == "Portal"
    assert graph["og:url"].endswith("/en/about/")


def test_languages_that_exist_and_a_default(portal: Portal) -> None:
    for address in ("/gioi-thieu/", "/en/about/"):
        links = {
            link["hreflang"]: link["href"]
            for link in read(address)["page"].select("link[rel=alternate][hreflang]")
        }
        assert set(links) == {"vi", "en", "x-default"}
        assert links["x-default"] == links["vi"]


def test_what_is_not_public_itself_says_nothing(portal: Portal) -> None:
    page = make_standard_page(portal.home, "Riêng", slug="rieng")
    stand_in = make_stand_in(page)
    for address in (stand_in.url, "/khong-co/"):
        found = read(address)
        assert (found["things"], found["terms"], found["graph"]) == ({}, {}, []), address
    page.title = "Bí mật"
    assert "DC.title" not in page.make_preview_request().content.decode()


def test_a_product_with_its_producer(db: None) -> None:
    tree = make_tree()
    producer = business(tree, last_published_at=timezone.now() - datetime.timedelta(days=1))
    page = product(tree, producer=producer)
    certificate(page, Day(2025, 3, 10), stars=4)
    refresh()
    thing = read(page.url)["things"]["Product"]
    assert thing["manufacturer"]["name"] == producer.title
    assert read(producer.url)["things"]["LocalBusiness"]["name"] == producer.title


def test_the_manifest_of_each_language(portal: Portal) -> None:
    for prefix, language, name in (("", "vi", "Cổng xã"), ("/en", "en", "Portal")):
        answer = Client().get(f"{prefix}/site.webmanifest")
        body = json.loads(answer.content)
        assert answer["Content-Type"] == "application/manifest+json"
        assert (body["lang"], body["name"], body["start_url"]) == (language, name, f"{prefix}/")
        assert {icon["sizes"] for icon in body["icons"]} == {"192x192", "512x512"}


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Cổng xã", "Cổng xã"),
        ("Trang thông tin đối ngoại xã Tân Trung", "Trang thông tin đối ngoại xã"),
        ("Cổng thông tin điện tử đối ngoại – Tân Trung", "Cổng thông tin điện tử đối"),
        ("Thôngtinđốingoạicủaxãkhôngcódấucách", "Thôngtinđốingoạicủaxãkhôngcódấ"),
    ],
)
def test_the_short_name_of_the_manifest_ends_with_a_word(
    portal: Portal, name: str, short: str
) -> None:
    settings = PortalSettings.objects.get()
    settings.name = {"vi": name}
    settings.save()
    assert json.loads(Client().get("/site.webmanifest").content)["short_name"] == short
    place = Locality.objects.create(code="xa", kind="commune", name={"vi": "Xã Tân Trung"})
    settings.locality = place
    settings.save()
    assert json.loads(Client().get("/site.webmanifest").content)["short_name"] == "Xã Tân Trung"
