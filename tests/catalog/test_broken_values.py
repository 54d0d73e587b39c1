"""Whatever a stored value breaks, all other addresses answer as before.

A sample runs with every test; ``BROKEN_VALUES=100000`` (`make test-nightly`) tries all there are.
"""

import datetime
import os
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.models import Page

from catalog.refresh import refresh
from core.kinds import all_kinds, kind_of
from core.models import (
    Agency,
    Locality,
    Officer,
    PortalDocument,
    PortalImage,
    PortalSettings,
    Topic,
)
from tests.catalog.broken import (
    MANY,
    Visitor,
    addresses_of,
    breaks_of,
    public_addresses,
    removals,
    sample,
)
from tests.factories import places, products
from tests.factories.core import Portal, make_image, make_page, make_section, make_standard_page
from tests.factories.documents import attach_file, make_document, make_document_index, relate
from tests.factories.events import at, make_event, make_event_index
from tests.factories.news import make_news, make_news_index
from tests.factories.records import make_agency, make_officer, make_topic
from tests.factories.tree import Tree
from tests.shared_rows import shared_rows

pytestmark = pytest.mark.sets_aside
LUNAR: Any = {"recurrence": "lunar_yearly", "lunar_day": 27, "lunar_month": 1}
LISTS = [
    "/",
    "/en/",
    "/tin-tuc/",
    "/van-ban/",
    "/su-kien/",
    "/san-pham/",
    "/doanh-nghiep/",
    "/du-lich/",
]
COUNT = int(os.environ.get("BROKEN_VALUES", "6"))


@shared_rows
def every_kind(bilingual: Portal) -> Portal:
    """A page of each kind with whatever it may show, and beside it a second one."""
    home, tree = bilingual.home, Tree(bilingual.home, bilingual.english)
    topic, agency = make_topic("T01"), make_agency("ubnd", "Ủy ban nhân dân xã")
    officer, cover = make_officer("chu-tich", "Nguyễn Văn An"), make_image()
    Locality.objects.create(code="xa", name={"vi": "Xã mẫu"}, kind="commune")
    PortalSettings.objects.get_or_create(site=bilingual.site)
    make_section(home, "Giới thiệu")
    body = [("text", "<p>Nội dung</p>")]
    for number in (1, 2):
        make_standard_page(home, f"Trang {number}", body=body, cover=cover)
        places.place(
            tree,
            f"Đồi vải {number}",
            latitude=Decimal("21.3"),
            longitude=Decimal("106.4"),
            cover=cover,
        )
        places.relic(tree, f"Đình {number}", decision_date=datetime.date(1995, 5, 1))
        places.history(tree, f"Lịch sử {number}", period="1945")
        maker = products.business(
            tree, f"HTX {number}", contact_consent_on=datetime.date(2025, 1, 1)
        )
        vai = products.product(tree, f"Vải {number}", producer=maker, cover=cover)
        products.certificate(vai, datetime.date(2025, 3, 1))
        products.listing(vai, f"San{number}", checked_on=datetime.date(2026, 1, 1))
        products.investment_site(tree, f"Khu đất {number}", area_ha=3)
    news, documents, events = (
        make_news_index(home),
        make_document_index(home),
        make_event_index(home),
    )
    for number in (1, 2):
        make_news(news, topics=[topic], body=body, cover=cover)
        make_event(events, start=at("2026-03-15 08:00"), **LUNAR)
        old = make_document(documents, issuer=agency, issued_on=datetime.date(2020, 1, 1))
        new = make_document(documents, issuer=agency, issued_on=datetime.date(2024, 1, 1))
        relate(new, "replaces", old)
        attach_file(new, "Toàn văn", f"toan-van-{number}.pdf")
    make_page(home, "Con người", body=[("people", {"agency": officer.post.agency})])
    refresh()
    return bilingual


def things() -> list[Any]:
    """One row of each kind of page and of what pages show."""
    pages = Page.objects.filter(depth__gt=2, alias_of__isnull=True).order_by("pk").specific()
    one_of_each = {type(page): page for page in pages}
    models = (Agency, Locality, Officer, PortalDocument, PortalImage, PortalSettings, Topic)
    rows = [one for model in models for one in model.objects.order_by("pk")[:1]]
    related = [
        row
        for page in one_of_each.values()
        for name in ("certificates", "listings", "certifications", "files", "relations")
        for row in (getattr(page, name).all()[:1] if hasattr(page, name) else ())
    ]
    return [*one_of_each.values(), *rows, *related]


def some_addresses() -> list[str]:
    """All that are made of many pages, and some pages and items."""
    every = public_addresses()
    return [*MANY, *LISTS, *sample([one for one in every if one not in MANY + LISTS], 12)]


def test_a_broken_value_takes_no_other_address_down(every_kind: Portal, settings: Any) -> None:
    settings.OAI_PMH_ENABLED = True
    known = things()
    assert {kind_of(one) for one in known if isinstance(one, Page)} >= set(all_kinds()) - {
        kind for kind in all_kinds() if kind.code == "home"
    }
    visitor = Visitor(some_addresses())
    assert visitor.unwell == {}
    wrong = {}
    for one in sample(list(breaks_of(known)), COUNT):
        with transaction.atomic():
            owner = getattr(one.thing, "page", None) or getattr(one.thing, "product", one.thing)
            own = addresses_of(owner)
            if one.write() and (found := visitor.otherwise(but=own)):
                wrong[str(one)] = found
            transaction.set_rollback(True)
    assert not wrong, "\n".join(f"{name}: {found}" for name, found in wrong.items())


def test_a_removed_thing_takes_no_address_down(every_kind: Portal) -> None:
    get_user_model().objects.create_user("da-nghi-viec")
    visitor = Visitor(some_addresses())
    wrong, done = {}, 0
    for one in sample(list(removals()), COUNT):
        with one.done() as is_done:
            done += is_done
            if is_done and (found := visitor.otherwise()):
                wrong[str(one)] = found
    assert done
    assert not wrong, "\n".join(f"{name}: {found}" for name, found in wrong.items())
