"""Other ways of saying the same: groups that editors keep, and communes that were merged."""

import hashlib
from collections import defaultdict
from typing import Any

from django.core.cache import cache

from core.models import Locality
from core.vietnamese.tokens import folded, tokens
from search.models import SynonymGroup

Words = tuple[str, ...]
#: Seconds; a change in this process, or with a cache that processes share, is seen at once.
SECONDS = 60
_KEY = "search:synonyms"
_Kind = Locality.Kind
_MERGED = (_Kind.COMMUNE, _Kind.WARD, _Kind.TOWNSHIP, _Kind.TOWN)
# A name that a larger unit bears as well is no other word for one commune.
_LARGER = (_Kind.COUNTRY, _Kind.PROVINCE, _Kind.CITY, _Kind.DISTRICT)
_BEFORE = (("xa",), ("phuong",), ("thi", "tran"), ("thi", "xa"), ("huyen",), ("tinh",))
_BEHIND = ("commune", "ward", "township", "town", "district", "province", "city")


def words_of(term: str) -> Words:
    """The folded words of a term."""
    return tuple(folded(token) for token in tokens(term))


def all_synonyms() -> dict[Words, list[Words]]:
    """Of folded words the other words that mean the same; asked once a minute."""
    return _kept()[0]


def all_synonyms_version() -> str:
    """Changes whenever a synonym does, and with it what a search finds."""
    return _kept()[1]


def forget(sender: Any, **kwargs: Any) -> None:
    """Receiver of what changes groups and localities."""
    cache.delete(_KEY)


def _kept() -> tuple[dict[Words, list[Words]], str]:
    found: tuple[dict[Words, list[Words]], str] | None = cache.get(_KEY)
    if found is None:
        said: dict[Words, list[Words]] = {}
        for words, others in sorted(_collected().items()):
            said[words] = sorted(others - {words})
        found = said, hashlib.sha256(repr(said).encode()).hexdigest()[:12]
        cache.set(_KEY, found, SECONDS)
    return found


def _collected() -> dict[Words, set[Words]]:
    found: dict[Words, set[Words]] = defaultdict(set)
    for terms in SynonymGroup.objects.values_list("terms", flat=True):
        group = {words for line in terms.splitlines() if (words := words_of(line))}
        for words in group:
            found[words] |= group
    for one, other in _merged():
        found[one].add(other)
        found[other].add(one)
    return found


def _merged() -> list[tuple[Words, Words]]:
    """Names of a unit that became part of one other, and of that one."""
    larger = {
        bare_name(name)
        for names in Locality.objects.filter(kind__in=_LARGER).values_list("name", flat=True)
        for name in dict(names).values()
    }
    rows = Locality.objects.filter(kind__in=_MERGED, successors__isnull=False)
    pairs = []
    for old, new in rows.values_list("name", "successors__name"):
        for language in dict(old).keys() & dict(new).keys():
            one, other = bare_name(dict(old)[language]), bare_name(dict(new)[language])
            if one and other and one != other and not {one, other} & larger:
                pairs.append((one, other))
    return pairs


def bare_name(name: str) -> Words:
    """Without the kind of the unit: ``Thị trấn Cao Thượng`` gives ``cao thuong``."""
    words = words_of(name)
    for kind in _BEFORE:
        if words[: len(kind)] == kind and len(words) > len(kind):
            return words[len(kind) :]
    return words[:-1] if len(words) > 1 and words[-1] in _BEHIND else words
