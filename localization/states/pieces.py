"""What a page says, cut into the pieces that translations are compared by.

A piece is ``(path, text)``: the path is wagtail-localize's, the text a segment as a translator sees
it. Several pieces of a rich text share a path and keep their order. What a text field with blocks
holds besides texts (their order, pictures, numbers, addresses of links) is one piece more, whose
path ends in ``LAYOUT`` and whose text is a digest.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

Piece = tuple[str, str]

LAYOUT = "#layout"
#: Each language may have its own; without one a translation keeps the source's. So they are not
#: among the texts to be translated, and a new one makes no translation out of date.
ADDRESSES = frozenset({"slug"})


def pieces_of(page: Page) -> list[Piece]:
    """The pieces of a specific page as it stands in memory."""
    texts: list[Piece] = []
    rest: dict[str, list[Any]] = defaultdict(list)
    for segment in _segments(page):
        field = segment.path.split(".", 1)[0]
        if isinstance(segment, StringSegmentValue):
            if segment.path not in ADDRESSES:
                texts.append((segment.path, segment.string.data))
            if segment.attrs:
                rest[field].append([segment.path, segment.attrs])
        elif isinstance(segment, TemplateSegmentValue):
            rest[field].append([segment.path, segment.template])
    translated = {path for path, _text in texts}
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            raw = field.value_from_object(page).get_prep_value()
            rest[field.name].append(_without_texts(raw, field.name, translated))
    return texts + [(name + LAYOUT, _digest(value)) for name, value in sorted(rest.items())]


def _segments(page: Page) -> list[Any]:
    """None where a text was never written: wagtail-localize cannot cut it, it is compared whole."""
    try:
        return list(extract_segments(page))
    except TypeError:
        return []


def _without_texts(value: Any, path: str, translated: set[str]) -> Any:
    if isinstance(value, dict):
        if {"type", "value", "id"} <= value.keys():
            inner = _without_texts(value["value"], f"{path}.{value['id']}", translated)
            return [value["type"], value["id"], inner]
        return {
            key: _without_texts(inner, f"{path}.{key}", translated) for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_without_texts(inner, path, translated) for inner in value]
    return None if path in translated else value


def _digest(value: Any) -> str:
    data = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()


@dataclass(frozen=True)
class Change:
    """One piece that differs. ``old`` is None for a new one, ``new`` for one that is gone."""

    path: str
    old: str | None
    new: str | None

    @property
    def is_layout(self) -> bool:
        return self.path.endswith(LAYOUT)


def compare(before: Iterable[Sequence[str]], now: Iterable[Sequence[str]]) -> list[Change]:
    """What differs, in the order of the page as it is now; what is gone comes last."""
    old, new = _by_path(before), _by_path(now)
    changes: list[Change] = []
    for path in dict.fromkeys([*new, *old]):
        changes += _changes_at(path, old.get(path, []), new.get(path, []))
    return changes


def _by_path(pieces: Iterable[Sequence[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path, text in pieces:
        found[path].append(text)
    return found


def _changes_at(path: str, old: list[str], new: list[str]) -> list[Change]:
    if old == new:
        return []
    changes: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone: list[str | None] = [*old[a:b]]
        come: list[str | None] = [*new[c:d]]
        longest = max(len(gone), len(come))
        gone += [None] * (longest - len(gone))
        come += [None] * (longest - len(come))
        changes += [Change(path, x, y) for x, y in zip(gone, come, strict=True)]
    return changes


def carry(made_from: Iterable[Sequence[str]], changes: Iterable[Change]) -> list[Piece]:
    """``made_from`` as if it had been made after these changes, so far as they touch it.

    A piece that was out of date before stays so, and a new text stays to be translated.
    """
    pieces: list[Piece | None] = [(path, text) for path, text in made_from]
    for change in changes:
        if change.old is None or (change.path, change.old) not in pieces:
            continue
        place = pieces.index((change.path, change.old))
        pieces[place] = None if change.new is None else (change.path, change.new)
    return [piece for piece in pieces if piece is not None]
