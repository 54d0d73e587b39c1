"""What programs read of a page: the catalog's Dublin Core and schema.org, and Open Graph."""

import json
from typing import Any

from django import template
from django.core.files.storage import default_storage
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from catalog.building.directory import absolute
from catalog.models import CatalogItem
from core.links import media_url
from core.models import PortalSettings
from delivery import share_cards

register = template.Library()
_LOCALES = {"vi": "vi_VN", "en": "en_GB"}
_ARTICLES = {"Article", "ClaimReview", "NewsArticle", "Report"}
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.inclusion_tag("components/metadata.html", takes_context=True)
def metadata(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """Nothing for what is not public itself: a stand-in, a preview, an error."""
    record = _record_of(page)
    if record is None or getattr(context["request"], "is_preview", False):
        return {"record": None}
    portal: PortalSettings = context["portal"]
    things = [record["json_ld"], _breadcrumbs(record)]
    if record["type"] == "home":
        things.append(_office(record, portal))
    terms = record["dublin_core"] | {"modified": record["updated_at"] or ""}
    return {
        "record": record,
        "namespace": "http://purl.org/dc/elements/1.1/",
        "terms": [(name, _joined(value)) for name, value in terms.items() if value],
        "things": [_script(thing) for thing in things if thing],
        "og_type": "article" if record["json_ld"]["@type"] in _ARTICLES else "website",
        "og_locale": _LOCALES.get(record["locale"], record["locale"]),
        "og_others": [_LOCALES.get(t["locale"], t["locale"]) for t in record["translations"]],
        "image": _image(record, portal),
        "portal": portal,
    }


def _record_of(page: Any) -> dict[str, Any] | None:
    """A page that was asked for brings it along (`delivery.routing`)."""
    if not isinstance(page, Page) or not page.pk:
        return None
    if hasattr(page, "catalog_payload"):
        payload = page.catalog_payload
    else:
        found = CatalogItem.objects.public().filter(page_id=page.pk)
        payload = found.values_list("payload", flat=True).first()
    return json.loads(payload) if payload else None


def _joined(value: Any) -> str:
    """Several values in one, as Circular 24/2011/TT-BTTTT writes them."""
    return "; ".join(value) if isinstance(value, list) else str(value)


def _script(thing: dict[str, Any]) -> SafeString:
    """JSON that no browser runs and that cannot end its element."""
    return mark_safe(json.dumps(thing, ensure_ascii=False).translate(_ESCAPES))


def _breadcrumbs(record: dict[str, Any]) -> dict[str, Any] | None:
    links = [*record["breadcrumbs"], record]
    if len(links) < 2:
        return None
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": link["title"], "item": link["url"]}
            for n, link in enumerate(links, start=1)
        ],
    }


def _office(record: dict[str, Any], portal: PortalSettings) -> dict[str, Any]:
    """Who speaks here; with the contact of the office that the footer shows."""
    given = {
        "name": str(portal.agency.name) if portal.agency else str(portal.name),
        "url": record["url"],
        "telephone": portal.phone,
        "email": portal.email,
        "address": str(portal.address),
        "sameAs": [account.url for account in portal.accounts.all()],
    }
    office = {name: value for name, value in given.items() if value}
    return {"@context": "https://schema.org", "@type": "GovernmentOrganization"} | office


def _image(record: dict[str, Any], portal: PortalSettings) -> dict[str, Any] | None:
    """The page's own card, else its cover."""
    card = share_cards.card_of(record, portal)
    if default_storage.exists(card.name):
        url = absolute(media_url(card.name))
        size = {"width": share_cards.WIDTH, "height": share_cards.HEIGHT}
        return {"url": url, "type": "image/png", "alt": record["title"], **size}
    covers = record["json_ld"].get("image")
    return {"url": covers[0], "alt": record["title"]} if covers else None
