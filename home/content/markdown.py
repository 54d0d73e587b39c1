"""Markdown to Wagtail's rich text, and a page's body into text and fenced blocks.

The rich text is the small set that the editor offers: headings of level 2 to 4, paragraphs, bold,
italic, lists and links. Anything else is refused, so that what an author writes is what an editor
can later change. The way back is in ``richtext``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from home.content.errors import ContentError, Place
from home.content.source import Mapping, parse_yaml

# Gives the attributes of the <a> for the target of a link, such as ``page:/lien-he``.
LinkTarget = Callable[[str, Place], dict[str, str]]

_FENCE = re.compile(r":::\s*(?P<name>[a-z_]+)\s*$")
_BLOCKS = {"paragraph", "bullet_list", "ordered_list", "list_item", "heading"}
_TAGS = {"bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "strong": "b", "em": "i"}
_REFUSED = {
    "html_block": "raw HTML is not allowed",
    "html_inline": "raw HTML is not allowed; write < as \\<",
    "code_block": "text must not be indented by four spaces",
    "fence": "code is not allowed",
    "code_inline": "code is not allowed; write ` as \\`",
    "hr": "a ruler is not allowed",
    "blockquote": "write a quotation as a block: ::: quote",
    "image": "write a picture as a block: ::: image",
    "table": "write a table as a block: ::: table",
}


@dataclass(frozen=True)
class Chunk:
    """A piece of a body: Markdown when ``name`` is ``text``, else the value of a block."""

    name: str
    line: int
    text: str = ""
    value: Any = None


def split_body(body: str, first_line: int, place: Place) -> list[Chunk]:
    """Cut a body at its ``:::`` fences. Empty text between two fences is dropped."""
    chunks: list[Chunk] = []
    held: list[str] = []
    start, name = first_line, ""
    for number, line in enumerate([*body.split("\n"), None], first_line):
        if line is not None and not line.startswith(":::"):
            held.append(line)
            continue
        if line is None and name:
            raise ContentError(place.at(start - 1), f"the block ::: {name} is not closed by :::")
        opening = _FENCE.match(line or "")
        if bool(name) == bool(opening) and line is not None:
            raise ContentError(place.at(number), _fence_message(line, name))
        _close(chunks, name, held, start, place)
        name, held, start = (opening["name"] if opening else ""), [], number + 1
    return chunks


def _fence_message(line: str, name: str) -> str:
    if name:
        return f"the block ::: {name} is not closed before this line"
    return f'"{line.strip()}" opens no block; a block begins with ::: and its name'


def _close(chunks: list[Chunk], name: str, held: list[str], start: int, place: Place) -> None:
    if name:
        value = parse_yaml("\n".join(held), place, offset=start - 1)
        if value is None:
            value = Mapping()
            value.line = start - 1
        chunks.append(Chunk(name, start - 1, value=value))
        return
    blank = next((i for i, line in enumerate(held) if line.strip()), len(held))
    text = "\n".join(held[blank:]).rstrip()
    if text:
        chunks.append(Chunk("text", start + blank, text=text))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


_MARKDOWN = _parser()


def to_rich_text(text: str, link: LinkTarget, place: Place) -> str:
    """The rich text of a piece of Markdown that begins at ``place``."""
    out: list[str] = []
    tokens = _MARKDOWN.parse(text)
    tight: list[bool] = []
    for index, token in enumerate(tokens):
        here = place.at(place.line + token.map[0]) if token.map else place
        _refuse(token, here)
        kind = token.type.rpartition("_")[0]
        if token.type == "inline":
            out.append(_inline(token.children or [], link, here))
        elif kind == "paragraph" and tight and tight[-1]:
            if token.type == "paragraph_close" and tokens[index + 1].type == "paragraph_open":
                raise ContentError(here, "an item of a list holds one paragraph only")
        elif kind in _BLOCKS:
            _track_lists(token, tight)
            out.append(_tag(token, here))
        else:
            raise ContentError(here, f"{token.type} is not allowed in a text")
    return "".join(out)


def _refuse(token: Token, place: Place) -> None:
    name = token.type.removesuffix("_open").removesuffix("_close")
    if name in _REFUSED:
        raise ContentError(place, _REFUSED[name])


def _track_lists(token: Token, tight: list[bool]) -> None:
    """Inside an item paragraphs lose their <p>: the editor knows none there."""
    if token.type == "list_item_open":
        tight.append(True)
    elif token.type == "list_item_close":
        tight.pop()


def _tag(token: Token, place: Place) -> str:
    tag = _TAGS.get(token.type.rpartition("_")[0], token.tag)
    if tag in {"h1", "h5", "h6"}:
        raise ContentError(place, f"headings are of level 2 to 4, not {tag[1]}")
    return f"</{tag}>" if token.nesting < 0 else f"<{tag}>"


def _inline(tokens: list[Token], link: LinkTarget, place: Place) -> str:
    out: list[str] = []
    line = place.line
    for token in tokens:
        here = place.at(line)
        _refuse(token, here)
        if token.type == "text":
            out.append(escape(token.content, quote=False))
        elif token.type == "softbreak":
            out.append(" ")
            line += 1
        elif token.type == "hardbreak":
            out.append("<br/>")
            line += 1
        elif token.type == "link_open":
            attributes = link(_target(str(token.attrGet("href") or "")), here)
            out.append("<a" + "".join(f' {k}="{escape(v)}"' for k, v in attributes.items()) + ">")
        elif token.type == "link_close":
            out.append("</a>")
        elif token.type in {"strong_open", "em_open", "strong_close", "em_close"}:
            out.append(_tag(token, here))
        else:
            raise ContentError(here, f"{token.type} is not allowed in a text")
    return "".join(out)


def _target(href: str) -> str:
    """Names in the package are written as they are; the parser has percent-encoded them."""
    return unquote(href) if href.startswith(("page:", "file:")) else href
