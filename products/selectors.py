"""The only way other rooms read products, businesses and investment sites."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from wagtail.models import Page

from catalog.listing import listed
from catalog.references import public_references
from catalog.visibility import public_pages
from core.images import attach_covers
from core.kinds import all_kinds
from localization.selectors import locale_of
from products.models import BusinessPage, InvestmentSitePage, OcopCertificate, ProductPage
from products.validity import NOTICE_MONTHS, add_months, today_in_viet_nam


def with_current_stars(pages: Any, today: datetime.date | None = None) -> Any:
    """Annotate ``current_stars``: of the newest rating in force on the day; NULL when none is."""
    in_force = OcopCertificate.objects.in_force_on(today or today_in_viet_nam())
    newest = in_force.filter(product=OuterRef("pk")).newest_first().values("stars")[:1]
    return pages.annotate(current_stars=Subquery(newest))


def ending_certificates(pages: Any, today: datetime.date | None = None) -> list[OcopCertificate]:
    """The newest rating of each live original, when it ends in ``NOTICE_MONTHS`` or has ended.

    The first to end comes first; their products are loaded. A revoked one is nobody's task.
    """
    originals = pages.filter(live=True, alias_of=None, locale__language_code=settings.LANGUAGE_CODE)
    newest = OcopCertificate.objects.filter(product=OuterRef("product")).newest_first()
    rows = OcopCertificate.objects.filter(
        pk=Subquery(newest.values("pk")[:1]),
        product__in=originals.values("pk"),
        revoked_on=None,
        expires_on__lte=add_months(today or today_in_viet_nam(), NOTICE_MONTHS),
    )
    return list(rows.select_related("product").order_by("expires_on", "pk"))


def products(locale_id: int) -> QuerySet[Any]:
    """Public products of a language: featured, then stars in force, then the alphabet."""
    pages = listed(ProductPage.objects.filter(locale_id=locale_id))
    ordered: QuerySet[Any] = (
        with_current_stars(pages)
        .select_related("locale", "ocop_category", "producer")
        .prefetch_related("certificates")
        .order_by(
            "-is_featured_for_export",
            F("current_stars").desc(nulls_last=True),
            "title_sort_key",
            "pk",
        )
    )
    return ordered


def attach_producers(pages: Iterable[ProductPage]) -> None:
    """Set ``public_producer`` of products of one language: the producer's public page, or None."""
    items = list(pages)
    wanted = [item.producer for item in items if item.producer]
    shown = public_references(items[0], wanted) if wanted else []
    found = {business.translation_key: business for business in shown}
    for item in items:
        item.public_producer = found.get(item.producer.translation_key) if item.producer else None


def featured_products(language_code: str, count: int) -> list[ProductPage]:
    """At most ``count`` public products chosen for promotion, the best rated first."""
    locale_id = locale_of(language_code).pk
    chosen = list(products(locale_id).filter(is_featured_for_export=True)[:count])
    attach_producers(chosen)
    attach_covers(chosen)
    return chosen


def products_of(business: BusinessPage) -> list[ProductPage]:
    """Public products of this producer in the language of its page."""
    made = products(business.locale_id).filter(producer__translation_key=business.translation_key)
    items = list(made)
    attach_covers(items)
    return items


def businesses(locale_id: int) -> QuerySet[Any]:
    """Public businesses of a language in alphabetical order."""
    pages: QuerySet[Any] = listed(BusinessPage.objects.filter(locale_id=locale_id))
    return pages.select_related("locale", "locality").order_by("title_sort_key", "pk")


def investment_sites(locale_id: int) -> list[InvestmentSitePage]:
    """Public investment sites of a language in alphabetical order, with their covers."""
    pages = listed(InvestmentSitePage.objects.filter(locale_id=locale_id))
    items = list(pages.select_related("locale").order_by("title_sort_key", "pk"))
    attach_covers(items)
    return items


def events_naming(relation: str, page: Page) -> Iterable[Page]:
    """Events in the page's language whose ``relation`` names it.

    Asks the registry for the kind ``event``: the rooms do not know each other. References are
    stored on the source page, hence the translation key.
    """
    kind = next((kind for kind in all_kinds() if kind.code == "event"), None)
    if kind is None:
        return []
    naming: QuerySet[Any] = apps.get_model(kind.model)._default_manager.filter(
        **{f"{relation}__translation_key": page.translation_key}, locale_id=page.locale_id
    )
    return naming


def coming_and_past(events: list[Any]) -> dict[str, list[Any]]:
    """``{coming_events, past_events}`` with covers: the next one first, and the last one first."""
    attach_covers(events)
    past = sorted((e for e in events if e.is_over), key=lambda e: (e.start, e.pk), reverse=True)
    coming = [event for event in events if event.shown_occurrence and not event.is_over]
    coming.sort(key=lambda event: (event.shown_occurrence.start, event.pk))
    return {"coming_events": coming, "past_events": past}


def is_translated_to(page: Page, language_code: str) -> bool:
    """Whether a public page of its own (no stand-in) exists in this language."""
    there = type(page)._default_manager.filter(
        translation_key=page.translation_key, locale__language_code=language_code
    )
    return bool(public_pages(there).exists())
