"""The portal itself: its names, menus and vocabularies; kept while nothing public changes."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field
from wagtail.models import Page

from api import reading, vocabularies
from api.openapi import DOCUMENTED_ERRORS
from api.parameters import LocaleCode, Parameters
from api.reading import absolute, quoted
from api.shapes import NavigationShape, SiteShape, VocabulariesShape
from catalog.freshness import bring_up_to_date
from catalog.models import CatalogItem
from core.models import Menu, PortalSettings

router = Router(tags=["portal"])

SECONDS = 60  # A notice begins and ends by the clock.


class NavigationParameters(Parameters):
    locale: LocaleCode = Field(settings.LANGUAGE_CODE, description=_("Language of the menus."))


def _kept(request: HttpRequest, name: str, make: Callable[[], Any]) -> HttpResponse:
    """One query while the copy is good. A change of an item, menu, setting or record makes a new
    one at once."""
    state = bring_up_to_date()
    key = f"document:{name}:{state.epoch.hex}:{state.generation}"
    text = caches["api"].get(key)
    if text is None:
        text = quoted(make())
        caches["api"].set(key, text, SECONDS)
    return reading.document(request, text)


@router.get(
    "/site",
    response={200: SiteShape, **DOCUMENTED_ERRORS},
    operation_id="getSite",
    summary=_("Who publishes this portal, and what can be asked"),
)
def site(request: HttpRequest) -> HttpResponse:
    return _kept(request, "site", _site)


@router.get(
    "/navigation",
    response={200: NavigationShape, **DOCUMENTED_ERRORS},
    operation_id="getNavigation",
    summary=_("The menus of one language"),
    description=_("Entries of pages that are not public are left out."),
)
def navigation(request: HttpRequest, asked: Query[NavigationParameters]) -> HttpResponse:
    return _kept(request, f"navigation:{asked.locale}", lambda: _navigation(asked.locale))


@router.get(
    "/vocabularies",
    response={200: VocabulariesShape, **DOCUMENTED_ERRORS},
    operation_id="getVocabularies",
    summary=_("Kinds, facets and records that occur, with their labels"),
)
def list_vocabularies(request: HttpRequest) -> HttpResponse:
    return _kept(request, "vocabularies", vocabularies.document)


def _site() -> dict[str, Any]:
    rows = PortalSettings.base_queryset().filter(site__is_default_site=True)
    portal = rows.first() or PortalSettings()
    homes = CatalogItem.objects.public().filter(parent__isnull=True, page_id__isnull=False)
    by_locale = {row.locale: _link(row) for row in homes.order_by("-tree_path")}
    above = {"name": dict(portal.parent_portal_name), "url": portal.parent_portal_url}
    return {
        "url": absolute("/"),
        "name": dict(portal.name),
        "tagline": dict(portal.tagline),
        "notice": dict(portal.notice) if portal.shows_notice(timezone.now()) else {},
        "agency": _named(portal.agency),
        "locality": _named(portal.locality),
        "address": dict(portal.address),
        "phone": portal.phone,
        "email": portal.email,
        "responsible": str(portal.responsible_today or ""),
        "accounts": [
            {"platform": account.platform, "url": account.url}
            for account in (portal.accounts.all() if portal.pk else [])
        ],
        "parent_portal": above if portal.parent_portal_url else None,
        "languages": [
            {"code": code, "name": name, "home": by_locale.get(code)}
            for code, name in settings.LANGUAGES
        ],
        "resources": {
            name: absolute(f"/api/v1/{path}")
            for name, path in (
                ("content", "content"), ("search", "search"), ("sync", "sync"),
                ("status", "sync/status"), ("vocabularies", "vocabularies"),
                ("schemas", "schemas"), ("openapi", "openapi.json"), ("docs", "docs"),
            )
        },
    }  # fmt: skip


def _named(record: Any) -> dict[str, Any] | None:
    return {"code": record.code, "name": dict(record.name)} if record else None


def _link(row: CatalogItem) -> dict[str, Any]:
    return {"id": str(row.pk), "type": row.kind, "locale": row.locale, "url": row.url,
            "title": row.title}  # fmt: skip


def _navigation(locale: str) -> dict[str, Any]:
    menus = {
        menu.place: list(menu.items) for menu in Menu.objects.filter(locale__language_code=locale)
    }
    values = [item.value for items in menus.values() for item in items]
    values += [child for value in values for child in value.get("children") or []]
    pages = _public_versions([value["page"] for value in values if value["page"]], locale)
    entries = {
        place: [entry for item in items if (entry := _entry(item.value, pages))]
        for place, items in menus.items()
    }
    return {
        "locale": locale,
        "main": entries.get(Menu.Place.MAIN, []),
        "footer": entries.get(Menu.Place.FOOTER, []),
    }


def _public_versions(pages: list[Page], locale: str) -> dict[Any, CatalogItem]:
    """By translation key: a menu may name the page of either language."""
    keys = {page.translation_key for page in pages}
    rows = CatalogItem.objects.public().filter(translation_key__in=keys, locale=locale)
    return {row.translation_key: row for row in rows.defer("card", "payload")}


def _entry(value: Any, pages: dict[Any, CatalogItem]) -> dict[str, Any] | None:
    page = pages.get(value["page"].translation_key) if value["page"] else None
    children = [e for child in value.get("children") or [] if (e := _entry(child, pages))]
    url = page.url if page else (value["url"] or None)
    if not url and not children:
        return None
    label = value["label"] or (page.title if page else url)
    return {"label": label, "url": url, "item": _link(page) if page else None,
            "children": children}  # fmt: skip
