"""Segments as people read and type them: ``<a1>…</a1>`` for a link, a line break for ``<br/>``.

wagtail-localize keeps ``A &amp; B<br/><a id="a1">link</a>``; the translator sees ``A & B``, a new
line, ``<a1>link</a1>``.
"""

import re

from bs4 import BeautifulSoup
from bs4.dammit import EntitySubstitution
from bs4.element import NavigableString, Tag
from wagtail_localize.strings import INLINE_TAGS

_NAMES = "|".join([r"a\d+", *sorted(set(INLINE_TAGS) - {"a", "br"}, key=len, reverse=True)])
_TAG = re.compile(rf"<(/?)({_NAMES})>")


def to_typed(html: str) -> str:
    return _typed(BeautifulSoup(html, "html.parser"))


def _typed(soup: Tag) -> str:
    parts = []
    for child in soup.children:
        if isinstance(child, Tag):
            name = str(child.get("id") or child.name) if child.name == "a" else child.name
            parts.append("\n" if name == "br" else f"<{name}>{_typed(child)}</{name}>")
        elif isinstance(child, NavigableString):
            parts.append(str(child))
    return "".join(parts)


def to_html(typed: str) -> str:
    """The segment as wagtail-localize keeps it; whatever is no tag of ours is text."""
    parts, position = [], 0
    for match in _TAG.finditer(typed):
        parts += [_text(typed[position : match.start()]), _tag(match[1], match[2])]
        position = match.end()
    return "".join([*parts, _text(typed[position:])])


def _text(text: str) -> str:
    escaped = EntitySubstitution.substitute_xml(text.replace("\r\n", "\n"))
    return escaped.replace("\n", "<br/>")


def _tag(slash: str, name: str) -> str:
    if not name[-1].isdigit():
        return f"<{slash}{name}>"
    return "</a>" if slash else f'<a id="{name}">'


def pairs_of(html: str) -> list[str]:
    """The tags of a segment that a translation may need: ``["b", "a1"]``, each once."""
    return list(dict.fromkeys(match[2] for match in _TAG.finditer(to_typed(html)) if not match[1]))
