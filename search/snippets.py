"""Titles and short pieces of text with what was found in them marked; the same for every engine."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.vietnamese.tokens import composed, folded, spans
from search.query import Expression, Phrase

LENGTH = 220  # characters of a snippet
_BEFORE = 60  # characters shown before the first word that was found
_TAG = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"\s+")
Span = tuple[int, int]


@dataclass(frozen=True)
class Wanted:
    """The phrases to mark, folded."""

    phrases: tuple[Phrase, ...]

    @classmethod
    def of(cls, expression: Expression) -> "Wanted":
        phrases = [phrase for clause in expression for way in clause for phrase in way]
        return cls(tuple(dict.fromkeys(phrases)))

    def found_in(self, text: str) -> list[tuple[Span, Phrase]]:
        """Where the phrases stand in a composed text, in its order, none twice."""
        tokens = [(folded(token), start, end) for token, start, end in spans(text)]
        words = [token for token, _start, _end in tokens]
        found: list[tuple[Span, Phrase]] = []
        for index in range(len(words)):
            for phrase in self.phrases:
                last = index + len(phrase.words)
                if _fits(phrase, words[index:last]):
                    found.append(((tokens[index][1], tokens[last - 1][2]), phrase))
        return found


def _fits(phrase: Phrase, words: Sequence[str]) -> bool:
    if len(words) < len(phrase.words):
        return False
    *before, last = phrase.words
    return list(words[:-1]) == before and (
        words[-1].startswith(last) if phrase.is_open else words[-1] == last
    )


def marked(text: str, wanted: Wanted) -> SafeString:
    """Escaped HTML of a text in which what was found is in ``mark`` elements."""
    text = composed(text)
    return _with_marks(text, [span for span, _phrase in wanted.found_in(text)])


def snippet(summary: str, body_html: str, wanted: Wanted) -> SafeString:
    """The summary, or the piece of the body that has more of what was found, marked."""
    best = _window(composed(summary), wanted)
    if best.kinds < len(wanted.phrases):
        best = max(best, _window(composed(plain(body_html)), wanted), key=lambda one: one.kinds)
    return best.html()


def plain(source: str) -> str:
    """The words of the catalog's clean HTML. Whatever is left of a tag is shown, not run."""
    return _SPACES.sub(" ", html.unescape(_TAG.sub(" ", source))).strip()


@dataclass(frozen=True)
class Window:
    """A piece of a text; ``kinds`` is how many different phrases are found in it."""

    text: str
    start: int
    end: int
    spans: tuple[Span, ...]
    kinds: int

    def html(self) -> SafeString:
        shown = [(a - self.start, b - self.start) for a, b in self.spans]
        before = "… " if self.start else ""
        after = " …" if self.end < len(self.text) else ""
        piece = _with_marks(self.text[self.start : self.end], shown)
        return mark_safe(before + piece + after)


def _window(text: str, wanted: Wanted) -> Window:
    found = wanted.found_in(text)
    if len(text) <= LENGTH:
        kinds = len({phrase for _span, phrase in found})
        return Window(text, 0, len(text), tuple(span for span, _phrase in found), kinds)
    best, most = 0, 0
    for (start, _end), _phrase in found:
        reach = start + LENGTH - _BEFORE
        kinds = len({phrase for (a, b), phrase in found if a >= start and b <= reach})
        if kinds > most:
            best, most = start, kinds
    start = _word_start(text, max(0, best - _BEFORE))
    end = _word_end(text, min(len(text), start + LENGTH))
    inside = tuple(span for span, _phrase in found if span[0] >= start and span[1] <= end)
    return Window(text, start, end, inside, most)


def _word_start(text: str, place: int) -> int:
    return 0 if place == 0 else text.find(" ", place) + 1 or place


def _word_end(text: str, place: int) -> int:
    return place if place == len(text) else max(text.rfind(" ", 0, place), place - 40)


def _joined(text: str, found: Iterable[Span]) -> list[Span]:
    """In order, with those as one that overlap or have nothing but a space between them."""
    spans: list[Span] = []
    for start, stop in sorted(found):
        if spans and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], max(spans[-1][1], stop))
        else:
            spans.append((start, stop))
    return spans


def _with_marks(text: str, found: Iterable[Span]) -> SafeString:
    parts, end = [], 0
    for start, stop in _joined(text, found):
        parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))
