"""What each address of the feeds answers."""

import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from api.feeds import calendars, channels, podcast, products, sitemaps
from api.feeds.answers import XML, Document, feed, unavailable
from api.feeds.channels import Channel
from api.feeds.syndication import FORMS, RSSFeed
from catalog.freshness import Freshness, bring_up_to_date
from catalog.models import CatalogItem

JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8"


@feed
def kind_feed(
    request: HttpRequest, fresh: Freshness, locale: str, name: str, form: str
) -> Document:
    if name not in (channels.ALL, *channels.KIND_FEEDS):
        raise Http404
    return _written(channels.kind_channel(request, fresh, locale, name), form)


@feed
def section_feed(
    request: HttpRequest, fresh: Freshness, locale: str, section: uuid.UUID, form: str
) -> Document:
    return _written(channels.section_channel(request, fresh, locale, section), form)


def _written(channel: Channel, form: str) -> Document:
    content_type, write = FORMS[form]
    return Document(write(channel), content_type, channel.language)


@feed
def events_calendar(request: HttpRequest, fresh: Freshness, locale: str) -> Document:
    channel = _whole_kind(request, fresh, locale, "events")
    headers = {"Content-Disposition": f'attachment; filename="events-{locale}.ics"'}
    return Document(calendars.calendar(channel), calendars.CONTENT_TYPE, locale, headers)


@feed
def merchant_rss(request: HttpRequest, fresh: Freshness, locale: str) -> Document:
    channel = _whole_kind(request, fresh, locale, "products")
    found = products.offers(channel.entries)
    content = products.merchant_rss(channel, found)
    return Document(content, RSSFeed.content_type, locale, _excluded(found))


@feed
def merchant_csv(request: HttpRequest, fresh: Freshness, locale: str) -> Document:
    found = products.offers(_whole_kind(request, fresh, locale, "products").entries)
    return Document(products.merchant_csv(found), CSV, locale, _excluded(found))


@feed
def excluded_products(request: HttpRequest, fresh: Freshness, locale: str) -> Document:
    found = products.offers(_whole_kind(request, fresh, locale, "products").entries)
    return Document(products.excluded_json(found), JSON, locale, _excluded(found))


def _excluded(found: products.Offers) -> dict[str, str]:
    return {"X-Excluded-Items": str(len(found.excluded))}


def _whole_kind(request: HttpRequest, fresh: Freshness, locale: str, name: str) -> Channel:
    """Every item of the kind: a calendar or a catalogue of goods is not a list of news."""
    rows = CatalogItem.objects.public().filter(locale=locale, kind=channels.KIND_FEEDS[name])
    label = channels.feed_title_in(locale, name)
    return channels.channel_of(request, fresh, locale, list(rows.order_by("-date", "id")), label)


@feed
def podcast_feed(request: HttpRequest, fresh: Freshness, locale: str) -> Document:
    rows = podcast.rows_with_audio(locale)
    label = channels.feed_title_in(locale, channels.PODCAST)
    channel = channels.channel_of(request, fresh, locale, rows, label)
    found = podcast.episodes(channel.entries)
    return Document(podcast.podcast_rss(channel, found), RSSFeed.content_type, locale)


@feed
def sitemap(request: HttpRequest, fresh: Freshness) -> Document:
    locales = [code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
    return Document(sitemaps.sitemap_index(locales), XML)


@feed
def sitemap_file(request: HttpRequest, fresh: Freshness, locale: str, number: int) -> Document:
    return Document(sitemaps.sitemap_file(locale, number), XML, locale)


def feed_list(request: HttpRequest) -> HttpResponse:
    """For people: all feeds of the language of the address."""
    locale = get_language() or settings.LANGUAGE_CODE
    if not bring_up_to_date().is_complete:
        return unavailable(locale)
    names = [channels.ALL, *channels.KIND_FEEDS]
    context = {
        "locale": locale,
        "feeds": [(channels.feed_title(name), name) for name in names],
        "sections": channels.sections(locale).only("id", "title"),
    }
    return render(request, "api/feeds.html", context)
