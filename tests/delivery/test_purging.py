"""A cache in front is told what changed: a real server that takes PURGE."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.conf import LazySettings
from django.urls import reverse

from api.feeds.syndication import FORMS
from catalog.models import CatalogItem
from catalog.refresh import refresh
from core.models import Menu
from delivery import purging
from tests.factories.core import (
    Portal,
    make_image,
    make_section,
    make_standard_page,
    translate,
)

_BACKEND = "wagtail.contrib.frontend_cache.backends.HTTPBackend"


@pytest.fixture
def purged(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The paths that the cache was asked to forget."""
    asked: list[str] = []

    class Cache(BaseHTTPRequestHandler):
        def do_PURGE(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Cache)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    location = f"http://127.0.0.1:{server.server_port}"
    settings.WAGTAILFRONTENDCACHE = {"default": {"BACKEND": _BACKEND, "LOCATION": location}}
    # The thread would not see what the test's transaction holds.
    monkeypatch.setattr(purging, "_in_thread", lambda paths: purging.purge(paths()))
    yield asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def taken_in(django_capture_on_commit_callbacks: Any) -> Any:
    def take_in() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            refresh()

    return take_in


def test_what_changed_and_what_lists_it(
    bilingual: Portal, purged: list[str], taken_in: Any
) -> None:
    page = make_standard_page(bilingual.home)
    english = translate(page, "About")
    other = make_standard_page(bilingual.home, "Khác", slug="khac")
    taken_in()
    purged.clear()
    page.title = "Đổi"
    page.save()
    taken_in()
    item = CatalogItem.objects.get(page_id=page.pk)
    wanted = {"/", "/en/", page.url, english.url, f"/api/v1/content/{item.pk}"}
    assert wanted | {f"/feeds/vi/all.{form}" for form in FORMS} <= set(purged)
    assert set(purging.FORMS) == set(FORMS)
    assert other.url not in purged


def test_lists_elsewhere_may_show_it(bilingual: Portal, purged: list[str], taken_in: Any) -> None:
    """A section gathers by topic what lies anywhere; the map of the site names every page."""
    section = make_section(bilingual.home)
    page = make_standard_page(bilingual.home)
    taken_in()
    purged.clear()
    page.title = "Đổi"
    page.save()
    taken_in()
    assert {section.url, reverse("site_map"), reverse("map_ground"), "/sitemap.xml"} <= set(purged)


def test_a_menu_is_on_every_page(bilingual: Portal, purged: list[str], taken_in: Any) -> None:
    page = make_standard_page(bilingual.home)
    taken_in()
    purged.clear()
    Menu.objects.create(place="main", locale=bilingual.home.locale)
    taken_in()
    assert {page.url, "/", "/en/"} <= set(purged)


def test_a_picture_nobody_shows_yet_is_on_none(
    bilingual: Portal, purged: list[str], taken_in: Any
) -> None:
    page = make_standard_page(bilingual.home)
    taken_in()
    purged.clear()
    make_image()
    taken_in()
    assert page.url not in purged


def test_a_withdrawn_page_goes(bilingual: Portal, purged: list[str], taken_in: Any) -> None:
    above = make_standard_page(bilingual.home)
    page = make_standard_page(above, "Dưới", slug="duoi")
    taken_in()
    purged.clear()
    page.unpublish()
    taken_in()
    assert {page.url, above.url} <= set(purged)


def test_a_cache_that_is_away_stops_nothing(
    bilingual: Portal, settings: LazySettings, taken_in: Any
) -> None:
    gone = {"BACKEND": _BACKEND, "LOCATION": "http://127.0.0.1:9"}
    settings.WAGTAILFRONTENDCACHE = {"default": gone}
    page = make_standard_page(bilingual.home)
    taken_in()
    assert CatalogItem.objects.filter(page_id=page.pk).exists()
    purging._purge(purging.all_pages)
