"""Sitemaps: an index, and files by language, each page with its versions in other languages.

A file holds the items of one block of sequence numbers. The last change moves an item to the last
block, so a crawler that reads file after file never misses one, whatever changes meanwhile.
"""

import datetime
from io import StringIO
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.db.models import F, Max
from django.http import Http404
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator

from api.feeds.channels import absolute
from api.feeds.entries import without_controls
from catalog.models import CatalogItem

#: At most so many addresses in a file; the protocol allows 50,000 and 50 MB.
BLOCK = 20_000
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap_index(locales: list[str]) -> bytes:
    rows = CatalogItem.objects.public().filter(locale__in=locales)
    blocks = (
        rows.annotate(block=(F("seq") - 1) / BLOCK)
        .values_list("locale", "block")
        .annotate(changed=Max("changed_at"))
        .order_by("locale", "block")
    )
    out, xml = _document("sitemapindex", {"xmlns": _SITEMAP})
    for locale, block, changed in blocks:
        xml.startElement("sitemap", AttributesImpl({}))
        xml.addQuickElement("loc", absolute(reverse("sitemap_file", args=[locale, block + 1])))
        xml.addQuickElement("lastmod", _moment(changed))
        xml.endElement("sitemap")
    xml.endElement("sitemapindex")
    xml.endDocument()
    return out.getvalue().encode()


def sitemap_file(locale: str, number: int) -> bytes:
    """Block ``number``, from 1; 404 where it holds nothing. Two queries."""
    first = (number - 1) * BLOCK
    rows = CatalogItem.objects.public().filter(locale=locale, seq__gt=first, seq__lte=first + BLOCK)
    pages = list(rows.order_by("seq").values_list("translation_key", "url", "changed_at"))
    if not pages:
        raise Http404
    versions: dict[Any, dict[str, str]] = {}
    others = CatalogItem.objects.public().filter(
        translation_key__in=rows.values("translation_key"),
        locale__in=[code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES],
    )
    for key, code, url in others.values_list("translation_key", "locale", "url"):
        versions.setdefault(key, {})[code] = without_controls(url)
    out, xml = _document("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for key, url, changed in pages:
        xml.startElement("url", AttributesImpl({}))
        xml.addQuickElement("loc", without_controls(url))
        xml.addQuickElement("lastmod", _moment(changed))
        _add_versions(xml, versions.get(key, {}))
        xml.endElement("url")
    xml.endElement("urlset")
    xml.endDocument()
    return out.getvalue().encode()


def _add_versions(xml: SimplerXMLGenerator, urls: dict[str, str]) -> None:
    """Every version names all, itself included; the source language stands for any other."""
    named = dict(sorted(urls.items()))
    if settings.LANGUAGE_CODE in urls:
        named["x-default"] = urls[settings.LANGUAGE_CODE]
    for code, url in named.items():
        xml.addQuickElement("xhtml:link", None, {"rel": "alternate", "hreflang": code, "href": url})


def _document(root: str, attributes: dict[str, str]) -> tuple[StringIO, SimplerXMLGenerator]:
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement(root, AttributesImpl(attributes))
    return out, xml


def _moment(value: datetime.datetime) -> str:
    return value.astimezone(datetime.UTC).isoformat(timespec="seconds")
