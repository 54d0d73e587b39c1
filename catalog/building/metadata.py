"""Descriptive metadata of a page: Dublin Core as Circular 24/2011/TT-BTTTT asks, and schema.org."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from catalog.building.media import best

if TYPE_CHECKING:
    from catalog.building.build import Build

DESCRIPTION_LENGTH = 300
# Types that are a text themselves; of all others the page is only about the thing.
_TEXTS = {
    "Article", "ClaimReview", "CollectionPage", "DigitalDocument", "Legislation", "NewsArticle",
    "Report", "WebPage",
}  # fmt: skip


def publisher_of(build: "Build") -> str:
    """The agency in charge of the portal, else the portal's name, else its host: never empty."""
    portal = build.portal()
    agency = build.named(portal.agency) if portal else None
    if agency and agency["name"]:
        return str(agency["name"]["value"])
    return str(portal.name if portal else "") or str(urlsplit(build.url).hostname or "")


def _coverage(payload: dict[str, Any], build: "Build") -> str:
    locality = payload["locality"]
    portal = build.portal()
    if locality is None and portal:
        locality = build.named(portal.locality)
    return str(locality["name"]["value"]) if locality and locality["name"] else ""


def dublin_core(payload: dict[str, Any], text: str, build: "Build") -> dict[str, Any]:
    """Terms with a value; a list where a term has several. The kind's schema may add to it."""
    publisher = publisher_of(build)
    description = payload["summary"] or text or payload["title"]
    terms: dict[str, Any] = {
        "title": payload["title"],
        "creator": publisher,
        "subject": [t["name"]["value"] for t in payload["topics"] if t["name"]],
        "description": shortened(description),
        "publisher": publisher,
        "date": payload["date"] or payload["published_at"] or payload["updated_at"] or "",
        "type": payload["type"],
        "format": "text/html",
        "identifier": [payload["url"], f"urn:uuid:{payload['id']}"],
        "language": payload["locale"],
        "relation": [link["url"] for link in payload["translations"]],
        "coverage": _coverage(payload, build),
        "rights": f"© {publisher}",
    }
    return {name: value for name, value in terms.items() if value}


def shortened(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """At most this many characters, cut between words."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0] + "…"


def json_ld(payload: dict[str, Any], own: dict[str, Any], build: "Build") -> dict[str, Any]:
    """One object of schema.org. Of a thing that is no text, the page is its ``subjectOf``."""
    kind = str(own.get("@type", "WebPage"))
    image = payload["image"]
    size = best(image["presets"], "figure", "card") if image else None
    thing: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": payload["url"],
        "url": payload["url"],
        "name": payload["title"],
        "description": payload["summary"],
        "image": [size["url"]] if size else [],
    }
    text = _text(payload, build)
    if kind in _TEXTS:
        thing |= {"headline": payload["title"], **text}
    else:
        thing["subjectOf"] = {"@type": "WebPage", "url": payload["url"], **text}
    return given(thing | own)


def _text(payload: dict[str, Any], build: "Build") -> dict[str, Any]:
    publisher = publisher_of(build)
    return given({
        "inLanguage": payload["locale"],
        "datePublished": payload["published_at"],
        "dateModified": payload["updated_at"],
        "publisher": {"@type": "GovernmentOrganization", "name": publisher},
        "workTranslation": [
            {"@type": "WebPage", "@id": link["url"], "url": link["url"],
             "inLanguage": link["locale"]}
            for link in payload["translations"]
        ],
    })  # fmt: skip


def given(values: dict[str, Any]) -> dict[str, Any]:
    """Without those that are empty; False and 0 are values."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
