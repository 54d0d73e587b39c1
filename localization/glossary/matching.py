"""Terms of the glossary in a text: where they stand, and whether a translation renders them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.utils import timezone

from core.vietnamese.dates import local_date
from core.vietnamese.fold import normalise_tone_style
from core.vietnamese.text import nfc
from localization.glossary.models import GlossaryTerm, phrases

_WORD_START, _WORD_END = r"(?<![\w])", r"(?![\w])"


@dataclass(frozen=True)
class Occurrence:
    """``term`` stands at ``start:end`` of the text it was looked for in."""

    start: int
    end: int
    term: GlossaryTerm


@dataclass
class Glossary:
    """Terms in force, for translations from one language into another. Made once a request."""

    terms: list[GlossaryTerm]
    target: str
    source: str = settings.LANGUAGE_CODE
    _renderings: dict[int, re.Pattern[str] | None] = field(default_factory=dict)

    @classmethod
    def into(cls, target: str) -> Glossary:
        """The terms in force today with a rendering, or a forbidden one; one query."""
        today = local_date(timezone.now())
        terms = GlossaryTerm.objects.valid_on(today)
        useful = [t for t in terms if t.forms(target) or t.forbidden_in(target)]
        return cls(useful, target)

    def occurrences(self, text: str) -> list[Occurrence]:
        """Terms in a plain text of the source language, from left to right, none overlapping.

        The longest wins: "hợp tác xã" is no "xã", nor is the "xã" of an exception ("xã hội").
        """
        found = []
        for match in self._source_pattern.finditer(_same_length(text)):
            term = self._by_phrase[match[0]]
            if term is not None:
                found.append(Occurrence(match.start(), match.end(), term))
        return found

    def is_rendered(self, term: GlossaryTerm, text: str) -> bool:
        """Whether a plain text of the target language has an accepted rendering of the term."""
        pattern = self._rendering(term)
        return pattern is None or pattern.search(_comparable(text)) is not None

    def forbidden(self, source: str, target: str) -> Iterator[tuple[GlossaryTerm, str]]:
        """``(term, words)`` of forbidden renderings in the translation of a plain text."""
        there = {occurrence.term.pk for occurrence in self.occurrences(source)}
        words, original = _comparable(target), _same_length(source)
        for term in self.terms:
            # "family" is right for "đình" where the text also speaks of "gia đình".
            is_meant = term.pk in there and not any(
                _same_length(phrase) in original for phrase in phrases(term.exceptions)
            )
            if not (is_meant or term.is_forbidden_everywhere):
                continue
            for phrase in term.forbidden_in(self.target):
                if (match := _any_of([phrase]).search(words)) is not None:
                    yield term, target[match.start() : match.end()]

    @cached_property
    def _by_phrase(self) -> dict[str, GlossaryTerm | None]:
        """Every form of every term, and the phrases that hide one (None)."""
        known: dict[str, GlossaryTerm | None] = {}
        for term in self.terms:
            known.update(dict.fromkeys(map(_same_length, phrases(term.exceptions))))
        for term in self.terms:
            known.update({_same_length(form): term for form in term.forms(self.source)})
        return known

    @cached_property
    def _source_pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._by_phrase, key=len, reverse=True)
        # An empty alternative would match everywhere.
        any_phrase = "|".join(map(re.escape, longest_first)) or "(?!)"
        # Not within a document's number: 481/KH-UBND.
        return re.compile(rf"(?<![\w/-])(?:{any_phrase}){_WORD_END}")

    def _rendering(self, term: GlossaryTerm) -> re.Pattern[str] | None:
        if term.pk not in self._renderings:
            forms = term.forms(self.target)
            self._renderings[term.pk] = _any_of(forms) if forms else None
        return self._renderings[term.pk]


def _same_length(text: str) -> str:
    """For looking up: case, tone style and no-break spaces do not matter. Offsets stay true."""
    plain = nfc(text)
    if len(plain) != len(text):
        return text.lower()
    lowered = normalise_tone_style(plain.replace("\u00a0", " ")).lower()
    return lowered if len(lowered) == len(text) else text.lower()


def _comparable(text: str) -> str:
    lowered = text.lower()
    folded = lowered.replace("\u00a0", " ").replace("-", " ").replace("\u2011", " ")
    return folded if len(folded) == len(text) else text


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(_WORD_START + _with_plural(form) + _WORD_END for form in forms))


def _with_plural(form: str) -> str:
    """A rendering counts as given when it stands in the English plural as well."""
    words = _comparable(form)
    if words.endswith("y") and not words.endswith(("ay", "ey", "oy", "uy")):
        return re.escape(words[:-1]) + "(?:y|ies)"
    return re.escape(words) + "(?:e?s)?"
