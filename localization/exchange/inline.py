"""Tags within a segment: HTML as wagtail-localize stores it, inline elements as XLIFF has them.

``<b>`` becomes ``<g id="b1" ctype="bold">``, ``<a id="a1">`` becomes ``<g id="a1" ctype="link">``,
``<br/>`` becomes ``<x id="br1" ctype="lb"/>``: programs of translators keep them whole.
"""

import re
from collections import Counter
from typing import Any

from bs4 import BeautifulSoup
from bs4.dammit import EntitySubstitution
from bs4.element import NavigableString
from django.utils.translation import gettext as _
from lxml import etree
from wagtail_localize.strings import INLINE_TAGS, StringValue, extract_ids

XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
_CTYPES = {"a": "link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic"}
_ID = re.compile(r"([a-z]+)(\d+)")


# As wagtail-localize's own parser writes text: quotation marks stay.
_escape = EntitySubstitution.substitute_xml


class BrokenTagsError(ValueError):
    """The markup of a translation cannot be used; the message is for the officer."""


def fill(node: Any, html: str) -> None:
    """Put the words and tags of a segment into an empty ``<source>`` or ``<target>``."""
    counter: Counter[str] = Counter()
    _append(node, BeautifulSoup(html, "html.parser"), counter)


def _append(node: Any, soup: Any, counter: Counter[str]) -> None:
    for child in soup.children:
        if isinstance(child, NavigableString):
            _add_text(node, str(child))
            continue
        counter[child.name] += 1
        own_id = child.attrs.get("id") or f"{child.name}{counter[child.name]}"
        if child.name == "br":
            etree.SubElement(node, f"{{{XLIFF}}}x", id=own_id, ctype="lb")
            continue
        ctype = _CTYPES.get(child.name, f"x-html-{child.name}")
        _append(etree.SubElement(node, f"{{{XLIFF}}}g", id=own_id, ctype=ctype), child, counter)


def _add_text(node: Any, text: str) -> None:
    if len(node):
        node[-1].tail = (node[-1].tail or "") + text
    else:
        node.text = (node.text or "") + text


def html_of(node: Any) -> str:
    """The segment of a ``<target>`` as HTML. BrokenTagsError at a tag that never went out."""
    parts = [_escape(node.text or "")]
    for child in node:
        kind = etree.QName(child).localname if isinstance(child.tag, str) else ""
        match = _ID.fullmatch(child.get("id") or "")
        name = match[1] if match else ""
        if kind == "x" and name == "br":
            parts.append("<br/>")
        elif kind == "g" and match and name in INLINE_TAGS:
            attribute = f' id="{match[0]}"' if name == "a" else ""
            parts.append(f"<{name}{attribute}>{html_of(child)}</{name}>")
        elif kind == "mrk":  # A mark of the translator's program around some words.
            parts.append(html_of(child))
        elif kind:
            raise BrokenTagsError(_("The tag “%(tag)s” was not in the source.") % {"tag": kind})
        parts.append(_escape(child.tail or ""))
    return "".join(parts)


def check(source: str, target: str) -> None:
    """BrokenTagsError unless the tags are well-formed and the links exactly the source's."""
    try:
        StringValue.from_translated_html(target)
    except ValueError as error:
        raise BrokenTagsError(str(error)) from None
    opened = Counter(re.findall(r"<([a-z]+)[\s>]", target))
    closed = Counter(re.findall(r"</([a-z]+)>", target))
    opened.pop("br", None)
    if opened != closed:
        raise BrokenTagsError(_("A tag is opened and not closed, or closed and not opened."))
    wanted, given = _links(source), _links(target)
    if missing := wanted - given:
        text = _("The link %(links)s of the source is missing.")
        raise BrokenTagsError(text % {"links": ", ".join(sorted(missing))})
    if given - wanted:
        text = _("The link %(links)s is not in the source, or stands twice.")
        raise BrokenTagsError(text % {"links": ", ".join(sorted(given - wanted))})


def _links(html: str) -> Counter[str]:
    ids = Counter(re.findall(r'<a id="([^"]*)"', html))
    return ids or Counter(extract_ids(html))
