"""Wagtail's rich text back to Markdown, such that ``markdown.to_rich_text`` gives it again."""

import re
import unicodedata
from collections.abc import Callable

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

# Gives the Markdown target of the attributes of an <a>; None when it leads nowhere any more.
LinkSource = Callable[[dict[str, str]], str | None]

_SPECIAL = re.compile(r"([\\`*_\[\]<])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$|-)|>|:::|~~~|=+\s*$|\|)")
_NUMBER_START = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")
_BOLD, _ITALIC = {"b", "strong"}, {"i", "em"}


def to_markdown(html: str, link: LinkSource) -> str:
    """The Markdown of a rich text. What Markdown cannot say (an embed, a ruler) is left out."""
    soup = BeautifulSoup(html or "", "html.parser")
    return "\n\n".join(part for part in _blocks(soup, link) if part)


def _blocks(parent: Tag, link: LinkSource) -> list[str]:
    parts: list[str] = []
    loose: list[PageElement] = []
    lists = 0

    def flush() -> None:
        if loose:
            parts.append(_line(_inline(loose, link)))
            loose.clear()

    for node in parent.children:
        name = node.name if isinstance(node, Tag) else None
        if name in {"p", "ul", "ol", "div"} or re.fullmatch(r"h[1-6]", name or ""):
            flush()
            # Two lists in a row need different signs, or they would become one.
            lists = lists + 1 if name in {"ul", "ol"} else 0
            parts.append(_block(node, link, lists % 2 == 0))  # type: ignore[arg-type]
        elif isinstance(node, Tag | NavigableString):
            loose.append(node)
    flush()
    return parts


def _block(node: Tag, link: LinkSource, is_second: bool = False) -> str:
    if node.name in {"ul", "ol"}:
        return _list(node, link, is_second)
    text = _inline(list(node.children), link)
    if node.name[0] == "h" and text:
        level = min(max(int(node.name[1]), 2), 4)
        heading = text.replace("\\\n", " ")
        heading = re.sub(r"(\s|^)(#+)$", r"\1\\\2", heading)
        return f"{'#' * level} {heading}"
    return _line(text)


def _list(node: Tag, link: LinkSource, is_second: bool = False) -> str:
    lines: list[str] = []
    signs = ("*", ")") if is_second else ("-", ".")
    for number, item in enumerate(node.find_all("li", recursive=False), 1):
        mark = f"{number}{signs[1]} " if node.name == "ol" else f"{signs[0]} "
        inner = [c for c in item.children if not (isinstance(c, Tag) and c.name in {"ul", "ol"})]
        text = _line(_inline(inner, link))
        nested = [_list(c, link) for c in item.find_all(["ul", "ol"], recursive=False)]
        body = "\n".join([text, *nested])
        lines.append(mark + body.replace("\n", "\n" + " " * len(mark)))
    return "\n".join(lines)


def _line(text: str) -> str:
    """Text at the beginning of a line must not look like a heading or an item of a list."""
    lines = text.split("\n")
    return "\n".join(
        _NUMBER_START.sub(r"\1\\\2", _LINE_START.sub(r"\1\\\2", line.lstrip())) for line in lines
    )


def _inline(nodes: list[PageElement], link: LinkSource) -> str:
    return re.sub(r"^(\s|\\\n)+|(\s|\\\n)+$", "", "".join(_node(node, link) for node in nodes))


def _node(node: PageElement, link: LinkSource) -> str:
    if isinstance(node, NavigableString):
        text = unicodedata.normalize("NFC", re.sub(r"[ \t\r\n]+", " ", str(node)))
        return _ENTITY.sub(r"\&", _SPECIAL.sub(r"\\\1", text))
    if not isinstance(node, Tag):
        return ""
    if node.name == "br":
        return "\\\n"
    inner = "".join(_node(child, link) for child in node.children)
    if node.name in _BOLD:
        return _marked(inner, "**")
    if node.name in _ITALIC:
        return _marked(inner, "*")
    if node.name == "a":
        target = link({key: str(value) for key, value in node.attrs.items()})
        target = f"<{target}>" if target and re.search(r"[\s()]", target) else target
        return f"[{inner}]({target})" if target and inner.strip() else inner
    return inner


def _marked(inner: str, mark: str) -> str:
    """Marks stand next to a word: blanks go outside."""
    match = re.fullmatch(r"(\s*)(.*?)(\s*)", inner, re.DOTALL)
    if not match or not match[2]:
        return inner
    return f"{match[1]}{mark}{match[2]}{mark}{match[3]}"
