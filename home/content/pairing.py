"""The segments of a page and of its translation, paired text by text.

Both sides are cut by wagtail-localize itself, from streams with the same block ids. So a path
names the same text in both languages, and texts under one path pair in their order.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup
from wagtail_localize.models import String
from wagtail_localize.segments import (
    OverridableSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

from home.content.context import Reading
from home.content.report import shorten

_ELEMENT = re.compile(r"<(h[2-6]|p|li|ul|ol)\b|<text ")
_WORDS = {"p": "a paragraph", "li": "an item of a list", "ul": "a list", "ol": "a numbered list"}


@dataclass
class Pairs:
    """texts: (path, hash of the source text) -> translated text; overrides: path -> value."""

    texts: dict[tuple[str, Any], str] = field(default_factory=dict)
    overrides: dict[str, Any] = field(default_factory=dict)


def pair(source: Any, twin: Any, reading: Reading) -> Pairs:
    """Pair the segments of a page with those of its translated twin; mismatches are problems."""
    pairs = Pairs()
    ours, theirs = _by_path(source), _by_path(twin)
    for path, texts in ours.items():
        others = theirs.pop(path, [])
        if _structure_differs(path, texts, others, reading) or not _strings(texts):
            continue
        mine, yours = _strings(texts), _strings(others)
        if len(mine) != len(yours):
            first = shorten(mine[min(len(yours), len(mine) - 1)].render_text())
            message = f'{_name(path)}: {len(yours)} texts for {len(mine)}; no text for "{first}"'
            reading.problems.add(reading.place.at(reading.line_of(path)), message)
            continue
        for original, translated in zip(mine, yours, strict=True):
            _pair_one(pairs, path, original, translated, reading)
    for path, texts in theirs.items():
        if _strings(texts):
            message = f"{_name(path)}: there is no such text in the source language"
            reading.problems.add(reading.place.at(reading.line_of(path)), message)
    _pair_overridables(pairs, source, twin)
    return pairs


def _by_path(instance: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for segment in page_segments(instance):
        if not isinstance(segment, OverridableSegmentValue):
            found[segment.path].append(segment)
    return found


def page_segments(instance: Any) -> list[Any]:
    """What wagtail-localize finds to translate on a page."""
    # One page is asked twice, for its texts and for what may be overridden.
    if "_content_segments" not in instance.__dict__:
        instance.__dict__["_content_segments"] = extract_segments(instance)
    return list(instance.__dict__["_content_segments"])


def _strings(segments: list[Any]) -> list[Any]:
    return [s for s in segments if isinstance(s, StringSegmentValue)]


def _structure_differs(path: str, ours: list[Any], theirs: list[Any], reading: Reading) -> bool:
    """Whether the headings, paragraphs and lists of two rich texts are not the same."""
    templates = [
        [s for s in side if isinstance(s, TemplateSegmentValue)] for side in (ours, theirs)
    ]
    if not (templates[0] and templates[1]):
        return False
    mine, yours = (_ELEMENT.findall(side[0].template) for side in templates)
    if mine == yours:
        return False
    at = next((i for i, (a, b) in enumerate(zip(mine, yours, strict=False)) if a != b), None)
    index = min(len(mine), len(yours)) if at is None else at
    here = _element(yours[index]) if index < len(yours) else "nothing more"
    there = _element(mine[index]) if index < len(mine) else "nothing more"
    before = mine[:index].count("")
    texts = _strings(theirs)
    near = (
        f' after "{shorten(texts[before - 1].render_text())}"' if 0 < before <= len(texts) else ""
    )
    message = f"{_name(path)}: {here}{near}, where the source language has {there}"
    reading.problems.add(reading.place.at(reading.line_of(path)), message)
    return True


def _element(tag: str) -> str:
    if tag.startswith("h"):
        return f"a heading of level {tag[1]}"
    return _WORDS.get(tag, "text")


def _pair_one(pairs: Pairs, path: str, ours: Any, theirs: Any, reading: Reading) -> None:
    text, overrides = _with_our_links(ours, theirs)
    line = reading.place.at(reading.line_of(path))
    if text is None:
        shown = shorten(theirs.render_text())
        reading.problems.add(
            line, f'{_name(path)}: the links in "{shown}" are not those of the source'
        )
        return
    key = (path, String._get_data_hash(ours.string.data))
    if pairs.texts.setdefault(key, text) != text:
        shown = shorten(ours.render_text())
        message = f'{_name(path)}: "{shown}" stands twice in this text; translate both alike'
        reading.problems.add(line, message)
    for href, other in overrides.items():
        quoted = href.replace("\\", "\\\\").replace("'", "\\'")
        pairs.overrides[f"{path}.'{quoted}'"] = other


def _with_our_links(ours: Any, theirs: Any) -> tuple[str | None, dict[str, str]]:
    """The translated text with the source's link ids, and the addresses that differ.

    wagtail-localize takes the attributes of a link from the source, by its id. A translation may
    order its links differently, and may lead to the other language's page outside the portal.
    """
    left = dict(ours.attrs or {})
    given = dict(theirs.attrs or {})
    names: dict[str, str] = {}
    for name, attributes in given.items():
        same = next((n for n, known in left.items() if known == attributes), None)
        if same is not None:
            names[name] = same
            left.pop(same)
    overrides: dict[str, str] = {}
    for name, attributes in given.items():
        if name in names:
            continue
        free = next(
            (n for n, known in left.items() if "href" in known and "href" in attributes), None
        )
        if free is None:
            return None, {}
        names[name] = free
        overrides[left.pop(free)["href"]] = attributes["href"]
    if left:
        return None, {}
    return _renamed(theirs.string.data, names), overrides


def _renamed(html: str, names: dict[str, str]) -> str:
    if all(old == new for old, new in names.items()):
        return html
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(id=True):
        element["id"] = names[str(element["id"])]
    return str(soup)


def _pair_overridables(pairs: Pairs, source: Any, twin: Any) -> None:
    """Addresses, pictures and pages in blocks for which the translation has its own."""
    sides = [
        {s.path: s.data for s in page_segments(i) if isinstance(s, OverridableSegmentValue)}
        for i in (source, twin)
    ]
    for path, data in sides[0].items():
        # A link inside a rich text has its address as the last part of its path: done above.
        if path in sides[1] and sides[1][path] != data and not path.endswith("'"):
            pairs.overrides[path] = sides[1][path]


def _name(path: str) -> str:
    """The path for people: without the ids of blocks."""
    return ".".join(part for part in path.split(".") if not re.fullmatch(r"[0-9a-f-]{36}", part))
