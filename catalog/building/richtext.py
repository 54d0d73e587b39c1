"""Rich text as it is stored, made into clean HTML for readers outside the portal."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Comment, Tag

if TYPE_CHECKING:
    from catalog.building.build import Build

_KEPT = {
    "a", "b", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li",
    "ol", "p", "s", "strong", "sub", "sup", "u", "ul",
}  # fmt: skip
# What has no words of its own, or none for readers.
_DROPPED = ("embed", "iframe", "object", "script", "style", "template", "img", "video", "audio")
_SCHEMES = {"http", "https", "mailto", "tel"}
_SPACES = re.compile(r"\s+")


def clean_html(source: str, build: "Build") -> str:
    """Without scripts, styles and embeds; links absolute, or unwrapped where they lead nowhere."""
    if "<" not in source:
        return source
    soup = BeautifulSoup(source, "html.parser")
    for tag in soup(list(_DROPPED)):
        tag.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    anchors = soup.find_all("a")
    build.directory.keys_of(_page_ids(anchors))
    for tag in soup.find_all(True):
        if tag.name not in _KEPT:
            tag.unwrap()
        elif tag.name == "a":
            _settle(tag, build)
        else:
            lang = tag.get("lang")
            tag.attrs = {"lang": lang} if lang else {}
    return str(soup)


def _page_ids(anchors: Any) -> set[int]:
    ids = {a.get("id", "") for a in anchors if a.get("linktype") == "page"}
    return {int(text) for text in ids if text.isdigit()}


def _settle(anchor: Tag, build: "Build") -> None:
    attributes = _target(anchor, build)
    if attributes:
        anchor.attrs = attributes  # type: ignore[assignment]
    else:
        anchor.unwrap()


def _target(anchor: Tag, build: "Build") -> dict[str, str]:
    """Attributes of a link that leads somewhere; empty for one that does not."""
    kind, number = anchor.get("linktype"), str(anchor.get("id") or "")
    if kind:
        pk = int(number) if number.isdigit() else 0
        if kind == "page":
            return link_attributes(build.link_to(pk), build)
        file = build.file_of(pk) if kind == "document" else None
        return {"href": file["url"]} if file else {}
    href = settled_address(str(anchor.get("href") or ""), build)
    return {"href": href} if href else {}


def link_attributes(link: dict[str, Any] | None, build: "Build") -> dict[str, str]:
    """Of an ``a`` to a page, which says so when the page is in another language."""
    if link is None:
        return {}
    attributes = {"href": link["url"]}
    if link["locale"] != build.language:
        attributes |= {"hreflang": link["locale"], "lang": link["locale"]}
    return attributes


def settled_address(href: str, build: "Build") -> str:
    """An address typed by an editor, made absolute; empty for one that must not be followed."""
    href = href.strip()
    if not href:
        return ""
    try:
        address = urljoin(build.url, href)
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    return address if scheme in _SCHEMES else ""


def plain_text(html: str) -> str:
    """The words of HTML with single spaces between them."""
    if "<" not in html and "&" not in html:
        return _SPACES.sub(" ", html).strip()
    text = BeautifulSoup(html, "html.parser").get_text(" ")
    return _SPACES.sub(" ", text).strip()
