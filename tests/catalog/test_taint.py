"""P-PRIV: nothing that was never public appears anywhere, whatever is asked of whatever address.

Every text of everything that is not public bears a word that occurs nowhere else; then all
addresses of the API's own document, all feeds, sitemaps and the site's search are read.
"""

import datetime
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page

from desk.models import NationalProposal
from documents.models import DocumentIndexPage, OfficialDocumentPage
from events.models import EventIndexPage, EventPage
from news.models import NewsIndexPage, NewsPage
from places.models import PlaceIndexPage, RelicPage, TourismPlacePage
from products.models import BusinessIndexPage, BusinessPage, ProductIndexPage, ProductPage
from tests.catalog.harvester import Harvester
from tests.factories.core import (
    Portal,
    make_document,
    make_image,
    make_page,
    make_section,
    make_standard_page,
)
from tests.factories.tree import restrict

WORD = "zqkinzq"
SHOWN = "Công khai"
IN_THE_FIELD: dict[type[Page], dict[str, Any]] = {
    NewsPage: {"author": WORD, "source_name": WORD, "claim": WORD},
    ProductPage: {"packaging": WORD, "product_code": WORD, "featured_reason": WORD},
    BusinessPage: {"legal_form": "cooperative", "address": WORD, "business_fields": WORD},
    TourismPlacePage: {"address": WORD, "opening": WORD, "best_season": WORD},
    RelicPage: {"worship": WORD, "period": WORD},
    EventPage: {
        "kind": "fair", "venue": WORD, "organiser": WORD, "results": WORD,
        "start": datetime.datetime(2027, 2, 1, tzinfo=datetime.UTC),
    },
    OfficialDocumentPage: {"kind": "plan", "number": f"7/{WORD}", "signer": WORD, "note": WORD},
}  # fmt: skip
INDEX_OF = {
    NewsPage: NewsIndexPage, ProductPage: ProductIndexPage, BusinessPage: BusinessIndexPage,
    TourismPlacePage: PlaceIndexPage, RelicPage: PlaceIndexPage, EventPage: EventIndexPage,
    OfficialDocumentPage: DocumentIndexPage,
}  # fmt: skip


def secret_pages(portal: Portal, parent_of: dict[type[Page], Page]) -> Iterator[Page]:
    """A draft, a private, an expired and a withdrawn page of each kind, and one below a private."""
    for model, fields in IN_THE_FIELD.items():
        parent = parent_of[INDEX_OF[model]]

        def page(title: str, above: Page = parent, **more: Any) -> Page:
            fields_of = {**fields, "summary": f"{WORD} tóm tắt", **more}  # noqa: B023
            return make_page(above, f"{WORD} {title} {model.__name__}", model, **fields_of)  # noqa: B023

        yield page("nháp", live=False)
        private = page("riêng")
        restrict(private)
        yield private
        yield page("hết hạn", expire_at=timezone.now() - datetime.timedelta(days=1))
        withdrawn = page("đã gỡ", live=False)
        yield withdrawn


@pytest.fixture
def tainted(bilingual: Portal) -> Portal:
    """A portal with a public page of each kind, surrounded by what nobody may see."""
    home = bilingual.home
    parent_of: dict[type[Page], Page] = {
        index: make_page(home, index.__name__, index) for index in set(INDEX_OF.values())
    }
    hidden = list(secret_pages(bilingual, parent_of))
    section = make_section(home, f"{WORD} mục kín", slug=f"{WORD}-muc")
    restrict(section)
    hidden.append(make_standard_page(section, f"{WORD} trong mục kín"))
    closed = Collection.get_first_root_node().add_child(name=f"{WORD} kho")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    make_image(f"{WORD} ảnh", collection=closed)
    file = make_document(f"{WORD} tệp", name=f"{WORD}.txt")
    file.collection = closed
    file.save()
    make_image(f"{WORD} chưa dùng")
    links = "".join(f'<p><a linktype="page" id="{page.pk}">xem</a></p>' for page in hidden)
    links += f'<p><a linktype="document" id="{file.pk}">tệp</a></p>'
    body = json.dumps([{"type": "text", "value": links}])
    for model, fields in IN_THE_FIELD.items():
        clean = {k: v if v != WORD else "" for k, v in fields.items()}
        clean |= {"number": "7/KH-UBND"} if "number" in clean else {}
        page = make_page(parent_of[INDEX_OF[model]], f"{SHOWN} {model.__name__}", model,
                         body=body, **clean)  # fmt: skip
        page.title = f"{WORD} bản nháp sau khi đăng"
        page.save_revision()
        page.copy_for_translation(bilingual.en, copy_parents=True, alias=True)
        NationalProposal.objects.create(page=page, note=f"{WORD} ghi chú", reason=f"{WORD} lý do")
    Redirect.objects.create(old_path="/cu", redirect_page=hidden[0])
    return bilingual


def addresses(client: Client) -> Iterator[str]:
    """Everything one can ask for: the API by its own document, feeds, sitemaps, the site."""
    items = Harvester().pull().held
    document = client.get("/api/v1/openapi.json").json()
    for path in document["paths"]:
        if "{" not in path:
            yield path
            yield f"{path}?limit=100"
    yield "/api/v1/content?limit=100&view=full&facets=topic,year,locality"
    for word in (WORD, quote(f"{WORD} nháp"), SHOWN, "a"):
        yield f"/api/v1/search?q={word}"
    for path in ("/cu", f"/{WORD}-muc", f"/{WORD}-muc/{WORD}-trong-muc-kin/"):
        yield f"/api/v1/resolve?path={quote(path)}"
    for item in items:
        yield f"/api/v1/content/{item}?expand=breadcrumbs,translations,children,related"
    for language in ("vi", "en"):
        for name in ("all", "news", "products", "events", "documents", "places", "pages"):
            for form in ("rss", "atom", "json"):
                yield f"/feeds/{language}/{name}.{form}"
        yield f"/feeds/{language}/events.ics"
        yield f"/feeds/{language}/podcast.rss"
        for name in ("merchant.rss", "merchant.csv", "excluded.json"):
            yield f"/feeds/{language}/products/{name}"
        yield f"/sitemap-{language}-1.xml"
    yield "/sitemap.xml"
    for verb in ("ListRecords", "ListIdentifiers"):
        yield f"/oai?verb={verb}&metadataPrefix=oai_dc"
    for data in items.values():
        if data["url"].endswith("/"):
            yield data["url"].removeprefix("http://localhost")
    yield "/tim-kiem/?q=cong+khai"


@pytest.mark.django_db
def test_no_word_of_anything_private_is_anywhere(tainted: Portal, settings: Any) -> None:
    settings.OAI_PMH_ENABLED = True
    client = Client()
    statuses: dict[int, int] = {}
    for address in addresses(client):
        answer = client.get(address)
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        assert answer.status_code < 500, address
        text = b"".join(answer) if answer.streaming else answer.content
        asked = WORD in address
        assert WORD not in text.decode() or (asked and answer.status_code == 404), address
    assert statuses[200] > 90, statuses
    assert {
        data["title"] for data in Harvester().pull().held.values() if SHOWN in data["title"]
    } == {f"{SHOWN} {model.__name__}" for model in IN_THE_FIELD}
