"""A feed that cannot be complete says so; it never answers with less."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from api.feeds.urls import urlpatterns
from catalog.freshness import Freshness
from tests.factories.core import Portal
from tests.feeds.rows import make_row

ADDRESSES = [
    "/feeds/vi/all.rss",
    "/feeds/vi/news.atom",
    "/feeds/en/events.json",
    f"/feeds/vi/sections/{uuid.UUID(int=1)}.rss",
    "/feeds/vi/events.ics",
    "/feeds/vi/podcast.rss",
    "/feeds/vi/products/merchant.rss",
    "/feeds/vi/products/merchant.csv",
    "/feeds/vi/products/excluded.json",
    "/sitemap.xml",
    "/sitemap-vi-1.xml",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/en/feeds/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_not_complete_is_503(
    bilingual: Portal, settings: Any, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    settings.OAI_PMH_ENABLED = True
    make_row()
    behind = Freshness(uuid.uuid4(), uuid.uuid4(), 1, is_complete=False)
    for module in ("api.feeds.answers", "api.feeds.oai.views", "api.feeds.views"):
        monkeypatch.setattr(f"{module}.bring_up_to_date", lambda: behind)
    answer = Client().get(address)
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer["Content-Language"] == ("en" if "/en/" in address else "vi")
    assert "ETag" not in answer
    assert "Tin mới" not in answer.content.decode()


def test_every_address_is_here() -> None:
    """A feed that is added later must be asked the same."""
    asked = {get_resolver().resolve(address.split("?")[0]).url_name for address in ADDRESSES[:-1]}
    assert asked == {pattern.name for pattern in urlpatterns}
