"""HTML of resolved blocks: plain semantic elements for readers who have another design.

The site's own templates need a request and a menu; a harvester needs neither. Everything is
escaped here, except rich text, which `catalog.building.richtext` has cleaned.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from catalog.building.media import best
from catalog.building.richtext import link_attributes, settled_address
from core import blocks as family
from core.telephone import telephone_link

if TYPE_CHECKING:
    from catalog.building.build import Build

Html = str
Maker = Callable[[Any, "Build"], Html]


def markup(block: Any, value: Any, build: "Build", own: Mapping[type, Maker]) -> Html:
    """HTML of one block of a stream; ``own``: what the kind of page makes itself."""
    for base in type(block).__mro__:
        maker = own.get(base) or _MAKERS.get(base)
        if maker:
            return maker(value, build)
    return _anything(block, value, build)


def heading(text: Any, level: int = 2) -> Html:
    return format_html("<h{0}>{1}</h{0}>", level, text) if text else ""


def paragraph(text: Any) -> Html:
    return format_html("<p>{}</p>", text) if text else ""


def rich(html: str) -> SafeString:
    """Of what has been cleaned already."""
    return mark_safe(html or "")


def joined(parts: Iterable[Html]) -> SafeString:
    return mark_safe("".join(parts))  # Each part is escaped where it is made.


def element(name: str, attributes: Mapping[str, Any], content: Html = "") -> Html:
    """An element; attributes that are None are left out."""
    given = [(key, value) for key, value in attributes.items() if value is not None]
    start = format_html("<{}{}>", name, format_html_join("", ' {}="{}"', given))
    return (
        start
        if name in ("img", "source", "track")
        else start + format_html("{}</{}>", content, name)
    )


def spoken(label: dict[str, str] | None, build: "Build", name: str = "span") -> Html:
    """A label with its language where it is not the page's."""
    if not label:
        return ""
    lang = label["lang"] if label["lang"] != build.language else None
    if lang is None and name == "span":
        return format_html("{}", label["value"])
    return element(name, {"lang": lang}, format_html("{}", label["value"]))


def img(image: dict[str, Any] | None, build: "Build", *slots: str) -> Html:
    size = best(image["presets"], *(slots or ("figure", "card"))) if image else None
    if image is None or size is None:
        return ""
    lang = image["alt_lang"] if image["alt"] and image["alt_lang"] != build.language else None
    return element("img", {"src": size["url"], "width": size["width"], "height": size["height"],
                           "alt": image["alt"], "lang": lang, "loading": "lazy"})  # fmt: skip


def figure(value: Any, build: "Build") -> Html:
    """``{image, caption}``; alternative text where the picture cannot be shown."""
    image = value["image"]
    if not image:
        return ""
    picture = img(image, build)
    if not picture:
        return paragraph(image["alt"])
    words = format_html("{}", value.get("caption") or "") or spoken(image["caption"], build)
    credit = spoken(image["credit"], build, "small")
    both = mark_safe(" ".join(part for part in (words, credit) if part))
    caption = format_html("<figcaption>{}</figcaption>", both) if both else ""
    return format_html("<figure>{}{}</figure>", picture, caption)


def link(target: dict[str, Any] | None, url: Any, words: Any, build: "Build") -> Html:
    """A link to a page, else to an address outside; the bare words when neither is there."""
    attributes = link_attributes(target, build)
    if not attributes and url:
        href = settled_address(str(url), build)
        attributes = {"href": href} if href else {}
    text = format_html("{}", words)
    return element("a", attributes, text) if attributes else text


def file_link(file: dict[str, Any] | None, words: Any = "") -> Html:
    if file is None:
        return ""
    return element("a", {"href": file["url"], "type": file["type"]},
                   format_html("{}", words or file["title"]))  # fmt: skip


def items(parts: Iterable[Html], name: str = "ul") -> Html:
    there = [part for part in parts if part]
    inside = joined(format_html("<li>{}</li>", part) for part in there)
    return element(name, {}, inside) if there else ""


def recording(value: Any, build: "Build", kind: str = "audio") -> Html:
    """A player of a file that is public, then its transcript."""
    file, captions = value["file"], value.get("captions")
    parts = [heading(value["title"]), paragraph(value.get("text"))]
    if file:
        inside = element("source", {"src": file["url"], "type": file["type"]})
        if captions:
            inside += element("track", {"kind": "captions", "src": captions["url"],
                                        "srclang": build.language})  # fmt: skip
        poster = value.get("poster")
        still = best(poster["presets"], "figure") if poster else None
        player = {"controls": "", "preload": "none", "poster": still["url"] if still else None}
        parts += [element(kind, player, mark_safe(inside)),
                  format_html("<p>{}</p>", file_link(file, _("Download")))]  # fmt: skip
    if value.get("transcript"):
        parts.append(format_html("<details><summary>{}</summary>{}</details>",
                                 _("Transcript"), rich(value["transcript"])))  # fmt: skip
    return joined(parts)


def nothing(value: Any, build: "Build") -> Html:
    """Of a list that changes with other items, which must not be part of this one."""
    return ""


def _text(value: Any, build: "Build") -> Html:
    return rich(value)


def _quote(value: Any, build: "Build") -> Html:
    source = value["attribution"]
    footer = format_html("<footer>{}</footer>", source) if source else ""
    return format_html("<blockquote><p>{}</p>{}</blockquote>", value["text"], footer)


def _table(value: Any, build: "Build") -> Html:
    head = format_html_join("", '<th scope="col">{}</th>', ((h or "",) for h in value["headers"]))
    rows = joined(
        format_html("<tr>{}</tr>", format_html_join("", "<td>{}</td>", ((c or "",) for c in row)))
        for row in value["rows"]
    )
    return format_html(
        "<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        value["caption"], head, rows,
    )  # fmt: skip


def _timeline(value: Any, build: "Build") -> Html:
    entries = (
        joined([paragraph(e["date"]), heading(e["title"], 3), rich(e["text"])])
        for e in value["entries"]
    )
    return joined([heading(value["title"]), items(entries, "ol")])


def _facts(value: Any, build: "Build") -> Html:
    pairs = ((fact["label"], fact["value"]) for fact in value["facts"])
    inside = format_html_join("", "<dt>{}</dt><dd>{}</dd>", pairs)
    return joined([heading(value["title"]), format_html("<dl>{}</dl>", inside)])


def _gallery(value: Any, build: "Build") -> Html:
    return joined([heading(value["title"]), *(figure(one, build) for one in value["images"])])


def _media(value: Any, build: "Build") -> Html:
    return recording(value, build, "video" if value["kind"] == "video" else "audio")


def _documents(value: Any, build: "Build") -> Html:
    files = (file_link(entry["document"], entry["label"]) for entry in value["documents"])
    return joined([heading(value["title"]), items(files)])


def _call_to_action(value: Any, build: "Build") -> Html:
    way = link(value["page"], value["url"], value["label"], build)
    parts = [heading(value["title"]), paragraph(value["text"])]
    return joined([*parts, format_html("<p>{}</p>", way) if "<a" in way else ""])


def _phone(number: str) -> Html:
    return format_html("<p>{}</p>", telephone_link(number)) if number else ""


def _mail(address: str) -> Html:
    return format_html('<p><a href="mailto:{0}">{0}</a></p>', address) if address else ""


def _contact(value: Any, build: "Build") -> Html:
    agency = spoken(value["agency"]["name"], build, "p") if value["agency"] else ""
    who = ", ".join(text for text in (value["name"], value["role"]) if text)
    reach = [paragraph(value["address"]), _phone(value["phone"] or ""), _mail(value["email"] or "")]
    address = format_html("<address>{}</address>", joined(reach)) if any(reach) else ""
    return joined([heading(value["title"]), agency, paragraph(who), address,
                   paragraph(value["hours"])])  # fmt: skip


def _people(value: Any, build: "Build") -> Html:
    people = (
        joined([
            img(one["portrait"], build, "portrait"), heading(one["name"], 3),
            spoken(one["post"], build, "p"), spoken(one["duties"], build, "p"),
            spoken(one["biography"], build, "p"), _phone(one["phone"]), _mail(one["email"]),
        ])
        for one in value["officers"]
    )  # fmt: skip
    return joined([heading(value["title"]), items(people)])


def _map(value: Any, build: "Build") -> Html:
    points = (
        format_html("{} ({}, {}){}", link(m["page"], "", m["title"], build), m["latitude"],
                    m["longitude"], f": {m['text']}" if m["text"] else "")
        for m in value["markers"]
    )  # fmt: skip
    return joined([heading(value["title"]), items(points)])


def _anything(block: Any, value: Any, build: "Build") -> Html:
    """The words of a block that nobody has given an element, in the order of its fields."""
    if value in (None, "", [], {}) or isinstance(value, bool):
        return ""
    if isinstance(block, blocks.RichTextBlock):
        return rich(value)
    if isinstance(block, blocks.ListBlock):
        return joined(markup(block.child_block, one, build, {}) for one in value)
    if isinstance(block, blocks.StreamBlock):
        children = block.child_blocks
        return joined(markup(children[one["type"]], one["value"], build, {}) for one in value)
    if isinstance(block, blocks.StructBlock) and not isinstance(block, ImageBlock):
        fields = block.child_blocks.items()
        return joined(markup(child, value.get(name), build, {}) for name, child in fields)
    return _reference(value, build) if isinstance(value, dict) else paragraph(value)


def _reference(value: dict[str, Any], build: "Build") -> Html:
    """Of a picture, a file, a page or a record."""
    if "presets" in value:
        return img(value, build)
    if "sha1" in value:
        return format_html("<p>{}</p>", file_link(value))
    if "locale" in value:
        return format_html("<p>{}</p>", link(value, "", value["title"], build))
    name = value.get("name")
    return spoken(name, build, "p") if isinstance(name, dict) else paragraph(name)


_MAKERS: dict[type, Maker] = {
    family.BodyTextBlock: _text,
    family.QuoteBlock: _quote,
    family.TableBlock: _table,
    family.TimelineBlock: _timeline,
    family.FactsBlock: _facts,
    family.FigureBlock: figure,
    family.GalleryBlock: _gallery,
    family.MediaBlock: _media,
    family.DocumentsBlock: _documents,
    family.CallToActionBlock: _call_to_action,
    family.ContactBlock: _contact,
    family.PeopleBlock: _people,
    family.MapBlock: _map,
}
