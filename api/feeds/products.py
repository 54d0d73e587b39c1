"""Products for shops and search engines: Google Merchant's RSS 2.0, and CSV.

Only what a buyer can rely on: a product without a price that can be read in one way, without a
picture, or made up for illustration is left out, and `excluded` says so.
"""

import csv
import json
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from api.feeds.channels import Channel
from api.feeds.entries import Entry
from api.feeds.prices import parse_price
from api.feeds.syndication import RSSFeed, write_feed

#: Attributes of Google's product data specification that the portal can give.
ATTRIBUTES = (
    "id", "title", "description", "link", "image_link", "availability", "price", "condition",
    "brand", "gtin", "identifier_exists", "product_type",
)  # fmt: skip
MAX_TITLE, MAX_DESCRIPTION, MAX_BRAND = 150, 5000, 70
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Excluded:
    """``reason``: no_price, unclear_price, no_picture or illustrative."""

    entry: Entry
    reason: str


@dataclass(frozen=True)
class Offers:
    included: list[tuple[Entry, dict[str, str]]]
    excluded: list[Excluded]


def offers(entries: list[Entry]) -> Offers:
    found = Offers([], [])
    for entry in entries:
        note = entry.data.get("price_note") or ""
        price = parse_price(note, entry.locale)
        if entry.is_illustrative:
            found.excluded.append(Excluded(entry, "illustrative"))
        elif price is None:
            reason = "unclear_price" if note else "no_price"
            found.excluded.append(Excluded(entry, reason))
        elif entry.picture is None or entry.picture.is_illustrative:
            found.excluded.append(Excluded(entry, "no_picture"))
        else:
            found.included.append((entry, _attributes(entry, str(price), entry.picture.url)))
    return found


def _attributes(entry: Entry, price: str, picture_url: str) -> dict[str, str]:
    brand = (entry.data.get("producer") or {}).get("title") or ""
    gtin = entry.data.get("gtin") or ""
    categories = [one["name"]["value"] for one in entry.data.get("category") or [] if one["name"]]
    found = {
        "id": str(entry.id),
        "title": entry.title[:MAX_TITLE],
        "description": (entry.description or entry.title)[:MAX_DESCRIPTION],
        "link": entry.url,
        "image_link": picture_url,
        # What has a price on its page is for sale; what is not has a note instead of a price.
        "availability": "in_stock",
        "price": price,
        "condition": "new",
        "brand": brand[:MAX_BRAND],
        "gtin": gtin,
        "identifier_exists": "yes" if gtin else "no",
        "product_type": " > ".join(categories),
    }
    return {name: value for name, value in found.items() if value}


class _MerchantFeed(RSSFeed):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:g": "http://base.google.com/ns/1.0"}

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        for name, value in item["attributes"].items():
            if name not in ("title", "description", "link"):  # RSS has them already.
                handler.addQuickElement(f"g:{name}", value)


def merchant_rss(channel: Channel, found: Offers) -> bytes:
    extra = {entry.id: {"attributes": attributes} for entry, attributes in found.included}
    return write_feed(_MerchantFeed, channel, [entry for entry, _ in found.included], extra)


def merchant_csv(found: Offers) -> bytes:
    """Columns as the setting PRODUCT_FEED_COLUMNS names them, in its order."""
    columns = settings.PRODUCT_FEED_COLUMNS
    out = StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    for _entry, attributes in found.included:
        writer.writerow({name: _cell(value) for name, value in attributes.items()})
    return out.getvalue().encode()


def _cell(value: str) -> str:
    """A spreadsheet would run what begins like a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def excluded_json(found: Offers) -> bytes:
    """``{"included": number, "excluded": [{"id", "url", "title", "reason"}]}``."""
    report = {
        "included": len(found.included),
        "excluded": [
            {
                "id": str(one.entry.id),
                "url": one.entry.url,
                "title": one.entry.title,
                "reason": one.reason,
            }
            for one in found.excluded
        ],
    }
    return json.dumps(report, ensure_ascii=False, separators=(",", ":")).encode()


@register
def check_columns(app_configs: Any, **kwargs: Any) -> list[Error]:
    columns = settings.PRODUCT_FEED_COLUMNS
    problems = [
        Error(
            f"PRODUCT_FEED_COLUMNS names {name!r}, which is not one of {', '.join(ATTRIBUTES)}.",
            id="api.E101",
        )
        for name in columns
        if name not in ATTRIBUTES
    ]
    if not columns or len(set(columns)) != len(columns):
        problems.append(Error("PRODUCT_FEED_COLUMNS is empty or repeats itself.", id="api.E102"))
    return problems
