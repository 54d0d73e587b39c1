"""The words that occur, without marks: what a typing error may have meant.

Words are only ever added while the index follows the catalog. So before a word is shown to
anybody, a search has found something public by it.
"""

from collections.abc import Iterable, Sequence

from search.engines.base import Document
from search.models import SearchWord

MIN_LENGTH, MAX_LENGTH = 2, 24
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def learn(documents: Iterable[Document]) -> None:
    """Two queries for every thousand different words."""
    found: set[str] = set()
    for one in documents:
        for text in (one.title, one.summary, one.body):
            found.update(text.folded.split())
    fit = sorted(word for word in found if word.isascii() and word.isalpha() and _fits(word))
    for start in range(0, len(fit), 1000):
        some = fit[start : start + 1000]
        there = known(some)
        new = [SearchWord(word=word) for word in some if word not in there]
        SearchWord.objects.bulk_create(new, ignore_conflicts=True)


def near(words: Sequence[str]) -> dict[str, list[str]]:
    """What each folded word may have been meant to be, of words that occur; one query.

    One letter is lost, added, another, or two are exchanged; or a space is missing.
    """
    asked = {word for word in words if word.isascii() and word.isalpha() and _fits(word)}
    others = {word: _one_letter_off(word) for word in asked}
    halves = {word: _cut_in_two(word) for word in asked}
    wanted = set().union(*others.values(), *(pair for pairs in halves.values() for pair in pairs))
    there = known(wanted)
    found = {}
    for word in asked:
        pairs = [f"{head} {tail}" for head, tail in halves[word] if {head, tail} <= there]
        found[word] = [*sorted(others[word] & there), *pairs]
    return {word: meant for word, meant in found.items() if meant}


def known(words: Iterable[str]) -> set[str]:
    """Those of the folded words that occur. One query."""
    rows = SearchWord.objects.filter(word__in=set(words))
    return set(rows.values_list("word", flat=True))


def _fits(word: str) -> bool:
    return MIN_LENGTH <= len(word) <= MAX_LENGTH


def _cut_in_two(word: str) -> list[tuple[str, str]]:
    return [(word[:place], word[place:]) for place in range(2, len(word) - 1)]


def _one_letter_off(word: str) -> set[str]:
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    lost = {head + tail[1:] for head, tail in cuts if tail}
    exchanged = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    other = {head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS}
    added = {head + letter + tail for head, tail in cuts for letter in _LETTERS}
    return (lost | exchanged | other | added) - {word}
