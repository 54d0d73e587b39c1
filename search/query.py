"""What a visitor typed, as plans that every engine can carry out.

A plan is a list of steps from the strictest to the broadest, each of which includes the ones before
it in its field or form. An item's rank is the first step that finds it, so engines need no scores
of their own and agree on the order.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from core.vietnamese.doc_numbers import document_number_key
from core.vietnamese.tokens import folded, tokens

MAX_WORDS = 12
MAX_LENGTH = 200
#: A beginning of fewer letters is no half word: it would find everything.
MIN_BEGINNING = 2


class Field(Enum):
    """Where to look; each includes the one before."""

    TITLE = "title"  # and what the item is known by besides: a document's number
    LEAD = "lead"  # title and summary
    TEXT = "text"  # everything


@dataclass(frozen=True)
class Phrase:
    """Tokens that follow each other; the last may go on when the phrase is open."""

    words: tuple[str, ...]
    is_open: bool = False


#: All of these phrases. / One of these ways. / Each of these, somewhere in the field.
Way = tuple[Phrase, ...]
Clause = tuple[Way, ...]
Expression = tuple[Clause, ...]


@dataclass(frozen=True)
class Step:
    """``is_exact``: the tokens have their marks, else they are folded."""

    field: Field
    is_exact: bool
    expression: Expression


Plan = tuple[Step, ...]
#: Other ways of saying folded words: {("ocop",): [("moi", "xa", "mot", "san", "pham")]}.
Synonyms = Mapping[tuple[str, ...], Sequence[tuple[str, ...]]]


@dataclass(frozen=True)
class Query:
    """``text``: as typed, cleaned; ``words``: its tokens with their marks.

    ``whole`` asks for whole words; ``open`` also for words of which the last was only begun, and is
    empty where that makes no difference. ``completions`` asks for titles while somebody types.
    """

    text: str
    words: tuple[str, ...]
    whole: Plan
    open: Plan
    completions: Plan = ()

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def named(self) -> Step:
        """All words in title and summary: what finds things that are about them."""
        return [step for step in self.whole if step.field is not Field.TEXT][-1]

    @property
    def named_as_typed(self) -> Step:
        """The same with the marks that were typed, if any were."""
        steps = [s for s in self.whole if s.field is not Field.TEXT]
        return [s for s in steps if s.is_exact][-1] if has_marks(self.words) else steps[-1]


def has_marks(words: tuple[str, ...]) -> bool:
    return any(folded(word) != word for word in words)


_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
_SPACES = re.compile(r"\s+")


def parse(
    text: str, synonyms: Synonyms | None = None, near: Mapping[str, Sequence[str]] | None = None
) -> Query:
    """Never fails: what has no words gives a query that is false.

    ``near``: what a folded word may have been meant to be: other words, or two with a space.
    """
    text = _SPACES.sub(" ", "".join(c if c.isprintable() else " " for c in text)).strip()
    text = text[:MAX_LENGTH]
    parts = _parts(text)
    words = tuple(word for part in parts for word in part)
    if not words:
        return Query(text, (), (), ())
    exact = tuple(((Phrase(part),),) for part in parts)
    loose = _folded(parts, synonyms or {}, near or {})
    whole = _whole(words, exact, loose)
    may_go_on = len(parts[-1]) == 1 and parts[-1][0].isalpha()
    opened = (
        _opened(words, whole, exact, loose) if may_go_on and len(words[-1]) >= MIN_BEGINNING else ()
    )
    may_go_on = may_go_on and (len(words) > 1 or bool(opened))
    return Query(text, words, whole, opened, _completions(words, loose, may_go_on))


def _parts(text: str) -> list[tuple[str, ...]]:
    """Single words, and the words in quotation marks together; at most MAX_WORDS words."""
    parts: list[tuple[str, ...]] = []
    left = MAX_WORDS
    for number, piece in enumerate(_QUOTED.split(text)):
        found = tokens(piece)[:left]
        if number == 0 and len(found) > 1 and folded(found[0]) == "so" and found[1].isdecimal():
            found = found[1:]  # "Số 149/KH-UBND"
        left -= len(found)
        if number % 2 and found:
            parts.append(tuple(found))
        else:
            parts += [(word,) for word in found]
    return parts


def _folded(
    parts: list[tuple[str, ...]], synonyms: Synonyms, near: Mapping[str, Sequence[str]]
) -> Expression:
    """The folded expression, in which synonyms are ways as well."""
    bare = [tuple(folded(word) for word in part) for part in parts]
    clauses: list[Clause] = []
    start = 0
    while start < len(bare):
        end, others = _longest(bare, start, synonyms)
        typed: Way = tuple(Phrase(part) for part in bare[start:end])
        ways = [typed, *((Phrase(tuple(other)),) for other in others)]
        if end == start + 1 and len(bare[start]) == 1:
            ways += [(Phrase(tuple(other.split())),) for other in near.get(bare[start][0], ())]
        clauses.append(tuple(dict.fromkeys(ways)))
        start = end
    return tuple(clauses)


def _longest(
    bare: list[tuple[str, ...]], start: int, synonyms: Synonyms
) -> tuple[int, Sequence[tuple[str, ...]]]:
    """End of the longest run of words from ``start`` that can be said otherwise, and how."""
    for end in range(len(bare), start, -1):
        said = tuple(word for part in bare[start:end] for word in part)
        others = [*synonyms.get(said, ()), *_as_number(said)]
        if others:
            return end, others
    return start + 1, ()


def _as_number(said: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Letters of a document's number run together: 149 kh ubnd is also 149KHUBND."""
    if len(said) < 3 or not said[0].isdecimal() or not any(word.isalpha() for word in said[1:]):
        return []
    if sum(len(word) for word in said if word.isalpha()) > 16:
        return []  # No number, but a sentence that begins with one.
    key = tuple(tokens(document_number_key(" ".join(said))))
    return [key] if key != said else []


def _whole(words: tuple[str, ...], exact: Expression, loose: Expression) -> Plan:
    """Marks that were typed are meant: then every exact step comes first. Without any, the place
    of the words counts more than whether they have marks."""
    bare = tuple(folded(word) for word in words)
    typed = ((True, words), (False, bare))
    phrase: dict[bool, Expression] = {form: (((Phrase(said),),),) for form, said in typed}
    every: dict[bool, Expression] = {True: exact, False: loose}
    forms = (True, False)
    places = [
        (Field.TITLE, phrase), (Field.TITLE, every), (Field.LEAD, every),
        (Field.TEXT, phrase), (Field.TEXT, every),
    ]  # fmt: skip
    if not has_marks(words):
        steps = [Step(field, form, said[form]) for field, said in places for form in forms]
    else:
        steps = [Step(field, form, said[form]) for form in forms for field, said in places]
    return tuple(dict.fromkeys(steps))


def _opened(words: tuple[str, ...], whole: Plan, exact: Expression, loose: Expression) -> Plan:
    """The last word may be a beginning: of a title's before the same letters anywhere in a text,
    and with the marks that were typed before whole words with other marks."""
    opened = _begun(loose)
    place = 1 + max(n for n, step in enumerate(whole) if step == Step(Field.TITLE, False, loose))
    begun = Step(Field.TITLE, False, opened)
    steps = (*whole[:place], begun, *whole[place:], Step(Field.TEXT, False, opened))
    if has_marks(words):
        place = sum(step.is_exact for step in whole)
        steps = (*steps[:place], Step(Field.TITLE, True, _begun(exact)), *steps[place:])
    return steps


def _begun(loose: Expression) -> Expression:
    *before, last = loose
    begun = [(*way[:-1], Phrase(way[-1].words, is_open=True)) for way in last]
    return (*before, tuple(begun))


def _completions(words: tuple[str, ...], loose: Expression, may_go_on: bool) -> Plan:
    """Side by side before scattered, for whoever types a title types it in its order."""
    bare = tuple(folded(word) for word in words)
    forms = ((True, words), (False, bare))
    endings = (False, True) if may_go_on else (False,)
    steps = [
        Step(Field.TITLE, is_exact, (((Phrase(said, is_open),),),))
        for is_open in endings
        for is_exact, said in forms
    ]
    steps.append(Step(Field.TITLE, False, loose))
    if may_go_on:
        steps.append(Step(Field.TITLE, False, _begun(loose)))
    return tuple(dict.fromkeys(steps))
