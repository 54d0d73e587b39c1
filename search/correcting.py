"""What a visitor may have meant whose words find nothing: one letter off, or a space too few."""

from catalog.models import CatalogItem
from core.vietnamese.tokens import composed, folded, spans, tokens
from search import engines, words
from search.engines.base import Filters
from search.query import Field, Query, Synonyms, parse

#: Candidates that are tried, for all words together.
MAX_TRIED = 40
#: So far what is found is counted to tell a better candidate from a worse one.
_MOST = 50
MIN_LENGTH = 3


def best(query: Query, filters: Filters, synonyms: Synonyms) -> str:
    """The text with which most is found, its new words with their marks; empty for none."""
    text = query.text
    changes: dict[str, str] = {}
    unknown, meant = _doubtful(query)
    if unknown:
        for word in unknown:  # Each needs another word, the others may be any of theirs meanwhile.
            rest = {other: near for other, near in meant.items() if other in unknown}
            found = _best_of(text, [(word, one) for one in meant[word]], rest, filters, synonyms)
            if found is None:
                return ""
            text = replaced(text, {found[0]: found[1]})
            changes[found[0]] = found[1]
            meant.pop(word)
    else:
        single = [(word, one) for word, near in meant.items() for one in near]
        found = _best_of(text, single, {}, filters, synonyms)
        if found is None:
            return ""
        changes[found[0]] = found[1]
    return _with_marks(query.text, changes, filters, synonyms)


def replaced(text: str, changes: dict[str, str]) -> str:
    """The text with other words in place of these (folded) ones."""
    text, parts, end = composed(text), [], 0
    for token, start, stop in spans(text):
        other = changes.get(folded(token))
        if other is not None:
            parts += [text[end:start], other]
            end = stop
    return "".join([*parts, text[end:]])


def _doubtful(query: Query) -> tuple[list[str], dict[str, list[str]]]:
    """Words that never occur, and what each may have been meant to be; else of all words."""
    asked = [folded(word) for word in query.words if len(word) >= MIN_LENGTH and word.isalpha()]
    there = words.known(asked)
    unknown = [word for word in dict.fromkeys(asked) if word not in there]
    meant = words.near(unknown or asked)
    if any(word not in meant for word in unknown):
        return unknown, {word: meant.get(word, []) for word in unknown}
    return unknown, meant


def _best_of(
    text: str,
    candidates: list[tuple[str, str]],
    others: dict[str, list[str]],
    filters: Filters,
    synonyms: Synonyms,
) -> tuple[str, str] | None:
    """Side by side counts more than anywhere."""
    engine = engines.database_engine()
    scores: list[tuple[int, int, tuple[str, str]]] = []
    for word, other in candidates[:MAX_TRIED]:
        query = parse(replaced(text, {word: other}), synonyms, others)
        total = engine.count(query.whole[-1], filters, _MOST) if query else 0
        if total:
            adjacent = next(s for s in query.whole if s.field is Field.TEXT and not s.is_exact)
            beside = engine.count(adjacent, filters, _MOST)
            scores.append((-beside, -total, (word, other)))
    return min(scores)[2] if scores else None


def _with_marks(text: str, changes: dict[str, str], filters: Filters, synonyms: Synonyms) -> str:
    """New words as the best result spells them."""
    plain = replaced(text, changes)
    query = parse(plain, synonyms)
    ids = engines.database_engine().search(query.whole, filters, limit=1).ids
    row = CatalogItem.objects.public().filter(pk__in=ids).only("title", "exact_text").first()
    if row is None:
        return ""
    there = tokens(f"{row.title} {row.exact_text}")
    bare = [folded(word) for word in query.words]
    marked = {one: _spelling(one, bare, there) for new in changes.values() for one in new.split()}
    return replaced(plain, marked)


def _spelling(word: str, query: list[str], there: list[str]) -> str:
    """The word as it stands in a text, best where its neighbours are those of the query."""
    place = query.index(word)
    before, after = query[place - 1 : place], query[place + 1 : place + 2]

    def fits(index: int) -> int:
        left = [folded(one) for one in there[index - 1 : index]]
        right = [folded(one) for one in there[index + 1 : index + 2]]
        return (left == before) + (right == after)

    found = [index for index, one in enumerate(there) if folded(one) == word]
    return there[max(found, key=fits)] if found else word
